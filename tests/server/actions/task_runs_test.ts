import { assertEquals, assertMatch } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import { messageOf, NOBODY, serializedFlow, type TestServer, withServer } from "./_test_server.ts";

async function addFlowRun(server: TestServer): Promise<{ flow_run_id: string; task_id: string }> {
  const { projectId: project_id } = await server.addTenant("acme");
  const { id: flow_id } = await server.mutate("create_flow", {
    project_id,
    serialized_flow: serializedFlow(),
  });
  const { id } = await server.mutate("create_flow_run", { flow_id: flow_id! });
  const [task] = await server.rows("task", ["id"]);
  return { flow_run_id: id as string, task_id: task!.id as string };
}

Deno.test("get_or_create_task_run_info() makes a mapped run once, and tells version 0 the first time", () =>
  withServer("server", async (server) => {
    const ids = await addFlowRun(server);
    const info = () => server.mutate("get_or_create_task_run_info", { ...ids, map_index: 0 });
    const first = await info();
    const serialized_state = { type: "Pending", message: "Task run created" };
    assertEquals(first, { id: first.id!, version: 0, state: "Pending", serialized_state });
    assertEquals(await info(), { ...first, version: 1 });
    const { id } = await server.mutate("get_or_create_task_run", { ...ids, map_index: 0 });
    assertEquals(id, first.id);
    assertEquals((await server.rows("task_run", ["id"])).length, 3);
  }));

Deno.test("get_or_create_task_run() without an index gives the run that the flow run came with", () =>
  withServer("server", async (server) => {
    const ids = await addFlowRun(server);
    const { id } = await server.mutate("get_or_create_task_run", ids);
    const where = { task_id: ids.task_id };
    assertEquals(await server.rows("task_run", ["id", "map_index"], { where }), [{ id: id!, map_index: -1 }]);
  }));

Deno.test("get_or_create_task_run() and get_or_create_task_run_info() say which id is wrong", () =>
  withServer("server", async (server) => {
    const ids = await addFlowRun(server);
    const message = (name: string, wrong: JsonObject) => messageOf(server.mutate(name, { ...ids, ...wrong }));
    assertEquals(await message("get_or_create_task_run", { task_id: NOBODY }), "Invalid ID");
    assertEquals(await message("get_or_create_task_run", { flow_run_id: NOBODY }), "Invalid ID");
    assertEquals(await message("get_or_create_task_run_info", { task_id: NOBODY }), "Invalid task ID");
    assertEquals(
      await message("get_or_create_task_run_info", { flow_run_id: NOBODY }),
      "Foreign key violation.",
    );
  }));

Deno.test("set_task_run_name() and update_task_run_heartbeat() change one run", () =>
  withServer("server", async (server) => {
    const ids = await addFlowRun(server);
    const { id: task_run_id } = await server.mutate("get_or_create_task_run", ids);
    const rename = (id: string, name: string) =>
      server.mutate("set_task_run_name", { task_run_id: id, name });
    assertEquals(await rename(task_run_id as string, "n"), { success: true });
    assertEquals(await rename(NOBODY, "n"), { success: false });
    assertEquals(await messageOf(rename(NOBODY, "")), "Invalid name");
    for (const id of [task_run_id as string, NOBODY]) {
      assertEquals(await server.mutate("update_task_run_heartbeat", { task_run_id: id }), { success: true });
    }
    const where = { id: task_run_id as string };
    const [run] = await server.rows("task_run", ["name", "heartbeat"], { where });
    assertEquals(run!.name, "n");
    assertMatch(String(run!.heartbeat), /^20\d\d-/);
  }));

Deno.test("write_run_logs() fills in level and time, and refuses a batch with an unknown run", () =>
  withServer("server", async (server) => {
    const { flow_run_id } = await addFlowRun(server);
    const [run] = await server.rows("flow_run", ["tenant_id"]);
    const log = { flow_run_id, message: "hi", timestamp: "2020-01-01T00:00:00+00:00", info: { a: [1] } };
    const logs = [log, { flow_run_id, level: "ERROR" }];
    assertEquals(await server.mutate("write_run_logs", { logs }), { success: true });
    const [first, second] = await server.rows("log", ["level", "message", "timestamp", "info", "tenant_id"]);
    const { tenant_id } = run!;
    const { flow_run_id: _, ...written } = log;
    assertEquals(first, { ...written, level: "INFO", tenant_id: tenant_id! });
    assertMatch(String(second!.timestamp), /^20(?!20)/);
    const unknown = [
      [log, { ...log, flow_run_id: NOBODY }],
      [{ ...log, task_run_id: NOBODY }],
    ];
    for (const batch of unknown) {
      const refused = server.mutate("write_run_logs", { logs: batch });
      assertEquals(await messageOf(refused), "Foreign key violation.");
    }
    assertEquals((await server.rows("log", ["id"])).length, 2);
  }));

Deno.test("mapped_children() sums up the children of a parent only", () =>
  withServer("server", async (server) => {
    const ids = await addFlowRun(server);
    const { id: parent } = await server.mutate("get_or_create_task_run", ids);
    const times = ["2020-01-01T00:00:00+00:00", "2020-01-02T00:00:00+00:00"];
    for (const [map_index, time] of times.entries()) {
      const { id } = await server.mutate("get_or_create_task_run", { ...ids, map_index });
      const set = { state: map_index === 0 ? "Success" : "Failed", start_time: time, end_time: time };
      await server.update("task_run", { set, where: { id: id as string } });
    }
    assertEquals(await server.call("mapped_children", { task_run_id: parent! }), {
      min_start_time: times[0]!,
      max_end_time: times[1]!,
      state_counts: { Success: 1, Failed: 1 },
    });
    const nothing = { min_start_time: null, max_end_time: null, state_counts: {} };
    assertEquals(await server.call("mapped_children", { task_run_id: NOBODY }), nothing);
    const [child] = await server.rows("task_run", ["id"], { where: { map_index: 1 } });
    assertEquals(await server.call("mapped_children", { task_run_id: child!.id! }), nothing);
  }));

Deno.test("get_task_run_info() tells a run's state", () =>
  withServer("server", async (server) => {
    const ids = await addFlowRun(server);
    const { id: task_run_id } = await server.mutate("get_or_create_task_run", ids);
    const info = await server.call("get_task_run_info", { task_run_id: task_run_id! }) as JsonObject;
    assertEquals([info.id, info.version, info.state], [task_run_id!, 1, "Pending"]);
    const unknown = server.call("get_task_run_info", { task_run_id: NOBODY });
    assertEquals(await messageOf(unknown), "Invalid task run ID");
  }));
