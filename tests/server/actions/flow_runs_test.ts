import { assertEquals, assertMatch } from "@std/assert";
import type { JsonObject, JsonValue } from "../../../lib/core/json.ts";
import { messageOf, NOBODY, serializedFlow, type TestServer, withServer } from "./_test_server.ts";

/** A flow of the given serialized form. */
async function addFlow(server: TestServer, more: JsonObject = {}): Promise<string> {
  const { projectId: project_id } = await server.addTenant(`t-${crypto.randomUUID()}`);
  const serialized_flow = serializedFlow(more);
  const input = { project_id, serialized_flow, version_group_id: "vg" };
  return (await server.mutate("create_flow", input)).id as string;
}

async function run(server: TestServer, input: JsonObject): Promise<string> {
  return (await server.mutate("create_flow_run", input)).id as string;
}

Deno.test("create_flow_run() is Scheduled at version 1, and so is its history", () =>
  withServer("server", async (server) => {
    const flow_id = await addFlow(server);
    const [flow] = await server.rows("flow", ["tenant_id"]);
    const at = "2030-01-02T03:04:05.000006+00:00";
    await run(server, { flow_id, scheduled_start_time: at, flow_run_name: "mine", context: { a: 1 } });
    const state = {
      state: "Scheduled",
      version: 1,
      serialized_state: { type: "Scheduled", message: "Flow run scheduled.", start_time: at },
      tenant_id: flow!.tenant_id!,
    };
    assertEquals(
      await server.rows("flow_run", [
        "name",
        "context",
        "scheduled_start_time",
        "state_start_time",
        "state_message",
        "start_time",
        ...Object.keys(state),
      ]),
      [{
        name: "mine",
        context: { a: 1 },
        scheduled_start_time: at,
        state_start_time: at,
        state_message: "Flow run scheduled.",
        start_time: null,
        ...state,
      }],
    );
    assertEquals(await server.rows("flow_run_state", Object.keys(state)), [state]);
  }));

Deno.test("create_flow_run() makes a pending run of every task", () =>
  withServer("server", async (server) => {
    const flow_id = await addFlow(server);
    const flow_run_id = await run(server, { flow_id });
    const pending = { state: "Pending", version: 1, state_message: "Task run created", map_index: -1 };
    const columns = ["cache_key", "flow_run_id", ...Object.keys(pending)];
    assertEquals(await server.rows("task_run", columns), [
      { cache_key: null, flow_run_id, ...pending },
      { cache_key: "k", flow_run_id, ...pending },
    ]);
    assertEquals(await server.rows("task_run_state", ["state", "version"]), [
      { state: "Pending", version: 1 },
      { state: "Pending", version: 1 },
    ]);
    const [flowRun] = await server.rows("flow_run", ["name"]);
    assertMatch(flowRun!.name as string, /^[a-z]+-[a-z]+$/);
  }));

Deno.test("create_flow_run() says what is wrong", () =>
  withServer("server", async (server) => {
    const parameters = [{ name: "x", required: true, default: null }, { name: "y", required: false }];
    const flow_id = await addFlow(server, { parameters });
    const message = (input: JsonObject) => messageOf(server.mutate("create_flow_run", input));
    assertEquals(await message({}), "A flow id or version group ID must be provided.");
    assertEquals(await message({ flow_id: NOBODY }), `Flow ${NOBODY} not found`);
    assertEquals(
      await message({ version_group_id: "no" }),
      "Version group no has no unarchived flows.",
    );
    assertEquals(await message({ flow_id }), "Required parameters were not supplied: {'x'}");
    assertEquals(await message({ flow_id, parameters: { x: null } }), "no error");
  }));

Deno.test("create_flow_run() merges parameters: the flow's, the group's, the run's", () =>
  withServer("server", async (server) => {
    const parameters = [
      { name: "a", required: false, default: 1 },
      { name: "b", required: false, default: 1 },
      { name: "c", required: false, default: 1 },
      { name: "falsy", required: false, default: 0 },
      { name: "empty", required: false, default: [] },
    ];
    const flow_id = await addFlow(server, { parameters });
    await server.update("flow_group", { set: { default_parameters: { b: 2, c: 2 } }, where: {} });
    await run(server, { flow_id, parameters: { c: 3, d: { deep: [null] } } });
    assertEquals(await server.rows("flow_run", ["parameters"]), [
      { parameters: { a: 1, b: 2, c: 3, d: { deep: [null] } } },
    ]);
  }));

Deno.test("create_flow_run() takes the labels of whoever says any first, and sorts them", () =>
  withServer("server", async (server) => {
    const config = (label: string): JsonValue => ({ labels: ["z", label] });
    const flow_id = await addFlow(server, { environment: config("environment") });
    const labels = async (input: JsonObject = {}) => {
      const id = await run(server, { flow_id, ...input });
      return (await server.rows("flow_run", ["labels"], { where: { id } }))[0]!.labels;
    };
    assertEquals(await labels(), ["environment", "z"]);
    await server.update("flow", { set: { run_config: config("flow") }, where: {} });
    assertEquals(await labels(), ["flow", "z"]);
    await server.update("flow_group", { set: { run_config: config("group-config") }, where: {} });
    assertEquals(await labels(), ["group-config", "z"]);
    await server.update("flow_group", { set: { labels: ["z", "group"] }, where: {} });
    assertEquals(await labels(), ["group", "z"]);
    assertEquals(await labels({ run_config: config("config") }), ["config", "z"]);
    assertEquals(await labels({ run_config: config("config"), labels: [] }), []);
  }));

