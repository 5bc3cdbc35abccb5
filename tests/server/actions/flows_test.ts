import { gzipSync } from "node:zlib";
import { assertEquals } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import { messageOf, NOBODY, serializedFlow, type TestServer, withServer } from "./_test_server.ts";

async function register(server: TestServer, project_id: string, more: JsonObject = {}): Promise<string> {
  const { id } = await server.mutate("create_flow", {
    project_id,
    serialized_flow: serializedFlow(),
    ...more,
  });
  return id as string;
}

Deno.test("create_flow() stores the flow, its group, its tasks and its edges with their tenant", () =>
  withServer("server", async (server) => {
    const { tenantId: tenant_id, projectId } = await server.addTenant("acme");
    const flow_id = await register(server, projectId, { version_group_id: "vg", idempotency_key: "k" });
    assertEquals(
      await server.rows("flow", ["name", "version", "core_version", "archived", "is_schedule_active"]),
      [{ name: "etl", version: 1, core_version: "1.4.1", archived: false, is_schedule_active: false }],
    );
    assertEquals(await server.rows("flow_group", ["name", "tenant_id", "settings"]), [{
      name: "vg",
      tenant_id,
      settings: {
        heartbeat_enabled: true,
        idempotency_key: "k",
        lazarus_enabled: true,
        version_locking_enabled: false,
      },
    }]);
    assertEquals(
      await server.rows("task", ["slug", "trigger", "retry_delay", "tenant_id"], { where: { flow_id } }),
      [
        { slug: "extract-1", trigger: "prefect.triggers.all_successful", retry_delay: null, tenant_id },
        { slug: "load-1", trigger: null, retry_delay: "00:01:30", tenant_id },
      ],
    );
    assertEquals(await server.rows("edge", ["key", "mapped", "tenant_id"], { where: { flow_id } }), [
      { key: "data", mapped: true, tenant_id },
    ]);
  }));

Deno.test("create_flow() numbers versions within a group and archives the ones before", () =>
  withServer("server", async (server) => {
    const { projectId } = await server.addTenant("acme");
    await register(server, projectId);
    await register(server, projectId);
    await register(server, projectId, { version_group_id: "other" });
    assertEquals(await server.rows("flow", ["version", "archived"]), [
      { version: 1, archived: true },
      { version: 2, archived: false },
      { version: 1, archived: false },
    ]);
    assertEquals((await server.rows("flow_group", ["id"])).length, 2);
  }));

Deno.test("create_flow() with the last idempotency key gives the flow that is there", () =>
  withServer("server", async (server) => {
    const { projectId } = await server.addTenant("acme");
    const a = await register(server, projectId, { idempotency_key: "A" });
    assertEquals(await register(server, projectId, { idempotency_key: "A" }), a);
    await register(server, projectId, { idempotency_key: "B" });
    const again = await register(server, projectId, { idempotency_key: "A" });
    assertEquals(again === a, false);
    assertEquals((await server.rows("flow", ["id"])).length, 3);
  }));

Deno.test("create_flow() refuses what it cannot take and leaves nothing behind", () =>
  withServer("server", async (server) => {
    const { projectId: project_id } = await server.addTenant("acme");
    const create = (serialized_flow: JsonObject, project = project_id) =>
      messageOf(server.mutate("create_flow", { project_id: project, serialized_flow }));
    assertEquals(await create(serializedFlow(), NOBODY), "Invalid project.");
    assertEquals(
      await create(serializedFlow({ __version__: "0.6.0+99" })),
      "Prefect backends require new flows to be built with Prefect 0.6.1+, but this flow was built with Prefect 0.6.0+99.",
    );
    assertEquals(await create({ __version__: "0.6.1" }), "Not-NULL violation.");
    const edges = [{ upstream_task: "extract-1", downstream_task: "nope" }];
    const internal = "Unable to complete operation. An internal API error occurred.";
    assertEquals(await create(serializedFlow({ edges })), internal);
    assertEquals(await server.rows("flow", ["id"]), []);
    assertEquals(await server.rows("flow_group", ["id"]), []);
  }));

Deno.test("create_flow_from_compressed_string() takes Base64 of gzipped JSON only", () =>
  withServer("server", async (server) => {
    const { projectId: project_id } = await server.addTenant("acme");
    const create = (serialized_flow: string) =>
      server.mutate("create_flow_from_compressed_string", { project_id, serialized_flow });
    const compressed = gzipSync(JSON.stringify(serializedFlow({ name: "née 🚆" }))).toString("base64");
    await create(compressed);
    assertEquals(await server.rows("flow", ["name"]), [{ name: "née 🚆" }]);
    for (const broken of ["", "%", compressed.slice(0, 40), btoa("{}")]) {
      assertEquals(await messageOf(create(broken)), "Unable to decompress serialized flow", broken);
    }
  }));

