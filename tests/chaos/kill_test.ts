import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { killServer } from "./_kill.ts";

Deno.test("startServer() keeps what it acknowledged when it is killed, and starts again by itself", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { faults, acknowledged } = await killServer(`sqlite:${join(folder, "a.sqlite")}`, { times: 2 });
    assertEquals(faults, []);
    assert(acknowledged > 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
