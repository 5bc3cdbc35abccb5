import { buildSchema, type GraphQLObjectType } from "graphql";
import { assertEquals } from "@std/assert";
import { authorize, fieldsWithoutPermission } from "../../../lib/server/access/permissions.ts";
import { OPEN, type Principal } from "../../../lib/server/access/principal.ts";
import { ACCOUNT_PERMISSIONS, ROLES } from "../../../lib/server/access/roles.ts";
import { CLOUD_ACTIONS, SERVER_ACTIONS } from "../../../lib/server/actions/actions.ts";
import { CLOUD_QUERIES, SERVER_QUERIES } from "../../../lib/server/actions/queries.ts";
import { TABLES } from "../../../lib/server/model/tables.ts";
import { TENANT_INPUTS } from "../../../lib/server/schema/operations/tenants.ts";
import { CLOUD_OPERATIONS, SERVER_OPERATIONS } from "../../../lib/server/schema/operations.ts";

const SCALARS = "scalar JSON scalar UUID scalar DateTime scalar timestamptz type Query type Mutation";

/** The root fields of some operations, with their descriptions. */
function rootFields(operations: string, types = ["Query", "Mutation"]): Map<string, string> {
  const schema = buildSchema(`${SCALARS} ${TENANT_INPUTS.cloud} ${operations}`);
  const fields = types.flatMap((type) =>
    Object.values((schema.getType(type) as GraphQLObjectType).getFields())
  );
  return new Map(fields.map(({ name, description }) => [name, description ?? ""]));
}

const SERVER_FIELDS = rootFields(SERVER_OPERATIONS);
const CLOUD_FIELDS = rootFields(`${SERVER_OPERATIONS} ${CLOUD_OPERATIONS}`);

/** The tables that some schema has. */
const SERVED = [...TABLES.values()].filter(({ backend }) => backend !== "internal").map(({ name }) => name);

/** Mutations that every account may send, for they concern nobody else; the actions say who may. */
const OF_ONES_OWN = [
  "accept_membership_invitation",
  "delete_membership_invitation",
  "log_in",
  "log_out",
  "refreshToken",
  "refresh_token",
  "switchTenant",
  "switch_tenant",
  "update_user_details",
  "update_user_settings",
];

function holder(permissions: readonly string[]): Principal {
  return { ...OPEN, kind: "user", permissions: new Set(permissions) };
}

function isAllowed(principal: Principal, field: string): boolean {
  try {
    authorize(principal, field);
    return true;
  } catch (error) {
    assertEquals([(error as Error).message, (error as { code?: string }).code], [
      "Unauthorized",
      "FORBIDDEN",
    ]);
    return false;
  }
}

Deno.test("SERVER_OPERATIONS and CLOUD_OPERATIONS have an action for each field, and no other", () => {
  const server = [SERVER_ACTIONS, SERVER_QUERIES].flatMap((one) => Object.keys(one));
  assertEquals([...SERVER_FIELDS.keys()].sort(), server.sort());
  const all = [...server, ...[CLOUD_ACTIONS, CLOUD_QUERIES].flatMap((one) => Object.keys(one))];
  assertEquals([...CLOUD_FIELDS.keys()].sort(), all.sort());
});

Deno.test("SERVER_OPERATIONS and CLOUD_OPERATIONS describe every field", () => {
  assertEquals([...CLOUD_FIELDS].filter(([, description]) => description === ""), []);
});

Deno.test("fieldsWithoutPermission() finds an entry for every field and every table", () => {
  assertEquals(fieldsWithoutPermission(CLOUD_FIELDS.keys()), []);
  assertEquals(fieldsWithoutPermission(SERVED), []);
  assertEquals(fieldsWithoutPermission(["constructor", "nope_by_pk"]), ["constructor", "nope_by_pk"]);
});

Deno.test("authorize() refuses a field without an entry to everybody but the open backend", () => {
  assertEquals(isAllowed(holder(ROLES.TENANT_ADMIN.permissions), "nope"), false);
  assertEquals(isAllowed(OPEN, "nope"), true);
});

