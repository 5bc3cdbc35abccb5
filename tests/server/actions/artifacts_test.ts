import { assertEquals } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import { messageOf, NOBODY, serializedFlow, type TestServer, withServer } from "./_test_server.ts";

async function addTaskRun(server: TestServer): Promise<{ tenant_id: string; task_run_id: string }> {
  const { tenantId: tenant_id, projectId: project_id } = await server.addTenant("acme");
  const flow = { project_id, serialized_flow: serializedFlow() };
  const { id: flow_id } = await server.mutate("create_flow", flow);
  await server.mutate("create_flow_run", { flow_id: flow_id! });
  const [run] = await server.rows("task_run", ["id"]);
  return { tenant_id, task_run_id: run!.id as string };
}

Deno.test("create_task_run_artifact() has the tenant of its run, whether that is told or not", () =>
  withServer("server", async (server) => {
    const { tenant_id, task_run_id } = await addTaskRun(server);
    const artifact = { task_run_id, kind: "link", data: { link: "http://localhost" } };
    await server.mutate("create_task_run_artifact", artifact);
    await server.mutate("create_task_run_artifact", { ...artifact, tenant_id });
    const stored = await server.rows("task_run_artifact", ["tenant_id", "task_run_id", "kind", "data"]);
    assertEquals(stored, [{ ...artifact, tenant_id }, { ...artifact, tenant_id }]);
  }));

Deno.test("create_task_run_artifact() says what is wrong", () =>
  withServer("server", async (server) => {
    const { task_run_id } = await addTaskRun(server);
    const message = (wrong: JsonObject) =>
      messageOf(
        server.mutate("create_task_run_artifact", { task_run_id, kind: "k", data: {}, ...wrong }),
      );
    assertEquals(await message({ task_run_id: NOBODY }), `Task run ${NOBODY} not found`);
    assertEquals(await message({ tenant_id: NOBODY }), "Invalid tenant ID.");
    assertEquals(
      await message({ data: "x".repeat(1_000_000) }),
      "Artifact data payload exceeds 1000000 bytes limit.",
    );
  }));

Deno.test("update_task_run_artifact() and delete_task_run_artifact() change one artifact", () =>
  withServer("server", async (server) => {
    const { task_run_id } = await addTaskRun(server);
    const artifact = { task_run_id, kind: "k", data: { a: 1, b: 2 } };
    const { id } = await server.mutate("create_task_run_artifact", artifact);
    const change = (name: string, task_run_artifact_id: string, more: JsonObject = {}) =>
      server.mutate(name, { task_run_artifact_id, ...more });
    const data = { c: 3 };
    assertEquals(await change("update_task_run_artifact", id as string, { data }), { success: true });
    assertEquals(await change("update_task_run_artifact", NOBODY, { data }), { success: false });
    assertEquals(await server.rows("task_run_artifact", ["data"]), [{ data }]);
    assertEquals(await change("delete_task_run_artifact", NOBODY), { success: false });
    assertEquals(await change("delete_task_run_artifact", id as string), { success: true });
    assertEquals(await server.rows("task_run_artifact", ["data"]), []);
  }));
