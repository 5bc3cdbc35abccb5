import { assertEquals } from "@std/assert";
import { runLazarus } from "../../../lib/server/services/lazarus.ts";
import { type TestServer, withServer } from "../actions/_test_server.ts";
import { addFlow, addSilentRun, contextOf, setTaskState } from "./_runs.ts";

function stateOf(server: TestServer, id: string): Promise<unknown> {
  return server.rows("flow_run", ["state", "times_resurrected"], { where: { id } });
}

Deno.test("runLazarus() schedules a run again that fell silent, and says so", () =>
  withServer("server", async (server) => {
    const flow = await addFlow(server);
    const runs = [await addSilentRun(server, flow), await addSilentRun(server, flow, { state: "Submitted" })];
    server.events.length = 0;
    await runLazarus(contextOf(server));
    for (const id of runs) {
      assertEquals(await stateOf(server, id), [{ state: "Scheduled", times_resurrected: 1 }]);
      const columns = ["level", "name", "message", "task_run_id"];
      assertEquals(await server.rows("log", columns, { where: { flow_run_id: id } }), [{
        level: "INFO",
        name: "prefect-server.Lazarus.FlowRun",
        message: "Rescheduled by a Lazarus process. This is attempt 1.",
        task_run_id: null,
      }]);
    }
    assertEquals(server.events.map(({ state }) => state.message), [
      "Rescheduled by a Lazarus process.",
      "Rescheduled by a Lazarus process.",
    ]);
    const [queue] = await server.rows("flow_run", ["state_start_time"], { where: { id: runs[0]! } });
    assertEquals(Date.parse(queue!.state_start_time as string) <= Date.now(), true);
  }));

Deno.test("runLazarus() gives up after three times", () =>
  withServer("server", async (server) => {
    const id = await addSilentRun(server, await addFlow(server));
    await server.update("flow_run", { set: { times_resurrected: 3 }, where: { id } });
    await runLazarus(contextOf(server));
    assertEquals(await stateOf(server, id), [{ state: "Failed", times_resurrected: 3 }]);
    assertEquals(await server.rows("log", ["level", "message"]), [{
      level: "ERROR",
      message:
        "A Lazarus process attempted to reschedule this run 3 times without success. Marking as failed.",
    }]);
  }));

Deno.test("runLazarus() leaves alone a run that lives, waits or has a task run that does", () =>
  withServer("server", async (server) => {
    const flow = await addFlow(server);
    const ids = [
      await addSilentRun(server, flow, { minutes: 9 }),
      await addSilentRun(server, flow, { state: "Cancelling" }),
      await addSilentRun(server, flow, { state: "Success" }),
    ];
    for (const state of [{ type: "Running" }, { type: "Retrying" }, { type: "Paused" }]) {
      const id = await addSilentRun(server, flow);
      await setTaskState(server, id, { state });
      ids.push(id);
    }
    const before = await Promise.all(ids.map((id) => stateOf(server, id)));
    await runLazarus(contextOf(server));
    assertEquals(await Promise.all(ids.map((id) => stateOf(server, id))), before);
    assertEquals(await server.rows("log", ["id"]), []);
  }));

Deno.test("runLazarus() respects the settings of the flow", () =>
  withServer("server", async (server) => {
    for (const mutation of ["disable_flow_heartbeat", "disable_flow_lazarus_process"]) {
      const flow_id = await addFlow(server);
      await server.mutate(mutation, { flow_id });
      const id = await addSilentRun(server, flow_id);
      await runLazarus(contextOf(server));
      assertEquals(await stateOf(server, id), [{ state: "Running", times_resurrected: 0 }], mutation);
    }
  }));
