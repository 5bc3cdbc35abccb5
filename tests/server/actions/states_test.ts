import { assertEquals, assertMatch } from "@std/assert";
import type { JsonObject, JsonValue } from "../../../lib/core/json.ts";
import { messageOf, NOBODY, serializedFlow, type TestServer, withServer } from "./_test_server.ts";

/** A flow run with two task runs. */
async function addFlowRun(server: TestServer): Promise<{ flowRunId: string; taskRunIds: string[] }> {
  const { projectId: project_id } = await server.addTenant(`t-${crypto.randomUUID()}`);
  const { id: flow_id } = await server.mutate("create_flow", {
    project_id,
    serialized_flow: serializedFlow(),
  });
  const { id } = await server.mutate("create_flow_run", { flow_id: flow_id! });
  const taskRuns = await server.rows("task_run", ["id"], { where: { flow_run_id: id as string } });
  return { flowRunId: id as string, taskRunIds: taskRuns.map((row) => row.id as string) };
}

function setFlowRun(server: TestServer, flow_run_id: string, state: JsonValue): Promise<JsonObject> {
  return server.mutate("set_flow_run_states", { states: [{ flow_run_id, state, version: 99 }] });
}

function setTaskRun(server: TestServer, task_run_id: string, state: JsonValue): Promise<JsonObject> {
  return server.mutate("set_task_run_states", { states: [{ task_run_id, state }] });
}

Deno.test("set_flow_run_states() writes history and run, whatever version is given", () =>
  withServer("server", async (server) => {
    const { flowRunId: id } = await addFlowRun(server);
    const state = { type: "Running", message: "go", context: { tags: ["a"] }, shoe: 44 };
    assertEquals(await setFlowRun(server, id, state), { states: [{ id, status: "SUCCESS", message: null }] });
    const [run] = await server.rows("flow_run", [
      "state",
      "version",
      "state_message",
      "serialized_state",
      "start_time",
      "end_time",
      "state_timestamp",
      "heartbeat",
    ]);
    const { start_time, state_timestamp, heartbeat, ...rest } = run!;
    assertEquals(rest, {
      state: "Running",
      version: 2,
      state_message: "go",
      serialized_state: { type: "Running", message: "go", context: { tags: ["a"] } },
      end_time: null,
    });
    assertMatch(String(start_time), /^20\d\d-/);
    assertEquals([state_timestamp, heartbeat], [start_time, start_time]);
    const history = await server.rows("flow_run_state", ["state", "version", "message"]);
    assertEquals(history, [
      { state: "Scheduled", version: 1, message: "Flow run scheduled." },
      { state: "Running", version: 2, message: "go" },
    ]);
  }));

Deno.test("set_flow_run_states() sets the end time for the states that end a run, and keeps the start", () =>
  withServer("server", async (server) => {
    const times = async (type: string) => {
      const { flowRunId: id } = await addFlowRun(server);
      await setFlowRun(server, id, { type: "Running" });
      await setFlowRun(server, id, { type });
      await setFlowRun(server, id, { type: "Running" });
      const [run] = await server.rows("flow_run", ["start_time", "end_time"], { where: { id } });
      const history = await server.rows("flow_run_state", ["timestamp"], { where: { flow_run_id: id } });
      assertEquals(run!.start_time, history[1]!.timestamp);
      return run!.end_time === null ? "none" : run!.end_time === history[2]!.timestamp;
    };
    for (const type of ["Success", "Failed", "Cached", "TimedOut", "Looped", "Cancelled"]) {
      assertEquals(await times(type), true, type);
    }
    for (const type of ["TriggerFailed", "ValidationFailed", "Skipped", "Mapped", "Finished"]) {
      assertEquals(await times(type), "none", type);
    }
  }));

Deno.test("set_flow_run_states() takes a run named twice through both states", () =>
  withServer("server", async (server) => {
    const { flowRunId: flow_run_id } = await addFlowRun(server);
    const states = ["Running", "Success"].map((type) => ({ flow_run_id, state: { type } }));
    await server.mutate("set_flow_run_states", { states });
    assertEquals(await server.rows("flow_run", ["state", "version"]), [{ state: "Success", version: 3 }]);
    assertEquals((await server.rows("flow_run_state", ["id"])).length, 3);
  }));

