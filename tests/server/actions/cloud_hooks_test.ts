import { assertEquals } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import type { CloudHook, StateEvent } from "../../../lib/server/actions/state_event.ts";
import { messageOf, NOBODY, serializedFlow, type TestServer, withServer } from "./_test_server.ts";

const URL_CONFIG = { url: "https://hooks.example.com/secret" };

async function addHook(server: TestServer, input: JsonObject = {}): Promise<string> {
  const { tenantId: tenant_id } = await server.addTenant(`t-${crypto.randomUUID()}`);
  const given = { tenant_id, type: "WEBHOOK", states: ["success"], config: URL_CONFIG, ...input };
  return (await server.mutate("create_cloud_hook", given)).id as string;
}

Deno.test("create_cloud_hook() keeps states in capitals, each once, and is active", () =>
  withServer("server", async (server) => {
    await addHook(server, { states: ["Success", "FAILED", "success"], name: "mine", version_group_id: "g" });
    const columns = ["name", "type", "states", "config", "active", "version_group_id"];
    assertEquals(await server.rows("cloud_hook", columns), [{
      name: "mine",
      type: "WEBHOOK",
      states: ["SUCCESS", "FAILED"],
      config: URL_CONFIG,
      active: true,
      version_group_id: "g",
    }]);
  }));

/** Inputs and what the service says of them. Source: prefect-api.md §6.6. */
const REFUSED: ReadonlyArray<readonly [input: JsonObject, message: string]> = [
  [{ states: [] }, "Invalid states"],
  [{ states: ["SUCCESS", "HAPPY"] }, "Invalid states"],
  [{ states: ["State"] }, "Invalid states"],
  [{ config: null }, "Invalid config; expected `url`"],
  [{ config: { url: "x", more: 1 } }, "Invalid config; expected `url`"],
  [{ type: "SLACK_WEBHOOK", config: {} }, "Invalid config; expected `url`"],
  [
    { type: "TWILIO", config: { account_sid: "a", auth_token: "b", messaging_service_sid: "c", to: [] } },
    "Invalid config; expected `account_sid`, `auth_token`, `messaging_service_sid`, and `to`",
  ],
  [
    { type: "PAGERDUTY", config: { api_token: "a", routing_key: "b" } },
    "Invalid config; expected `api_token`, `routing_key`, & `severity`",
  ],
  [
    { type: "PAGERDUTY", config: { api_token: "a", routing_key: "b", severity: "bad" } },
    "Invalid config; severity must be one of {info, warning, error, critical}",
  ],
  [{ type: "PREFECT_MESSAGE", config: null }, "Not-NULL violation."],
  [{ tenant_id: NOBODY }, "Foreign key violation."],
];

for (const [input, message] of REFUSED) {
  Deno.test(`create_cloud_hook() refuses ${JSON.stringify(input)}`, () =>
    withServer("server", async (server) => {
      assertEquals(await messageOf(addHook(server, input)), message);
      assertEquals(await server.rows("cloud_hook", ["id"]), []);
    }));
}

Deno.test("create_cloud_hook() takes the other types as they are", () =>
  withServer("server", async (server) => {
    await addHook(server, { type: "PREFECT_MESSAGE", config: {} });
    const to = ["+1"];
    await addHook(server, {
      type: "TWILIO",
      config: { account_sid: "a", auth_token: "b", messaging_service_sid: "c", to },
    });
    await addHook(server, {
      type: "PAGERDUTY",
      config: { api_token: "a", routing_key: "b", severity: "info" },
    });
    assertEquals((await server.rows("cloud_hook", ["id"])).length, 3);
  }));

Deno.test("set_cloud_hook_inactive(), set_cloud_hook_active() and delete_cloud_hook() say whether there was one", () =>
  withServer("server", async (server) => {
    const id = await addHook(server);
    const active = async () => (await server.rows("cloud_hook", ["active"])).map((row) => row.active);
    const ask = async (name: string, cloud_hook_id: string) =>
      (await server.mutate(name, { cloud_hook_id })).success;
    assertEquals(await ask("set_cloud_hook_inactive", id), true);
    assertEquals(await active(), [false]);
    assertEquals(await ask("set_cloud_hook_active", id), true);
    assertEquals(await active(), [true]);
    for (const name of ["set_cloud_hook_inactive", "set_cloud_hook_active", "delete_cloud_hook"]) {
      assertEquals(await ask(name, NOBODY), false);
    }
    assertEquals(await ask("delete_cloud_hook", id), true);
    assertEquals(await active(), []);
  }));

Deno.test("test_cloud_hook() calls the hook with a state that nobody is in", () =>
  withServer("server", async (server) => {
    const cloud_hook_id = await addHook(server);
    const calls: Array<readonly [CloudHook, StateEvent, boolean]> = [];
    server.callHook = (hook, event, { isTest }) => {
      calls.push([hook, event, isTest]);
      return Promise.resolve();
    };
    assertEquals(await server.mutate("test_cloud_hook", { cloud_hook_id }), { success: true, error: null });
    await server.mutate("test_cloud_hook", { cloud_hook_id, state_type: "SCHEDULED" });
    assertEquals(
      calls.map(([hook, { flowRunId, state }, isTest]) => [
        hook.config,
        flowRunId,
        state.state,
        state.message,
        state.start_time === state.timestamp,
        isTest,
      ]),
      [
        [URL_CONFIG, null, "Success", "Test success state", false, true],
        [URL_CONFIG, null, "Scheduled", "Test scheduled state", true, true],
      ],
    );
  }));

Deno.test("test_cloud_hook() never raises", () =>
  withServer("server", async (server) => {
    const cloud_hook_id = await addHook(server);
    server.callHook = () => Promise.reject(new RangeError("gone"));
    const answers = [
      await server.mutate("test_cloud_hook", { cloud_hook_id }),
      await server.mutate("test_cloud_hook", { cloud_hook_id: NOBODY }),
      await server.mutate("test_cloud_hook", { cloud_hook_id, flow_run_id: NOBODY }),
    ];
    assertEquals(answers, [
      { success: false, error: "gone" },
      { success: false, error: "Invalid ID" },
      { success: false, error: "Invalid ID" },
    ]);
  }));

Deno.test("set_flow_run_states() tells every state of a flow run, in order, and none that was undone", () =>
  withServer("server", async (server) => {
    const { projectId: project_id, tenantId } = await server.addTenant("t");
    const flow = await server.mutate("create_flow", { project_id, serialized_flow: serializedFlow() });
    const { id: flow_run_id } = await server.mutate("create_flow_run", { flow_id: flow.id! });
    const states = ["Running", "Success"].map((type) => ({
      flow_run_id: flow_run_id!,
      state: { type, message: "m" },
    }));
    await server.mutate("set_flow_run_states", { states });
    const unknown = { flow_run_id: NOBODY, state: { type: "Failed" } };
    await messageOf(server.mutate("set_flow_run_states", { states: [states[0]!, unknown] }));
    assertEquals(
      server.events.map((event) => [
        event.flowRunId,
        event.tenantId,
        event.state.state,
        event.state.version,
        event.state.message,
      ]),
      [[flow_run_id!, tenantId, "Running", 2, "m"], [flow_run_id!, tenantId, "Success", 3, "m"]],
    );
  }));
