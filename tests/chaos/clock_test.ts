import { assertEquals } from "@std/assert";
import { openSqlite } from "../../lib/server/store/sqlite.ts";
import { takeTurn } from "../../lib/server/services/take_turn.ts";
import { withServer } from "../server/actions/_test_server.ts";
import { addFlow } from "../server/services/_runs.ts";

const HOUR = 3_600_000;

/** Sets the clock of the process forward or back while something runs. */
async function withClock<T>(offset: number, work: () => Promise<T>): Promise<T> {
  const now = Date.now;
  Date.now = () => now() + offset;
  try {
    return await work();
  } finally {
    Date.now = now;
  }
}

Deno.test("set_flow_run_states() numbers states in the order they come, whichever way the clock jumps", () =>
  withServer("server", async (server) => {
    const flow_id = await addFlow(server);
    const { id } = await server.mutate("create_flow_run", { flow_id });
    for (const [offset, type] of [[0, "Running"], [-24 * HOUR, "Paused"], [24 * HOUR, "Success"]] as const) {
      const states = [{ flow_run_id: id!, state: { type } }];
      await withClock(offset, () => server.mutate("set_flow_run_states", { states }));
    }
    const where = { flow_run_id: id as string };
    const history = await server.rows("flow_run_state", ["version", "state"], { where });
    assertEquals(history.toSorted((a, b) => Number(a.version) - Number(b.version)), [
      { version: 1, state: "Scheduled" },
      { version: 2, state: "Running" },
      { version: 3, state: "Paused" },
      { version: 4, state: "Success" },
    ]);
    assertEquals(await server.rows("flow_run", ["version", "state"]), [{ version: 4, state: "Success" }]);
  }));

Deno.test("set_flow_run_states() lets a run be submitted that was submitted by a clock that was set back since", () =>
  withServer("server", async (server) => {
    const flow_id = await addFlow(server);
    const { id } = await server.mutate("create_flow_run", { flow_id });
    const states = [{ flow_run_id: id!, state: { type: "Submitted" } }];
    await withClock(24 * HOUR, () => server.mutate("set_flow_run_states", { states }));
    await server.mutate("set_flow_run_states", { states });
    assertEquals(await server.rows("flow_run", ["version"]), [{ version: 3 }]);
  }));

Deno.test("takeTurn() goes on when the clock is set back, and misses no turn when it is set forward", async () => {
  const store = openSqlite(":memory:");
  const take = (now: number) =>
    store.transaction((transaction) => takeTurn(transaction, { name: "scheduler", seconds: 60, now }));
  const start = Date.UTC(2030, 0, 1);
  assertEquals(await take(start), true);
  assertEquals(await take(start + 59_000), false);
  assertEquals(await take(start + 24 * HOUR), true);
  assertEquals(await take(start), true);
  assertEquals(await take(start + 59_000), false);
  assertEquals(await take(start + 60_000), true);
  await store.close();
});
