import { assertEquals } from "@std/assert";
import type { JsonObject } from "../../../lib/core/json.ts";
import { CLOUD_ACTIONS, SERVER_ACTIONS } from "../../../lib/server/actions/actions.ts";
import { CLOUD_QUERIES, SERVER_QUERIES } from "../../../lib/server/actions/queries.ts";
import { ROLES } from "../../../lib/server/access/roles.ts";
import {
  ADMIN_KEY,
  codeOf,
  messageOf,
  NOBODY,
  serializedFlow,
  type TestServer,
  withServer,
} from "./_test_server.ts";

/** Ids of one row of everything in a tenant that is not in use. */
async function addForeignTenant(server: TestServer): Promise<Record<string, string>> {
  const { tenantId: tenant_id, projectId: project_id } = await server.addTenant("foreign");
  const { id: flow_id } = await server.mutate("create_flow", {
    project_id,
    serialized_flow: serializedFlow(),
  });
  const { id: flow_run_id } = await server.mutate("create_flow_run", { flow_id: flow_id! });
  const [flow] = await server.rows("flow", ["flow_group_id", "version_group_id"]);
  const [task] = await server.rows("task", ["id"]);
  const [taskRun] = await server.rows("task_run", ["id"]);
  const { userId: user_id, membershipId: membership_id } = await server.addMember(tenant_id, ROLES.USER.id, {
    type: "SERVICE",
  });
  const key = await server.insert("auth_api_key", { name: "k", user_id, hash: "h1" });
  const token = await server.insert("api_token", { name: "t", scope: "RUNNER", tenant_id, hash: "h2" });
  const role = await server.insert("auth_role", { tenant_id, name: "r" });
  const invitation = await server.insert("membership_invitation", {
    tenant_id,
    email: "a@example.com",
    role_id: role.id!,
  });
  const config = await server.insert("agent_config", { tenant_id });
  const agent = await server.insert("agent", { tenant_id, type: "T" });
  const artifact = await server.insert("task_run_artifact", {
    tenant_id,
    task_run_id: taskRun!.id!,
    kind: "k",
  });
  const hook = await server.insert("cloud_hook", { tenant_id, type: "WEBHOOK", states: ["SUCCESS"] });
  const message = await server.insert("message", { tenant_id, text: "foreign" });
  const secret = await server.insert("secret", { tenant_id, name: "FOREIGN", value: 1 });
  const keyValue = await server.insert("key_value", { tenant_id, key: "foreign", value: 1 });
  const limit = await server.insert("task_tag_limit", { tenant_id, tag: "foreign", limit: 1 });
  return {
    tenant_id,
    project_id,
    flow_id: flow_id as string,
    flow_group_id: flow!.flow_group_id as string,
    version_group_id: flow!.version_group_id as string,
    flow_run_id: flow_run_id as string,
    task_id: task!.id as string,
    task_run_id: taskRun!.id as string,
    user_id,
    membership_id,
    key_id: key.id as string,
    token_id: token.id as string,
    role_id: role.id as string,
    invitation_id: invitation.id as string,
    agent_config_id: config.id as string,
    agent_id: agent.id as string,
    task_run_artifact_id: artifact.id as string,
    cloud_hook_id: hook.id as string,
    message_id: message.id as string,
    secret_name: secret.name as string,
    key_value_id: keyValue.id as string,
    limit_id: limit.id as string,
  };
}

type Inputs = Record<string, (ids: Record<string, string>) => JsonObject>;

