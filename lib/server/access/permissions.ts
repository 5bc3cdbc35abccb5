/**
 * Which permission each root field and each table needs on the cloud backend: the one table. A field that is not
 * here is refused to everybody, and a test finds it by {@linkcode fieldsWithoutPermission}.
 *
 * Source: the vocabulary of `reference/prefect-api.md` §9.2; what guards what is not visible in any source.
 *
 * @module
 */
import { ApiError } from "../model/api_error.ts";
import { isOpenField } from "./open_fields.ts";
import type { Principal } from "./principal.ts";

/** `null`: whoever is authenticated may. */
const NEEDED: Readonly<Record<string, string | null>> = {
  // Tables, for lists, `_by_pk`, `_aggregate` and relations alike.
  agent: "read:agent",
  agent_config: "read:agent",
  api_token: "read:api-key",
  auth_api_key: "read:api-key",
  auth_role: "read:role",
  cloud_hook: "read:cloud-hook",
  edge: "read:flow",
  flow: "read:flow",
  flow_group: "read:flow",
  flow_run: "read:run",
  flow_run_state: "read:run",
  key_value: "read:key-value",
  log: "read:log",
  membership: "read:membership",
  // One's own invitations are for everybody; those of the tenant need a right, see the row rules.
  membership_invitation: null,
  message: "read:message",
  project: "read:project",
  task: "read:flow",
  task_run: "read:run",
  task_run_artifact: "read:run",
  task_run_state: "read:run",
  task_tag_limit: "read:concurrency-limit",
  tenant: "read:tenant",
  tenant_view_inviting: null,
  user: "read:user",
  user_view_same_tenant: "read:user",
  utility_downstream_tasks: "read:flow",
  utility_traversal: "read:flow",
  utility_upstream_tasks: "read:flow",

  // Service queries.
  api: null,
  authInfo: null,
  auth_info: null,
  get_task_run_info: "read:run",
  hello: null,
  mapped_children: "read:run",
  permissions_info: null,
  reference_data: null,
  secret_names: "read:secret",
  secret_value: "read:secret-value",

  // Tenants and projects.
  create_project: "create:project",
  create_tenant: "create:tenant",
  delete_project: "delete:project",
  delete_tenant: "delete:tenant",
  set_project_description: "update:project",
  set_project_name: "update:project",
  update_tenant_name: "update:tenant",
  update_tenant_settings: "update:tenant",
  update_tenant_slug: "update:tenant",

  // Flows and flow groups.
  archive_flow: "update:flow",
  create_flow: "create:flow",
  create_flow_from_compressed_string: "create:flow",
  delete_flow: "delete:flow",
  delete_flow_group: "delete:flow",
  disable_flow_heartbeat: "update:flow",
  disable_flow_lazarus_process: "update:flow",
  disable_flow_version_lock: "update:flow",
  enable_flow_heartbeat: "update:flow",
  enable_flow_lazarus_process: "update:flow",
  enable_flow_version_lock: "update:flow",
  register_edges: "create:flow",
  register_tasks: "create:flow",
  set_flow_group_default_parameters: "update:flow",
  set_flow_group_description: "update:flow",
  set_flow_group_labels: "update:flow",
  set_flow_group_run_config: "update:flow",
  update_flow_project: "update:flow",

  // Schedules: to start one is to make runs, to stop one is to remove them.
  delete_flow_group_schedule: "delete:run",
  set_flow_group_schedule: "update:run",
  set_schedule_active: "create:run",
  set_schedule_inactive: "delete:run",

  // Runs, states and logs.
  cancel_flow_run: "update:run",
  create_flow_run: "create:run",
  delete_flow_run: "delete:run",
  get_or_create_task_run: "create:run",
  get_or_create_task_run_info: "create:run",
  get_runs_in_queue: "update:agent",
  set_flow_run_labels: "update:run",
  set_flow_run_name: "update:run",
  set_flow_run_state: "update:run",
  set_flow_run_states: "update:run",
  set_task_run_name: "update:run",
  set_task_run_states: "update:run",
  update_flow_run_heartbeat: "update:run",
  update_task_run_heartbeat: "update:run",
  write_run_logs: "create:log",

  // Agents and artifacts.
  create_agent_config: "create:agent",
  create_task_run_artifact: "update:run",
  delete_agent: "delete:agent",
  delete_agent_config: "delete:agent",
  delete_task_run_artifact: "update:run",
  register_agent: "create:agent",
  update_agent_config: "update:agent",
  update_task_run_artifact: "update:run",

  // Cloud hooks and messages.
  create_cloud_hook: "create:cloud-hook",
  delete_cloud_hook: "delete:cloud-hook",
  delete_message: "delete:message",
  mark_message_as_read: "update:message",
  mark_message_as_unread: "update:message",
  set_cloud_hook_active: "update:cloud-hook",
  set_cloud_hook_inactive: "update:cloud-hook",
  test_cloud_hook: "update:cloud-hook",

  // Secrets, shared values and limits.
  delete_key_value: "delete:key-value",
  delete_secret: "delete:secret",
  delete_task_tag_limit: "delete:concurrency-limit",
  set_key_value: "create:key-value",
  set_secret: "create:secret",
  update_task_tag_limit: "update:concurrency-limit",

  // Accounts; keys of service accounts need more, see `lib/server/actions/api_keys.ts`.
  createAPIToken: "create:api-key",
  create_api_key: "create:api-key",
  create_api_token: "create:api-key",
  create_custom_role: "create:role",
  create_membership_invitation: "create:membership-invitation",
  create_service_account: "create:service-account",
  deleteAPIToken: "delete:api-key",
  delete_api_key: "delete:api-key",
  delete_api_token: "delete:api-key",
  delete_custom_role: "delete:role",
  delete_membership: "delete:membership",
  delete_service_account: "delete:service-account",
  set_membership_role: "update:membership",
  update_custom_role_permissions: "update:role",

  // What concerns nobody but the account, and sessions; the actions say who may.
  accept_membership_invitation: null,
  delete_membership_invitation: null,
  log_in: null,
  log_out: null,
  refreshToken: null,
  refresh_token: null,
  switchTenant: null,
  switch_tenant: null,
  update_user_details: null,
  update_user_settings: null,
};