Deno.test("create_flow_run() with the same idempotency key gives the run that is there", () =>
  withServer("server", async (server) => {
    const flow_id = await addFlow(server);
    const first = await run(server, { flow_id, idempotency_key: "k" });
    assertEquals(await run(server, { flow_id, idempotency_key: "k", flow_run_name: "other" }), first);
    assertEquals(await run(server, { flow_id, idempotency_key: "l" }) === first, false);
    assertEquals((await server.rows("flow_run", ["id"])).length, 2);
    assertEquals((await server.rows("task_run", ["id"])).length, 4);
  }));

Deno.test("create_flow_run() of a version group takes the newest version", () =>
  withServer("server", async (server) => {
    await addFlow(server);
    const [first] = await server.rows("flow", ["project_id"]);
    const again = {
      project_id: first!.project_id!,
      serialized_flow: serializedFlow(),
      version_group_id: "vg",
    };
    const { id: newest } = await server.mutate("create_flow", again);
    await run(server, { version_group_id: "vg" });
    assertEquals(await server.rows("flow_run", ["flow_id"]), [{ flow_id: newest! }]);
  }));

Deno.test("set_flow_run_name(), set_flow_run_labels() and delete_flow_run() tell whether there was a run", () =>
  withServer("server", async (server) => {
    const flow_run_id = await run(server, { flow_id: await addFlow(server) });
    const success = async (mutation: string, input: JsonObject) => {
      const there = await server.mutate(mutation, { ...input, flow_run_id });
      const unknown = await server.mutate(mutation, { ...input, flow_run_id: NOBODY });
      return [there.success, unknown.success];
    };
    assertEquals(await success("set_flow_run_name", { name: "n" }), [true, false]);
    assertEquals(await success("set_flow_run_labels", { labels: ["b", "a"] }), [true, false]);
    assertEquals(await server.rows("flow_run", ["name", "labels"]), [{ name: "n", labels: ["a", "b"] }]);
    assertEquals(await success("update_flow_run_heartbeat", {}), [true, true]);
    const [{ heartbeat } = {}] = await server.rows("flow_run", ["heartbeat"]);
    assertMatch(String(heartbeat), /^20/);
    const unnamed = server.mutate("set_flow_run_name", { flow_run_id, name: "" });
    assertEquals(await messageOf(unnamed), "Invalid name");
    assertEquals(await success("delete_flow_run", {}), [true, false]);
    assertEquals(await server.rows("task_run", ["id"]), []);
  }));

Deno.test("get_runs_in_queue() gives due runs whose labels the agent has, the longest due first", () =>
  withServer("server", async (server) => {
    const flow_id = await addFlow(server);
    const [flow] = await server.rows("flow", ["tenant_id"]);
    const tenant_id = flow!.tenant_id!;
    const due = (year: number, labels: string[]) =>
      run(server, { flow_id, labels, scheduled_start_time: `${year}-01-01T00:00:00+00:00` });
    const later = await due(2021, ["a"]);
    const sooner = await due(2020, ["a", "b"]);
    const plain = await due(2020, []);
    await due(2999, []);
    const queue = async (labels: string[], more: JsonObject = {}) =>
      (await server.mutate("get_runs_in_queue", { tenant_id, labels, ...more })).flow_run_ids;
    assertEquals(await queue(["a", "b"]), [sooner, later]);
    assertEquals(await queue(["a"]), [later]);
    assertEquals(await queue([]), [plain]);
    assertEquals(await queue(["a"], { before: "2020-06-01T00:00:00+00:00" }), []);
    assertEquals(await queue([], { tenant_id: NOBODY }), []);
    const [taskRun] = await server.rows("task_run", ["id"], { where: { flow_run_id: plain } });
    const set = { state: "Running", state_start_time: null };
    await server.update("flow_run", { set, where: { id: plain } });
    assertEquals(await queue([]), []);
    const retrying = { state: "Retrying", state_start_time: "2020-01-01T00:00:00+00:00" };
    await server.update("task_run", { set: retrying, where: { id: taskRun!.id as string } });
    assertEquals(await queue([]), [plain]);
  }));

Deno.test("get_runs_in_queue() notes that the agent asked", () =>
  withServer("server", async (server) => {
    const { tenantId: tenant_id } = await server.addTenant("acme");
    const agent = await server.insert("agent", { tenant_id, last_queried: "2020-01-01T00:00:00+00:00" });
    const headers = { "X-PREFECT-AGENT-ID": agent.id as string };
    await server.mutate("get_runs_in_queue", { tenant_id, labels: [] }, { headers });
    const [row] = await server.rows("agent", ["last_queried"]);
    assertEquals(String(row!.last_queried) > "2026", true);
  }));