Deno.test("register_tasks() and register_edges() add what is missing", () =>
  withServer("server", async (server) => {
    const { projectId } = await server.addTenant("acme");
    const flow_id = await register(server, projectId);
    const serialized_tasks = [{ slug: "load-1", name: "renamed" }, { slug: "notify-1", name: "notify" }];
    const added = await server.mutate("register_tasks", { flow_id, serialized_tasks });
    assertEquals(added, { success: true });
    assertEquals(
      (await server.rows("task", ["name"], { where: { flow_id } })).map(({ name }) => name),
      ["extract", "load", "notify"],
    );
    const [flow] = await server.rows("flow", ["serialized_flow"]);
    const { tasks } = flow!.serialized_flow as { tasks: JsonObject[] };
    assertEquals(tasks.map(({ slug }) => slug!), ["extract-1", "load-1", "notify-1"]);
    const edge = { upstream_task: { slug: "load-1" }, downstream_task: { slug: "notify-1" } };
    const connect = (serialized_edges: JsonObject[], id = flow_id) =>
      server.mutate("register_edges", { flow_id: id, serialized_edges });
    assertEquals(await connect([edge]), { success: true });
    assertEquals(await connect([edge]), { success: true });
    assertEquals((await server.rows("edge", ["id"])).length, 2);
    assertEquals(
      await messageOf(connect([{ upstream_task: "no", downstream_task: "load-1" }])),
      "Edges could not be registered - some edges reference tasks that do not exist within this flow.",
    );
    assertEquals(await messageOf(connect([], NOBODY)), "Invalid flow ID.");
  }));

Deno.test("archive_flow() cancels the runs that were asked for and drops those of the scheduler", () =>
  withServer("server", async (server) => {
    const { projectId } = await server.addTenant("acme");
    const flow_id = await register(server, projectId);
    const { id: asked } = await server.mutate("create_flow_run", { flow_id });
    const { id: automatic } = await server.mutate("create_flow_run", { flow_id });
    await server.update("flow_run", { set: { auto_scheduled: true }, where: { id: automatic as string } });
    assertEquals(await server.mutate("archive_flow", { flow_id }), { success: true });
    assertEquals(await server.rows("flow_run", ["id", "state", "state_message"]), [
      { id: asked!, state: "Cancelled", state_message: `Flow ${flow_id} was archived.` },
    ]);
    assertEquals(await server.mutate("archive_flow", { flow_id }), { success: true });
    assertEquals(await server.mutate("archive_flow", { flow_id: NOBODY }), { success: false });
    assertEquals(
      await messageOf(server.mutate("create_flow_run", { flow_id })),
      `Flow ${flow_id} is archived.`,
    );
  }));

Deno.test("update_flow_project() moves a flow within its tenant only", () =>
  withServer("server", async (server) => {
    const { tenantId, projectId } = await server.addTenant("acme");
    const elsewhere = await server.addTenant("globex");
    const flow_id = await register(server, projectId);
    const { id: second } = await server.insert("project", { tenant_id: tenantId, name: "Second" });
    const move = (project_id: string, id = flow_id) =>
      server.mutate("update_flow_project", { flow_id: id, project_id });
    assertEquals(await move(second as string), { id: flow_id });
    assertEquals(await server.rows("flow", ["project_id"]), [{ project_id: second! }]);
    for (const call of [move(elsewhere.projectId), move(NOBODY), move(projectId, NOBODY)]) {
      assertEquals(await messageOf(call), "Invalid flow or project ID.");
    }
  }));

Deno.test("enable_flow_heartbeat() and its siblings write settings of the group", () =>
  withServer("server", async (server) => {
    const { projectId } = await server.addTenant("acme");
    const flow_id = await register(server, projectId);
    const settings = async (mutation: string) => {
      await server.mutate(mutation, { flow_id });
      const [group] = await server.rows("flow_group", ["settings"]);
      const { heartbeat_enabled, disable_heartbeat, lazarus_enabled } = group!.settings as JsonObject;
      return [heartbeat_enabled, disable_heartbeat, lazarus_enabled];
    };
    assertEquals(await settings("disable_flow_heartbeat"), [false, true, true]);
    assertEquals(await settings("disable_flow_lazarus_process"), [false, true, false]);
    assertEquals(await settings("enable_flow_heartbeat"), [true, false, false]);
    assertEquals(await settings("enable_flow_lazarus_process"), [true, false, true]);
    const unknown = server.mutate("enable_flow_heartbeat", { flow_id: NOBODY });
    assertEquals(await messageOf(unknown), "Invalid flow ID.");
  }));

Deno.test("delete_flow() takes the runs along and leaves the group", () =>
  withServer("server", async (server) => {
    const { projectId } = await server.addTenant("acme");
    const flow_id = await register(server, projectId);
    await server.mutate("create_flow_run", { flow_id });
    assertEquals(await server.mutate("delete_flow", { flow_id }), { success: true });
    assertEquals(await server.rows("flow_run", ["id"]), []);
    assertEquals((await server.rows("flow_group", ["id"])).length, 1);
    assertEquals(await server.mutate("delete_flow", { flow_id }), { success: false });
  }));
