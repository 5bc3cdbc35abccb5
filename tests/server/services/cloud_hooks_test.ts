import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import { CloudHooks } from "../../../lib/server/services/cloud_hooks.ts";
import type { Store } from "../../../lib/server/store/store.ts";
import { NOBODY, serializedFlow, type TestServer, withServer } from "../actions/_test_server.ts";
import { listen, type Listener, type Reply } from "./_listener.ts";

interface Scene {
  readonly server: TestServer;
  readonly hooks: CloudHooks;
  readonly listener: Listener;
  readonly faults: unknown[];
  /** Settles when the first fault is told. */
  readonly faulted: Promise<void>;
  readonly tenantId: string;
  readonly flowRunId: string;
  readonly versionGroupId: string;
  /** Brings the run into states and tells of them. */
  announce(...types: string[]): Promise<void>;
}

/** A flow run, and hooks that may call this machine; after `act` nothing is under way any more. */
async function withHooks(
  act: (scene: Scene) => Promise<void>,
  { replies = [], allowPrivate = true }: { replies?: Reply[]; allowPrivate?: boolean } = {},
): Promise<void> {
  await using listener = listen(replies);
  await withServer("server", async (server) => {
    const { tenantId, projectId: project_id } = await server.addTenant("t");
    const flow = await server.mutate("create_flow", { project_id, serialized_flow: serializedFlow() });
    const run = await server.mutate("create_flow_run", { flow_id: flow.id!, flow_run_name: "as made" });
    const [row] = await server.rows("flow", ["version_group_id"]);
    const faults: unknown[] = [];
    const { promise: faulted, resolve } = Promise.withResolvers<void>();
    const onFault = (fault: unknown) => {
      faults.push(fault);
      resolve();
    };
    const hooks = new CloudHooks({ store: server.store, allowPrivate, onFault, pauses: [0, 0] });
    const announce = async (...types: string[]) => {
      const states = types.map((type) => ({ flow_run_id: run.id!, state: { type, message: "m" } }));
      await server.mutate("set_flow_run_states", { states });
      hooks.announce(server.events.splice(0));
    };
    const versionGroupId = row!.version_group_id as string;
    const flowRunId = run.id as string;
    try {
      await act({ server, hooks, listener, faults, faulted, tenantId, flowRunId, versionGroupId, announce });
    } finally {
      await hooks.close();
    }
  });
}

function addHook({ server, listener, tenantId }: Scene, more: JsonObject = {}): Promise<JsonObject> {
  const config = { url: `${listener.url}/hook` };
  const input = { tenant_id: tenantId, type: "WEBHOOK", states: ["SUCCESS"], config };
  return server.mutate("create_cloud_hook", { ...input, ...more });
}

Deno.test("CloudHooks calls a webhook with the whole event", () =>
  withHooks(async (scene) => {
    const { announce, listener, tenantId, flowRunId, versionGroupId } = scene;
    await addHook(scene);
    await announce("Running", "Success");
    await listener.waitFor(1);
    const [call] = listener.received;
    const { event } = JSON.parse(call!.body);
    assertEquals(call!.headers.get("x-prefect-event-id"), event.id);
    assertMatch(event.timestamp, /^20\d\d-.*\+00:00$/);
    assertEquals(
      [event.type, event.is_test_event, event.state.state, event.state.version, event.state.message],
      ["FlowRunStateChange", false, "Success", 3, "m"],
    );
    assertEquals([event.flow_run.id, event.flow_run.name], [flowRunId, "as made"]);
    assertEquals([event.flow.name, event.flow.version_group_id], ["etl", versionGroupId]);
    assertEquals([event.tenant.id, event.tenant.slug], [tenantId, "t"]);
    await scene.hooks.close();
    assertEquals(listener.received.length, 1);
  }));

Deno.test("CloudHooks calls only those that want this state of this group in this tenant, and are active", () =>
  withHooks(async (scene) => {
    const { server, listener, hooks, announce, versionGroupId, faults } = scene;
    const other = await server.addTenant("other");
    const at = (path: string) => ({ config: { url: `${listener.url}/${path}` } });
    await addHook(scene, { ...at("another-state"), states: ["FAILED", "RUNNING"] });
    await addHook(scene, { ...at("another-group"), version_group_id: "another" });
    await addHook(scene, { ...at("another-tenant"), tenant_id: other.tenantId });
    const { id } = await addHook(scene, at("inactive"));
    await server.mutate("set_cloud_hook_inactive", { cloud_hook_id: id! });
    await addHook(scene, { ...at("this-group"), version_group_id: versionGroupId });
    await announce("Success");
    // A Mapped run succeeds by its class, but it is not called Success.
    await announce("Mapped");
    await hooks.close();
    assertEquals(listener.received.map(({ path }) => path), ["/this-group"]);
    assertEquals(faults, []);
  }));

Deno.test("CloudHooks keeps tenants apart whose runs change at the same time", () =>
  withHooks(async (scene) => {
    const { server, listener, hooks, flowRunId } = scene;
    const { tenantId: tenant_id, projectId: project_id } = await server.addTenant("other");
    const flow = await server.mutate("create_flow", { project_id, serialized_flow: serializedFlow() });
    const run = await server.mutate("create_flow_run", { flow_id: flow.id! });
    await addHook(scene, { config: { url: `${listener.url}/first` } });
    await addHook(scene, { config: { url: `${listener.url}/second` }, tenant_id });
    const states = [flowRunId, run.id!].map((flow_run_id) => ({ flow_run_id, state: { type: "Success" } }));
    await server.mutate("set_flow_run_states", { states });
    hooks.announce(server.events.splice(0));
    await hooks.close();
    const told = listener.received.map(({ path, body }) => [path, JSON.parse(body).event.flow_run.id]);
    assertEquals(told.sort(), [["/first", flowRunId], ["/second", run.id!]]);
  }));

