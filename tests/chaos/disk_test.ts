import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { fillDisk } from "./_full_disk.ts";
import { startChild } from "./_server_child.ts";

/** The longest file, in bytes: more than an empty database and its log need. */
const MOST_BYTES = 2_000_000;

/** A file that may not grow fails as on a disk that is full, and this needs no rights. */
const LIMITED = ["sh", "-c", `trap "" XFSZ; exec "$@"`, "sh", "prlimit", `--fsize=${MOST_BYTES}:unlimited`];

Deno.test("startServer() refuses writes while they cannot be kept, and goes on when there is room", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await using server = await startChild({
      database: `sqlite:${join(folder, "a.sqlite")}`,
      launcher: LIMITED,
    });
    const { refusals, health, isReadable, acknowledged, faults } = await fillDisk(server, async () => {
      const args = ["--pid", String(server.pid), "--fsize=unlimited"];
      assertEquals((await new Deno.Command("prlimit", { args }).output()).code, 0);
    });
    assertEquals({ refusals, health, isReadable, faults }, {
      refusals: ["Unable to use the database: disk I/O error."],
      health: [200, 503, 200],
      isReadable: true,
      faults: [],
    });
    assert(acknowledged > 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
