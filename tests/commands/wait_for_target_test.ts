import { assertEquals, assertRejects } from "@std/assert";
import { waitForTarget } from "../../lib/commands/wait_for_target.ts";
import { UnreachableError } from "../../lib/core/errors.ts";

Deno.test("waitForTarget() waits until something answers that is not a gateway's excuse", async () => {
  const statuses = [503, 502, 401];
  const asked: number[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    const status = statuses[asked.length] ?? 200;
    asked.push(status);
    return new Response("", { status });
  });
  await waitForTarget(`http://127.0.0.1:${server.addr.port}`, 60);
  assertEquals(asked, statuses);
  await server.shutdown();
});

Deno.test("waitForTarget() gives up on an address where nothing answers", async () => {
  await assertRejects(
    () => waitForTarget("http://127.0.0.1:1", 1),
    UnreachableError,
    'Wait for "http://127.0.0.1:1" failed: nothing answered within 1 s',
  );
});