Deno.test("set_flow_run_states() gives a scheduled state that has no start time the present one", () =>
  withServer("server", async (server) => {
    const { flowRunId: id } = await addFlowRun(server);
    await setFlowRun(server, id, { type: "Scheduled" });
    const [run] = await server.rows("flow_run", ["state_start_time", "serialized_state"]);
    assertEquals(run!.serialized_state, { type: "Scheduled", start_time: run!.state_start_time! });
    assertMatch(String(run!.state_start_time), /^20\d\d-/);
    await setFlowRun(server, id, { type: "Retrying", start_time: "2030-01-01 12:00:00+05:30", run_count: 2 });
    assertEquals(await server.rows("flow_run", ["state_start_time"]), [
      { state_start_time: "2030-01-01T06:30:00+00:00" },
    ]);
  }));

const REFUSED: ReadonlyArray<readonly [state: JsonValue, message: string]> = [
  [{ type: "Foo" }, "{'type': ['Unsupported value: Foo']}"],
  [{ type: "State" }, "{'type': ['Unsupported value: State']}"],
  [{ type: 5 }, "{'type': ['Unsupported value: 5']}"],
  [{}, "{'type': ['Missing data for required field.']}"],
  [{ type: null }, "{'type': ['Missing data for required field.']}"],
  [5, "{'_schema': 'Invalid data type: 5'}"],
  [["Running"], `{'_schema': 'Invalid data type: ["Running"]'}`],
  [{ type: "Running", message: 5 }, "{'message': ['Not a valid string.']}"],
  [{ type: "Scheduled", start_time: "soon" }, "{'start_time': ['Not a valid datetime.']}"],
  [{ type: "Running", context: { x: "x".repeat(999_911) } }, "State payload is too large."],
];

for (const [state, message] of REFUSED) {
  Deno.test(`set_flow_run_states() refuses ${JSON.stringify(state).slice(0, 60)} and writes nothing`, () =>
    withServer("server", async (server) => {
      const { flowRunId, taskRunIds } = await addFlowRun(server);
      const good = { flow_run_id: flowRunId, state: { type: "Running" } };
      const states = [good, { flow_run_id: flowRunId, state }];
      assertEquals(await messageOf(server.mutate("set_flow_run_states", { states })), message);
      assertEquals(await server.rows("flow_run", ["version"]), [{ version: 1 }]);
      assertEquals(await messageOf(setTaskRun(server, taskRunIds[0]!, state)), message);
    }));
}

Deno.test("set_flow_run_states() takes a state of exactly the largest size", () =>
  withServer("server", async (server) => {
    const { flowRunId } = await addFlowRun(server);
    const state = { type: "Running", context: { x: "x".repeat(999_910) } };
    assertEquals(JSON.stringify(state).length + 4, 999_951);
    assertEquals(await messageOf(setFlowRun(server, flowRunId, state)), "no error");
  }));

Deno.test("set_flow_run_states() and set_task_run_states() name the run that is unknown", () =>
  withServer("server", async (server) => {
    const state = { type: "Success" };
    assertEquals(
      await messageOf(setFlowRun(server, NOBODY, state)),
      `State update failed for flow run ID ${NOBODY}`,
    );
    assertEquals(
      await messageOf(setTaskRun(server, NOBODY, state)),
      `State update failed for task run ID ${NOBODY}`,
    );
  }));

Deno.test("set_flow_run_states() lets a run be submitted once in a while", () =>
  withServer("server", async (server) => {
    const { flowRunId: id } = await addFlowRun(server);
    const submit = () => messageOf(setFlowRun(server, id, { type: "Submitted" }));
    const refusal = "State update failed: this run has already been submitted.";
    assertEquals(await submit(), "no error");
    await setFlowRun(server, id, { type: "Scheduled" });
    assertEquals(await submit(), refusal);
    const earlier = { timestamp: "2020-01-01T00:00:00+00:00" };
    await server.update("flow_run_state", { set: earlier, where: {} });
    assertEquals(await submit(), "no error");
  }));

Deno.test("set_flow_run_states() notes which agent submitted the run, if that agent exists", () =>
  withServer("server", async (server) => {
    const { flowRunId: flow_run_id } = await addFlowRun(server);
    const [run] = await server.rows("flow_run", ["tenant_id"]);
    const agent = await server.insert("agent", { tenant_id: run!.tenant_id! });
    const submit = async (agentId: string) => {
      await server.update("flow_run_state", {
        set: { timestamp: "2020-01-01T00:00:00+00:00" },
        where: {},
      });
      const states = [{ flow_run_id, state: { type: "Submitted" } }];
      await server.mutate("set_flow_run_states", { states }, { headers: { "x-prefect-agent-id": agentId } });
      return (await server.rows("flow_run", ["agent_id"]))[0]!.agent_id;
    };
    assertEquals(await submit(NOBODY), null);
    assertEquals(await submit("null"), null);
    assertEquals(await submit(agent.id as string), agent.id!);
  }));