Deno.test("authorize() lets an administrator do everything and a reader read everything but nothing else", () => {
  const admin = holder(ROLES.TENANT_ADMIN.permissions);
  const reader = holder(ROLES.READ_ONLY_USER.permissions);
  const denied = [...CLOUD_FIELDS.keys(), ...SERVED].filter((field) => !isAllowed(admin, field));
  assertEquals(denied, []);
  assertEquals(SERVED.filter((table) => !isAllowed(reader, table)), []);
  const mutations = rootFields(`${SERVER_OPERATIONS} ${CLOUD_OPERATIONS}`, ["Mutation"]);
  assertEquals([...mutations.keys()].filter((field) => isAllowed(reader, field)).sort(), OF_ONES_OWN);
});

Deno.test("authorize() keeps members from administration", () => {
  const member = holder(ROLES.USER.permissions);
  const denied = [...CLOUD_FIELDS.keys()].filter((field) => !isAllowed(member, field));
  assertEquals(denied.sort(), [
    "create_custom_role",
    "create_membership_invitation",
    "create_service_account",
    "delete_custom_role",
    "delete_membership",
    "delete_service_account",
    "delete_task_tag_limit",
    "delete_tenant",
    "set_membership_role",
    "update_custom_role_permissions",
    "update_task_tag_limit",
    "update_tenant_name",
    "update_tenant_settings",
    "update_tenant_slug",
  ]);
});

Deno.test("authorize() lets a runner do what an agent needs", () => {
  const runner = holder(ROLES.RUNNER.permissions);
  const needed = [
    "get_runs_in_queue",
    "flow_run",
    "flow",
    "set_flow_run_states",
    "set_task_run_states",
    "get_or_create_task_run_info",
    "write_run_logs",
    "update_flow_run_heartbeat",
    "register_agent",
    "agent_config",
    "create_task_run_artifact",
    "secret_names",
    "secret_value",
    "key_value",
    "set_key_value",
    "hello",
    "auth_info",
  ];
  assertEquals(needed.filter((field) => !isAllowed(runner, field)), []);
  const kept = [
    "create_project",
    "set_secret",
    "delete_secret",
    "delete_flow_run",
    "create_api_key",
    "delete_flow",
    "auth_api_key",
  ];
  assertEquals(kept.filter((field) => isAllowed(runner, field)), []);
});

Deno.test("authorize() lets an account without a role see who it is and no more", () => {
  const account = holder(ACCOUNT_PERMISSIONS);
  const allowed = [...CLOUD_FIELDS.keys(), ...SERVED].filter((field) => isAllowed(account, field));
  const seen = [
    "api",
    "authInfo",
    "auth_info",
    "hello",
    "membership",
    "membership_invitation",
    "permissions_info",
    "reference_data",
    "tenant",
    "tenant_view_inviting",
    "user",
    "user_view_same_tenant",
  ];
  assertEquals(allowed.sort(), [...OF_ONES_OWN, ...seen].sort());
});

Deno.test("authorize() lets a refresh token renew and end its session and no more", () => {
  const refresh = { ...OPEN, kind: "refresh" } as const;
  const allowed = [...CLOUD_FIELDS.keys(), ...SERVED].filter((field) => isAllowed(refresh, field));
  assertEquals(allowed.sort(), ["log_in", "log_out", "refreshToken", "refresh_token"]);
});

Deno.test("ROLES let only administrators see keys of service accounts, and readers change nothing", () => {
  const holders = Object.values(ROLES).filter(({ permissions }) =>
    permissions.includes("read:service-api-key")
  );
  assertEquals(holders.map(({ name }) => name), ["TENANT_ADMIN"]);
  const beyondReading = ROLES.READ_ONLY_USER.permissions.filter((one) => !one.startsWith("read:"));
  assertEquals(beyondReading, []);
});
