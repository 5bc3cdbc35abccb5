import { assertEquals } from "@std/assert";
import type { Row } from "../../../lib/server/model/row.ts";
import { killFlowRuns, killTaskRuns, runZombieKiller } from "../../../lib/server/services/zombie_killer.ts";
import { type TestServer, withServer } from "../actions/_test_server.ts";
import { addFlow, addSilentRun, contextOf, setTaskState } from "./_runs.ts";

/** A flow whose first task may be tried again twice, after a minute and a half. */
function addRetriedFlow(server: TestServer): Promise<string> {
  return addFlow(server, {
    tasks: [{ name: "extract", slug: "extract-1", type: "t", max_retries: 2, retry_delay: 90 }],
    edges: [],
  });
}

async function taskRun(server: TestServer, id: string): Promise<Row> {
  const columns = ["state", "state_message", "state_start_time", "serialized_state"];
  const [row] = await server.rows("task_run", columns, { where: { id } });
  return row!;
}

Deno.test("runZombieKiller() tries a silent task run again as long as it may be", () =>
  withServer("server", async (server) => {
    const flowRun = await addSilentRun(server, await addRetriedFlow(server));
    const messages: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const id = await setTaskState(server, flowRun, { state: { type: "Running", cached_inputs: { a: 1 } } });
      const now = Date.now();
      await runZombieKiller(contextOf(server, { now }));
      const { state, state_message, state_start_time, serialized_state } = await taskRun(server, id);
      messages.push(state_message);
      const { run_count, cached_inputs } = serialized_state as Row;
      const retried = [state, run_count, Date.parse(state_start_time as string), cached_inputs];
      if (i < 2) assertEquals(retried, ["Retrying", i + 1, now + 90_000, { a: 1 }]);
      else assertEquals(state, "Failed");
    }
    const [run] = await server.rows("task_run", ["id", "name"]);
    const begin = "No heartbeat detected from the remote task;";
    const expected = [
      `${begin} retrying the run.This will be retry 1 of 2.`,
      `${begin} retrying the run.This will be retry 2 of 2.`,
      `${begin} marking the task run ${run!.id} (${run!.name}) as failed.`,
    ];
    assertEquals(messages, expected);
    const logs = await server.rows("log", ["level", "name", "message", "task_run_id"]);
    assertEquals(
      logs,
      expected.map((message) => ({
        level: "ERROR",
        name: "prefect-server.ZombieKiller.TaskRun",
        message,
        task_run_id: run!.id!,
      })),
    );
  }));

Deno.test("runZombieKiller() does not retry when the flow run does not go on", () =>
  withServer("server", async (server) => {
    const flowRun = await addSilentRun(server, await addRetriedFlow(server));
    const id = await setTaskState(server, flowRun, { state: { type: "Running" } });
    await server.update("flow_run", { set: { state: "Failed" }, where: { id: flowRun } });
    await runZombieKiller(contextOf(server));
    assertEquals((await taskRun(server, id)).state, "Failed");
  }));

Deno.test("runZombieKiller() fails a flow run that fell silent while it was cancelled", () =>
  withServer("server", async (server) => {
    const id = await addSilentRun(server, await addFlow(server), { state: "Cancelling" });
    server.events.length = 0;
    await runZombieKiller(contextOf(server));
    const message = "No heartbeat detected from the flow run; marking the run as failed.";
    assertEquals(await server.rows("flow_run", ["state", "state_message"]), [{
      state: "Failed",
      state_message: message,
    }]);
    assertEquals(await server.rows("log", ["level", "message", "flow_run_id"]), [
      { level: "ERROR", message, flow_run_id: id },
    ]);
    assertEquals(server.events.map(({ flowRunId, state }) => [flowRunId, state.state]), [[id, "Failed"]]);
  }));

Deno.test("runZombieKiller() leaves alone what lives, and flows that give no signs of life", () =>
  withServer("server", async (server) => {
    const lively = await addSilentRun(server, await addFlow(server), { minutes: 9 });
    await setTaskState(server, lively, { state: { type: "Running" } });
    const flow_id = await addFlow(server);
    await server.mutate("disable_flow_heartbeat", { flow_id });
    const silent = await addSilentRun(server, flow_id);
    await setTaskState(server, silent, { state: { type: "Running" } });
    const cancelled = await addSilentRun(server, flow_id, { state: "Cancelling" });
    const waiting = await addSilentRun(server, await addFlow(server));
    await setTaskState(server, waiting, { state: { type: "Retrying" } });
    await runZombieKiller(contextOf(server));
    assertEquals(await server.rows("log", ["id"]), []);
    const states = await server.rows("task_run", ["state"], { where: { state: { not: "Pending" } } });
    assertEquals(states.map(({ state }) => state), ["Running", "Running", "Retrying"]);
    assertEquals(await server.rows("flow_run", ["state"], { where: { id: cancelled } }), [{
      state: "Cancelling",
    }]);
  }));

Deno.test("killFlowRuns() and killTaskRuns() look again: a run may have gone on since it was found", () =>
  withServer("server", async (server) => {
    const flowRun = await addSilentRun(server, await addFlow(server));
    const taskRunId = await setTaskState(server, flowRun, { state: { type: "Success" } });
    const now = Date.now();
    await server.store.transaction(async (transaction) => {
      assertEquals(await killFlowRuns(transaction, [flowRun], { now }), []);
      await killTaskRuns(transaction, [taskRunId], { now });
    });
    assertEquals(await server.rows("log", ["id"]), []);
    assertEquals((await taskRun(server, taskRunId)).state, "Success");
  }));