Deno.test("set_flow_run_states() with Cancelled cancels the task runs that are not finished", () =>
  withServer("server", async (server) => {
    const { flowRunId, taskRunIds } = await addFlowRun(server);
    await server.update("task_run", { set: { state: "Mapped" }, where: { id: taskRunIds[0]! } });
    await setFlowRun(server, flowRunId, { type: "Cancelled", message: "enough" });
    assertEquals(await server.rows("task_run", ["state", "version", "state_message"]), [
      { state: "Mapped", version: 1, state_message: "Task run created" },
      { state: "Cancelled", version: 2, state_message: "enough" },
    ]);
    assertEquals((await server.rows("task_run_state", ["id"])).length, 3);
  }));

Deno.test("set_flow_run_state() is the documented spelling and tells what became of the run", () =>
  withServer("server", async (server) => {
    const { flowRunId: id } = await addFlowRun(server);
    const set = (input: JsonObject) => server.mutate("set_flow_run_state", input);
    assertEquals(await set({ id, version: 1, state: { type: "Scheduled" } }), {
      id,
      status: "SUCCESS",
      message: null,
      state: "Scheduled",
      version: 2,
      start_time: null,
    });
    const running = await set({ flow_run_id: id, state: { type: "Running" } });
    assertMatch(String(running.start_time), /^20\d\d-/);
    const nameless = messageOf(set({ state: { type: "Running" } }));
    assertEquals(await nameless, "A flow run id must be provided.");
  }));

Deno.test("cancel_flow_run() answers with the state that the run gets", () =>
  withServer("server", async (server) => {
    const { flowRunId: flow_run_id } = await addFlowRun(server);
    const cancel = async (from: string) => {
      await server.update("flow_run", { set: { state: from }, where: {} });
      const { state } = await server.mutate("cancel_flow_run", { flow_run_id });
      const [run] = await server.rows("flow_run", ["state", "state_message"]);
      return [state, run!.state, run!.state_message];
    };
    assertEquals(await cancel("Running"), ["Cancelling", "Cancelling", "Flow run is cancelling"]);
    assertEquals(await cancel("Scheduled"), ["Cancelled", "Cancelled", "Flow run is cancelled"]);
    assertEquals(await cancel("Mapped"), ["Mapped", "Mapped", "Flow run is cancelled"]);
    const unknown = server.mutate("cancel_flow_run", { flow_run_id: NOBODY });
    assertEquals(await messageOf(unknown), `Invalid flow run ID: ${NOBODY}.`);
  }));

Deno.test("set_task_run_states() lets a task run only while its flow run does", () =>
  withServer("server", async (server) => {
    const { flowRunId, taskRunIds: [id] } = await addFlowRun(server);
    assertEquals(
      await messageOf(setTaskRun(server, id!, { type: "Running" })),
      `State update failed for task run ID ${id}: provided a running state but associated flow run ${flowRunId} is not in a running state.`,
    );
    await setFlowRun(server, flowRunId, { type: "Running" });
    await server.update("flow_run", { set: { heartbeat: null }, where: {} });
    await setTaskRun(server, id!, { type: "Running" });
    const [taskRun] = await server.rows("task_run", ["state", "version", "heartbeat"], {
      where: { id: id! },
    });
    assertEquals([taskRun!.state, taskRun!.version], ["Running", 2]);
    assertMatch(String(taskRun!.heartbeat), /^20\d\d-/);
    assertEquals(await server.rows("flow_run", ["heartbeat"]), [{ heartbeat: null }]);
  }));

Deno.test("set_task_run_states() carries cached inputs over that a state does not mention", () =>
  withServer("server", async (server) => {
    const { taskRunIds: [id] } = await addFlowRun(server);
    const inputs = async (state: JsonObject) => {
      await setTaskRun(server, id!, state);
      const [run] = await server.rows("task_run", ["serialized_state"], { where: { id: id! } });
      return (run!.serialized_state as JsonObject).cached_inputs;
    };
    assertEquals(await inputs({ type: "Retrying", cached_inputs: { x: { type: "NoResultType" } } }), {
      x: { type: "NoResultType" },
    });
    assertEquals(await inputs({ type: "Failed", cached_inputs: {} }), { x: { type: "NoResultType" } });
    assertEquals(await inputs({ type: "Failed", cached_inputs: { y: {} } }), { y: {} });
  }));