/** What each mutation is asked to do, given ids. */
const INPUTS: Inputs = {
  delete_tenant: ({ tenant_id }) => ({ tenant_id: tenant_id!, confirm: true }),
  update_tenant_name: ({ tenant_id }) => ({ tenant_id: tenant_id!, name: "x" }),
  update_tenant_slug: ({ tenant_id }) => ({ tenant_id: tenant_id!, slug: "x" }),
  update_tenant_settings: ({ tenant_id }) => ({ tenant_id: tenant_id!, settings: { a: 1 } }),
  create_project: ({ tenant_id }) => ({ tenant_id: tenant_id!, name: "x" }),
  delete_project: ({ project_id }) => ({ project_id: project_id! }),
  set_project_name: ({ project_id }) => ({ project_id: project_id!, name: "x" }),
  set_project_description: ({ project_id }) => ({ project_id: project_id!, description: "x" }),
  create_flow: ({ project_id }) => ({ project_id: project_id!, serialized_flow: serializedFlow() }),
  create_flow_from_compressed_string: ({ project_id }) => ({
    project_id: project_id!,
    // {"name":"x"}
    serialized_flow: "H4sIAAAAAAACA6tWykvMTVWyUqpQqgUAabOBngwAAAA=",
  }),
  register_tasks: ({ flow_id }) => ({ flow_id: flow_id!, serialized_tasks: [{ slug: "x" }] }),
  register_edges: ({ flow_id }) => ({ flow_id: flow_id!, serialized_edges: [] }),
  delete_flow: ({ flow_id }) => ({ flow_id: flow_id! }),
  archive_flow: ({ flow_id }) => ({ flow_id: flow_id! }),
  update_flow_project: ({ flow_id, project_id }) => ({ flow_id: flow_id!, project_id: project_id! }),
  enable_flow_heartbeat: ({ flow_id }) => ({ flow_id: flow_id! }),
  disable_flow_heartbeat: ({ flow_id }) => ({ flow_id: flow_id! }),
  enable_flow_lazarus_process: ({ flow_id }) => ({ flow_id: flow_id! }),
  disable_flow_lazarus_process: ({ flow_id }) => ({ flow_id: flow_id! }),
  enable_flow_version_lock: ({ flow_id }) => ({ flow_id: flow_id! }),
  disable_flow_version_lock: ({ flow_id }) => ({ flow_id: flow_id! }),
  delete_flow_group: ({ flow_group_id }) => ({ flow_group_id: flow_group_id! }),
  set_flow_group_default_parameters: ({ flow_group_id }) => ({
    flow_group_id: flow_group_id!,
    parameters: {},
  }),
  set_flow_group_description: ({ flow_group_id }) => ({ flow_group_id: flow_group_id!, description: "x" }),
  set_flow_group_labels: ({ flow_group_id }) => ({ flow_group_id: flow_group_id!, labels: ["x"] }),
  set_flow_group_run_config: ({ flow_group_id }) => ({ flow_group_id: flow_group_id!, run_config: {} }),
  set_schedule_active: ({ flow_id }) => ({ flow_id: flow_id! }),
  set_schedule_inactive: ({ flow_id }) => ({ flow_id: flow_id! }),
  set_flow_group_schedule: ({ flow_group_id }) => ({
    flow_group_id: flow_group_id!,
    cron_clocks: [{ cron: "0 0 * * *" }],
  }),
  delete_flow_group_schedule: ({ flow_group_id }) => ({ flow_group_id: flow_group_id! }),
  create_flow_run: ({ flow_id }) => ({ flow_id: flow_id! }),
  delete_flow_run: ({ flow_run_id }) => ({ flow_run_id: flow_run_id! }),
  cancel_flow_run: ({ flow_run_id }) => ({ flow_run_id: flow_run_id! }),
  set_flow_run_name: ({ flow_run_id }) => ({ flow_run_id: flow_run_id!, name: "x" }),
  set_flow_run_labels: ({ flow_run_id }) => ({ flow_run_id: flow_run_id!, labels: ["x"] }),
  update_flow_run_heartbeat: ({ flow_run_id }) => ({ flow_run_id: flow_run_id! }),
  get_runs_in_queue: ({ tenant_id }) => ({ tenant_id: tenant_id!, labels: [] }),
  get_or_create_task_run: ({ flow_run_id, task_id }) => ({ flow_run_id: flow_run_id!, task_id: task_id! }),
  get_or_create_task_run_info: ({ flow_run_id, task_id }) => ({
    flow_run_id: flow_run_id!,
    task_id: task_id!,
    map_index: 3,
  }),
  set_task_run_name: ({ task_run_id }) => ({ task_run_id: task_run_id!, name: "x" }),
  update_task_run_heartbeat: ({ task_run_id }) => ({ task_run_id: task_run_id! }),
  set_flow_run_states: ({ flow_run_id }) => ({
    states: [{ flow_run_id: flow_run_id!, state: { type: "Running" } }],
  }),
  set_flow_run_state: ({ flow_run_id }) => ({ id: flow_run_id!, state: { type: "Running" } }),
  set_task_run_states: ({ task_run_id }) => ({
    states: [{ task_run_id: task_run_id!, state: { type: "Success" } }],
  }),
  write_run_logs: ({ flow_run_id }) => ({ logs: [{ flow_run_id: flow_run_id!, message: "x" }] }),
  create_api_key: ({ user_id }) => ({ user_id: user_id!, name: "x" }),
  delete_api_key: ({ key_id }) => ({ key_id: key_id! }),
  delete_api_token: ({ token_id }) => ({ token_id: token_id! }),
  deleteAPIToken: ({ token_id }) => ({ tokenId: token_id! }),
  create_service_account: ({ tenant_id }) => ({
    tenant_id: tenant_id!,
    name: "x",
    role_id: ROLES.USER.id,
  }),
  delete_service_account: ({ user_id }) => ({ user_id: user_id! }),
  set_membership_role: ({ membership_id }) => ({ membership_id: membership_id!, role_id: ROLES.USER.id }),
  delete_membership: ({ membership_id }) => ({ membership_id: membership_id! }),
  create_membership_invitation: ({ tenant_id }) => ({
    email: "b@example.com",
    role_id: ROLES.USER.id,
    tenant_id: tenant_id!,
  }),
  accept_membership_invitation: ({ invitation_id }) => ({ invitation_id: invitation_id! }),
  delete_membership_invitation: ({ invitation_id }) => ({ invitation_id: invitation_id! }),
  update_custom_role_permissions: ({ role_id }) => ({ role_id: role_id!, permissions: ["read:flow"] }),
  delete_custom_role: ({ role_id }) => ({ role_id: role_id! }),
  register_agent: ({ tenant_id }) => ({ tenant_id: tenant_id!, type: "T" }),
  delete_agent: ({ agent_id }) => ({ agent_id: agent_id! }),
  create_agent_config: ({ tenant_id }) => ({ tenant_id: tenant_id! }),
  update_agent_config: ({ agent_config_id }) => ({ agent_config_id: agent_config_id!, name: "x" }),
  delete_agent_config: ({ agent_config_id }) => ({ agent_config_id: agent_config_id! }),
  create_task_run_artifact: ({ task_run_id }) => ({ task_run_id: task_run_id!, kind: "k", data: {} }),
  update_task_run_artifact: ({ task_run_artifact_id }) => ({
    task_run_artifact_id: task_run_artifact_id!,
    data: "x",
  }),
  delete_task_run_artifact: ({ task_run_artifact_id }) => ({ task_run_artifact_id: task_run_artifact_id! }),
  create_cloud_hook: ({ tenant_id }) => ({
    tenant_id: tenant_id!,
    type: "PREFECT_MESSAGE",
    states: ["SUCCESS"],
    config: {},
  }),
  delete_cloud_hook: ({ cloud_hook_id }) => ({ cloud_hook_id: cloud_hook_id! }),
  set_cloud_hook_active: ({ cloud_hook_id }) => ({ cloud_hook_id: cloud_hook_id! }),
  set_cloud_hook_inactive: ({ cloud_hook_id }) => ({ cloud_hook_id: cloud_hook_id! }),
  test_cloud_hook: ({ cloud_hook_id }) => ({ cloud_hook_id: cloud_hook_id! }),
  mark_message_as_read: ({ message_id }) => ({ message_id: message_id! }),
  mark_message_as_unread: ({ message_id }) => ({ message_id: message_id! }),
  delete_message: ({ message_id }) => ({ message_id: message_id! }),
  delete_secret: ({ secret_name }) => ({ name: secret_name! }),
  delete_key_value: ({ key_value_id }) => ({ key_value_id: key_value_id! }),
  delete_task_tag_limit: ({ limit_id }) => ({ limit_id: limit_id! }),
  switch_tenant: ({ tenant_id }) => ({ tenant_id: tenant_id! }),
  switchTenant: ({ tenant_id }) => ({ tenantId: tenant_id! }),
};

