import { assertEquals } from "@std/assert";
import { openExplorer, startSoundServer } from "./_sound_server.ts";

Deno.test("exploreGround() finds out by names and by rows which columns join tables", async () => {
  await using server = await startSoundServer();
  const explorer = await openExplorer(server);
  const { world } = explorer;
  const ways = (name: string) => {
    const { own, foreign } = world.ways.get(name)!;
    return `${own} = ${foreign}`;
  };
  assertEquals(ways("flow_run.flow"), "flow_id = id");
  assertEquals(ways("flow.flow_runs"), "id = flow_id");
  assertEquals(ways("flow_run.logs"), "id = flow_run_id");
  // Two columns of an edge name tasks: only the rows tell which of them a relation means.
  assertEquals(ways("task.upstream_edges"), "id = downstream_task_id");
  assertEquals(ways("task.downstream_edges"), "id = upstream_task_id");
  const { rows, within } = world.grounds.get("flow")!;
  assertEquals([rows.length, within], [7, {}]);
  await explorer.leave();
});
