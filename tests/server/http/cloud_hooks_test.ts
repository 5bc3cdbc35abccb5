import { assertEquals } from "@std/assert";
import type { RunningServer } from "../../../lib/server/http/serve.ts";
import { listen } from "../services/_listener.ts";
import { ask, type Asked, startTestServer } from "./_ask.ts";

const CREATE_HOOK = "mutation ($input: create_cloud_hook_input!) { create_cloud_hook(input: $input) { id } }";
const SET_STATES =
  "mutation ($input: set_flow_run_states_input!) { set_flow_run_states(input: $input) { states { id } } }";

/** A flow run, and a webhook for some of its states. */
async function prepare(
  server: RunningServer,
  { url, states }: { readonly url: string; readonly states: readonly string[] },
): Promise<string> {
  const { body: tenants } = await ask(server, "{ tenant { id } }");
  const tenant_id = tenants.data.tenant[0].id;
  const hook = { tenant_id, type: "WEBHOOK", states, config: { url } };
  await ask(server, CREATE_HOOK, { variables: { input: hook } });
  const { body: project } = await ask(
    server,
    `mutation { create_project(input: { tenant_id: "${tenant_id}", name: "p" }) { id } }`,
  );
  const { body: flow } = await ask(
    server,
    "mutation ($input: create_flow_input!) { create_flow(input: $input) { id } }",
    { variables: { input: { project_id: project.data.create_project.id, serialized_flow: { name: "f" } } } },
  );
  const { body: run } = await ask(
    server,
    `mutation { create_flow_run(input: { flow_id: "${flow.data.create_flow.id}" }) { id } }`,
  );
  return run.data.create_flow_run.id;
}

function cancel(server: RunningServer, flow_run_id: string): Promise<Asked> {
  return ask(server, `mutation { cancel_flow_run(input: { flow_run_id: "${flow_run_id}" }) { state } }`);
}

Deno.test("startServer() calls cloud hooks of states that were set, and of none that was undone", async () => {
  await using listener = listen();
  await using server = await startTestServer({ allowPrivateHooks: true });
  const flow_run_id = await prepare(server, { url: listener.url, states: ["RUNNING", "CANCELLED"] });
  const set = (
    ...states: Array<{ readonly flow_run_id: string; readonly state: { readonly type: string } }>
  ) => ask(server, SET_STATES, { variables: { input: { states } } });
  const running = { flow_run_id, state: { type: "Running" } };
  const unknown = { ...running, flow_run_id: "99999999-9999-4999-8999-999999999999" };
  assertEquals((await set(running, unknown)).body.data, { set_flow_run_states: null });
  await set(running);
  await listener.waitFor(1);
  await set({ flow_run_id, state: { type: "Paused" } });
  await cancel(server, flow_run_id);
  await listener.waitFor(2);
  const told = listener.received.map(({ body }) => JSON.parse(body).event);
  assertEquals(told.map(({ flow_run, state }) => [flow_run.id, state.state, state.version]), [
    [flow_run_id, "Running", 2],
    [flow_run_id, "Cancelled", 4],
  ]);
});

Deno.test("startServer() finishes the calls of cloud hooks before it stops", async () => {
  await using listener = listen();
  const server = await startTestServer({ allowPrivateHooks: true });
  const flow_run_id = await prepare(server, { url: listener.url, states: ["CANCELLED"] });
  await cancel(server, flow_run_id);
  await server.shutdown();
  assertEquals(listener.received.length, 1);
});

Deno.test("startServer() calls no neighbour unless it is told so", async () => {
  await using listener = listen();
  await using server = await startTestServer();
  await prepare(server, { url: listener.url, states: ["CANCELLED"] });
  const { body: hooks } = await ask(server, "{ cloud_hook { id } }");
  const { body } = await ask(
    server,
    `mutation { test_cloud_hook(input: { cloud_hook_id: "${hooks.data.cloud_hook[0].id}" }) { success } }`,
  );
  assertEquals(body.data, { test_cloud_hook: { success: false } });
  assertEquals(listener.received, []);
});