/** Fields that name no row of a tenant. */
const WITHOUT_ROW = [
  "hello",
  "api",
  "reference_data",
  "auth_info",
  "authInfo",
  "permissions_info",
  "create_custom_role",
  "update_user_details",
  "update_user_settings",
  "log_in",
  "log_out",
  "refresh_token",
  "refreshToken",
  "create_tenant",
  "create_api_token",
  "createAPIToken",
  "secret_names",
  "set_secret",
  "set_key_value",
  "update_task_tag_limit",
];
/** Asked by a name of the tenant in use: see `secrets_test.ts`. */
const BY_NAME = ["secret_value"];
/** Service queries: they are asked with an argument of their own. */
const BY_TASK_RUN = ["mapped_children", "get_task_run_info"];

/** Everything that is stored, but when a key was used. */
async function everything(server: TestServer): Promise<string> {
  const tables: Record<string, readonly string[]> = {
    tenant: ["id", "name", "slug", "settings"],
    project: ["id", "name", "description"],
    flow_group: ["id", "settings", "description", "labels", "run_config", "default_parameters", "schedule"],
    flow: ["id", "project_id", "archived", "is_schedule_active", "serialized_flow"],
    task: ["id"],
    edge: ["id"],
    flow_run: ["id", "name", "labels", "heartbeat", "version", "updated"],
    task_run: ["id", "name", "heartbeat", "version", "updated"],
    flow_run_state: ["id"],
    task_run_state: ["id"],
    log: ["id"],
    user: ["id"],
    membership: ["id", "role_id"],
    membership_invitation: ["id"],
    auth_role: ["id", "permissions"],
    session: ["id"],
    auth_api_key: ["id"],
    api_token: ["id"],
    agent_config: ["id", "name"],
    agent: ["id", "updated"],
    task_run_artifact: ["id", "data"],
    cloud_hook: ["id", "active"],
    message: ["id", "read"],
    secret: ["id", "value"],
    key_value: ["id", "value"],
    task_tag_limit: ["id", "limit"],
  };
  const rows = [];
  for (const [table, columns] of Object.entries(tables)) rows.push(await server.rows(table, columns));
  return JSON.stringify(rows);
}