Deno.test("CloudHooks looks once for the hooks of states that come together", () =>
  withServer("server", async ({ store }) => {
    let looks = 0;
    const counting: Store = {
      prepare: (plan) => store.prepare(plan),
      select: (...query) => {
        looks++;
        return store.select(...query);
      },
      read: (work) => store.read(work),
      transaction: (work, options) => store.transaction(work, options),
      close: () => store.close(),
    };
    const hooks = new CloudHooks({ store: counting, allowPrivate: true, onFault: () => {} });
    const event = { flowRunId: NOBODY, tenantId: NOBODY, state: {} };
    for (let i = 0; i < 3; i++) hooks.announce([event]);
    await hooks.close();
    assertEquals(looks, 1);
  }));

Deno.test("CloudHooks tells Slack a sentence", () =>
  withHooks(async (scene) => {
    const { server, listener, flowRunId, announce } = scene;
    await server.mutate("set_flow_run_name", { flow_run_id: flowRunId, name: "<a&b>" });
    await addHook(scene, { type: "SLACK_WEBHOOK" });
    await announce("Success");
    await listener.waitFor(1);
    assertEquals(JSON.parse(listener.received[0]!.body), {
      text: "Run &lt;a&amp;b&gt; of flow etl entered a new state: Success.",
    });
  }));

Deno.test("CloudHooks leaves a message", () =>
  withHooks(async (scene) => {
    const { server, hooks, announce, tenantId, flowRunId } = scene;
    await addHook(scene, { type: "PREFECT_MESSAGE", config: {} });
    await announce("Success");
    await hooks.close();
    const [message] = await server.rows("message", ["tenant_id", "type", "text", "read", "content"]);
    const { content, ...rest } = message!;
    assertEquals(rest, {
      tenant_id: tenantId,
      type: "CLOUD_HOOK",
      text: "Run as made of flow etl entered a new state: Success.",
      read: false,
    });
    assertEquals((content as { event: { flow_run: { id: string } } }).event.flow_run.id, flowRunId);
  }));

Deno.test("CloudHooks tries again when that may help, each event once at last", () =>
  withHooks(async (scene) => {
    await addHook(scene);
    await scene.announce("Success");
    await scene.listener.waitFor(3);
    await scene.hooks.close();
    assertEquals(scene.listener.received.length, 3);
    assertEquals(new Set(scene.listener.received.map(({ body }) => body)).size, 1);
    assertEquals(scene.faults, []);
  }, { replies: [{ status: 503 }, { status: 429 }] }));

Deno.test("CloudHooks reports what is lost, and nothing of the config", () =>
  withHooks(async (scene) => {
    const { id } = await addHook(scene, { config: { url: `${scene.listener.url}/secret` } });
    await scene.announce("Success");
    await scene.listener.waitFor(3);
    await scene.hooks.close();
    const [fault] = scene.faults as [Error];
    assertEquals([scene.faults.length, fault.message], [
      1,
      `Cannot call cloud hook "${id}": its events are lost`,
    ]);
    const whole = Deno.inspect(fault);
    assertStringIncludes(whole, '"500"');
    assertEquals(whole.includes("secret"), false);
  }, { replies: [{ status: 500 }, { status: 500 }, { status: 500 }] }));

Deno.test("CloudHooks does not insist where it is refused", () =>
  withHooks(async (scene) => {
    await addHook(scene);
    await scene.announce("Success");
    await scene.faulted;
    await scene.hooks.close();
    assertEquals([scene.listener.received.length, scene.faults.length], [1, 1]);
  }, { replies: [{ status: 410 }] }));

Deno.test("CloudHooks does not call this machine unless it may", () =>
  withHooks(async (scene) => {
    await addHook(scene);
    await scene.announce("Success");
    await scene.hooks.close();
    assertEquals([scene.listener.received.length, scene.faults.length], [0, 1]);
  }, { allowPrivate: false }));

Deno.test("CloudHooks#call() calls once, and tells what is wrong", () =>
  withHooks(async (scene) => {
    const { server, hooks, listener, flowRunId } = scene;
    server.callHook = hooks.call;
    const { id: cloud_hook_id } = await addHook(scene);
    const refused = await server.mutate("test_cloud_hook", { cloud_hook_id: cloud_hook_id! });
    const host = new URL(listener.url).host;
    assertEquals(refused, {
      success: false,
      error: `Cannot call "${host}": it answered "503", expected 2xx`,
    });
    const input = { cloud_hook_id: cloud_hook_id!, flow_run_id: flowRunId, state_type: "FAILED" };
    assertEquals(await server.mutate("test_cloud_hook", input), { success: true, error: null });
    const [made, real] = listener.received.map(({ body }) => JSON.parse(body).event);
    assertEquals([made.flow_run.name, made.is_test_event, made.state.state], ["test-run", true, "Success"]);
    assertEquals([real.flow_run.id, real.flow.name, real.state.state], [flowRunId, "etl", "Failed"]);
  }, { replies: [{ status: 503 }] }));

Deno.test("CloudHooks#close() waits for calls under way, and makes no more of them", () =>
  withHooks(async (scene) => {
    await addHook(scene);
    await scene.announce("Success");
    await scene.hooks.close();
    assertEquals(scene.listener.received.length, 1);
    assertEquals(scene.faults.length, 1);
  }, { replies: [{ status: 503 }, { status: 503 }, { status: 503 }] }));