/** All that a refresh token is good for, beside what is open to everybody. */
const REFRESH_FIELDS: ReadonlySet<string> = new Set(["log_out", "refreshToken", "refresh_token"]);

/** The permission a root field needs; `undefined`: nobody said. */
function neededFor(field: string): string | null | undefined {
  const name = field.replace(/_(?:by_pk|aggregate)$/, "");
  return Object.hasOwn(NEEDED, name) ? NEEDED[name] : undefined;
}

/**
 * What every missing right is answered with.
 *
 * Source: `reference/prefect-api.md` §7.3.
 *
 * @returns The error to throw.
 *
 * @example Clients match on the code
 * ```ts
 * import { forbidden } from "./permissions.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(forbidden().code, "FORBIDDEN");
 * ```
 */
export function forbidden(): ApiError {
  return new ApiError("Unauthorized", { code: "FORBIDDEN" });
}

/**
 * Makes sure that a principal has a permission in the tenant in use.
 *
 * @param principal Who asks.
 * @param permission Such as `create:service-account`.
 * @throws {ApiError} `FORBIDDEN` without it.
 *
 * @example The server backend is open
 * ```ts
 * import { requirePermission } from "./permissions.ts";
 * import { OPEN } from "./principal.ts";
 * import { assertThrows } from "@std/assert";
 *
 * requirePermission(OPEN, "delete:tenant");
 * assertThrows(() => requirePermission({ ...OPEN, kind: "user" }, "delete:tenant"), Error, "Unauthorized");
 * ```
 */
export function requirePermission(principal: Principal, permission: string): void {
  if (principal.kind !== "open" && !principal.permissions.has(permission)) throw forbidden();
}

/**
 * Makes sure that a principal may use a root field, or read a table through a relation.
 *
 * @param principal Who asks.
 * @param field The name of a root field or of a table.
 * @throws {ApiError} `FORBIDDEN` when the permission is missing, or no entry says which is needed.
 *
 * @example Reading a list, one row and an aggregate need the same
 * ```ts
 * import { authorize } from "./permissions.ts";
 * import { OPEN } from "./principal.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const reader = { ...OPEN, kind: "user" as const, permissions: new Set(["read:flow"]) };
 * authorize(reader, "flow_by_pk");
 * assertThrows(() => authorize(reader, "delete_flow"), Error, "Unauthorized");
 * ```
 */
export function authorize(principal: Principal, field: string): void {
  if (principal.kind === "open") return;
  if (principal.kind === "refresh" && !REFRESH_FIELDS.has(field) && !isOpenField(field)) throw forbidden();
  const needed = neededFor(field);
  if (needed === undefined) throw forbidden();
  if (needed !== null) requirePermission(principal, needed);
}

/**
 * The root fields that no entry guards, so that a server with a forgotten entry does not start.
 *
 * @param fields Names of root fields.
 * @returns Those without an entry, in the order given.
 *
 * @example A field nobody thought of
 * ```ts
 * import { fieldsWithoutPermission } from "./permissions.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fieldsWithoutPermission(["flow_aggregate", "drop_everything"]), ["drop_everything"]);
 * ```
 */
export function fieldsWithoutPermission(fields: Iterable<string>): string[] {
  return [...fields].filter((field) => neededFor(field) === undefined);
}