Deno.test("INPUTS of this test cover every action", () => {
  const covered = [...Object.keys(INPUTS), ...WITHOUT_ROW, ...BY_NAME, ...BY_TASK_RUN];
  const all = [SERVER_ACTIONS, CLOUD_ACTIONS, SERVER_QUERIES, CLOUD_QUERIES].flatMap((one) =>
    Object.keys(one)
  );
  assertEquals(covered.sort(), all.sort());
});

/** What a call answers or refuses, without the ids that it was given. */
async function answerOf(call: Promise<unknown>, ids: Record<string, string>): Promise<string> {
  const message = await messageOf(call);
  const text = message === "no error" ? JSON.stringify(await call) : message;
  return Object.values(ids).reduce((rest, id) => rest.replaceAll(id, "ID"), text);
}

for (const [mutation, input] of Object.entries(INPUTS)) {
  Deno.test(`${mutation}() treats rows of another tenant as rows that do not exist`, () =>
    withServer("cloud", async (server) => {
      const foreign = await addForeignTenant(server);
      const unknown = Object.fromEntries(Object.keys(foreign).map((name) => [name, NOBODY]));
      const principal = { ...await server.principal(ADMIN_KEY), email: "admin@example.com" };
      const before = await everything(server);
      const ask = (ids: Record<string, string>) =>
        answerOf(server.mutate(mutation, input(ids), { principal }), ids);
      assertEquals(await ask(foreign), await ask(unknown));
      assertEquals(await everything(server), before);
    }));
}

for (const query of BY_TASK_RUN) {
  Deno.test(`${query}() treats a task run of another tenant as one that does not exist`, () =>
    withServer("cloud", async (server) => {
      const { task_run_id } = await addForeignTenant(server);
      const principal = await server.principal(ADMIN_KEY);
      const ask = (id: string) => answerOf(server.call(query, { task_run_id: id }, { principal }), { id });
      assertEquals(await ask(task_run_id!), await ask(NOBODY));
    }));
}

Deno.test("create_flow_run() does not find another tenant's version group", () =>
  withServer("cloud", async (server) => {
    const { version_group_id } = await addForeignTenant(server);
    const principal = await server.principal(ADMIN_KEY);
    const run = server.mutate("create_flow_run", { version_group_id: version_group_id! }, { principal });
    assertEquals(await messageOf(run), `Version group ${version_group_id} has no unarchived flows.`);
  }));

Deno.test("ownRows() refuses an account that is in no tenant", () =>
  withServer("cloud", async (server) => {
    const { project_id } = await addForeignTenant(server);
    const principal = { ...await server.principal(ADMIN_KEY), tenantId: null };
    const remove = server.mutate("delete_project", { project_id: project_id! }, { principal });
    assertEquals(await codeOf(remove), "FORBIDDEN");
  }));
