/**
 * Every table of the API, in one place. The GraphQL schema, the DDL and the query compiler are derived from this
 * file; nothing else names a column's type.
 *
 * Source: `reference/prefect-api.md` §5.2 and §5.3, `reference/server-schema.graphql`; the tables marked `cloud`
 * from §9, where only the fields that clients select are known.
 *
 * @module
 */
import { column, many, moment, one, reference, type Table, table } from "./model.ts";

const uuid = column("uuid");
const text = column("String");
const int = column("Int");
const boolean = column("Boolean");
const jsonb = column("jsonb");
const timestamp = column("timestamptz");
const tenantId = reference("tenant");

/** The columns that a run has from its latest state. */
const state = {
  state: text,
  state_timestamp: timestamp,
  state_start_time: timestamp,
  state_message: text,
  state_result: jsonb,
  serialized_state: jsonb,
};

/** A row of a run's history. */
const historicState = {
  tenant_id: tenantId,
  timestamp: moment(),
  state: text.required(),
  message: text,
  result: jsonb,
  start_time: timestamp,
  serialized_state: jsonb.required(),
  version: int.prefilled(1),
};

const account = {
  username: text.required(),
  email: text,
  first_name: text,
  last_name: text,
  account_type: text.defaults("USER"),
  settings: jsonb.defaults({}),
  default_membership_id: uuid,
};

const declared: readonly Table[] = [
  table("tenant", {
    description: "Teams: everything else belongs to one",
    rows: "memberships",
    columns: { name: text.required(), slug: text.required(), info: jsonb, settings: jsonb.defaults({}) },
    unique: { tenant_slug_key: ["slug"] },
    relations: {
      projects: many("project", "tenant_id"),
      flows: many("flow", "tenant_id"),
      flow_groups: many("flow_group", "tenant_id"),
    },
  }),
  table("project", {
    description: "Named sets of flows",
    columns: { tenant_id: tenantId, name: text.required(), description: text },
    unique: { project_tenant_id_name_key: ["tenant_id", "name"] },
    relations: { tenant: one("tenant", "tenant_id"), flows: many("flow", "project_id") },
  }),
  table("flow_group", {
    description: "The versions of one flow share a group: its schedule, labels and settings",
    columns: {
      tenant_id: tenantId,
      name: text,
      description: text,
      labels: jsonb,
      schedule: jsonb,
      settings: jsonb.defaults({}),
      default_parameters: jsonb.defaults({}),
      run_config: jsonb,
    },
    indexes: [["tenant_id", "name"]],
    relations: { tenant: one("tenant", "tenant_id"), flows: many("flow", "flow_group_id") },
  }),
  table("flow", {
    description: "One version of a registered flow",
    columns: {
      tenant_id: tenantId,
      project_id: reference("project").required(),
      flow_group_id: reference("flow_group").required(),
      version: int,
      version_group_id: text,
      name: text.required(),
      description: text,
      archived: boolean.defaults(false),
      core_version: text,
      environment: jsonb,
      run_config: jsonb,
      storage: jsonb,
      parameters: jsonb.prefilled({}),
      serialized_flow: jsonb,
      schedule: jsonb,
      is_schedule_active: boolean.defaults(false),
      settings: jsonb.defaults({}),
    },
    indexes: [["tenant_id", "name"], ["project_id", "name"], ["name"], ["version_group_id"], ["created"]],
    relations: {
      tenant: one("tenant", "tenant_id"),
      project: one("project", "project_id"),
      flow_group: one("flow_group", "flow_group_id"),
      tasks: many("task", "flow_id"),
      edges: many("edge", "flow_id"),
      flow_runs: many("flow_run", "flow_id"),
      // The API page prints the singular (S43); what was shipped has the plural.
      flow_run: many("flow_run", "flow_id"),
    },
  }),
  table("task", {
    description: "A step of a flow",
    columns: {
      tenant_id: tenantId,
      flow_id: reference("flow").required(),
      name: text,
      slug: text,
      description: text,
      type: text,
      max_retries: int,
      retry_delay: column("interval"),
      trigger: text,
      mapped: boolean.defaults(false),
      auto_generated: boolean.defaults(false),
      cache_key: text,
      is_root_task: boolean.defaults(false),
      is_terminal_task: boolean.defaults(false),
      is_reference_task: boolean.defaults(false),
      tags: jsonb.defaults([]),
    },
    unique: { task_flow_id_slug_key: ["flow_id", "slug"] },
    relations: {
      flow: one("flow", "flow_id"),
      upstream_edges: many("edge", "downstream_task_id"),
      downstream_edges: many("edge", "upstream_task_id"),
      task_runs: many("task_run", "task_id"),
    },
  }),
  table("edge", {
    description: "A dependency between two tasks of a flow",
    columns: {
      tenant_id: tenantId,
      flow_id: reference("flow").required(),
      upstream_task_id: reference("task").required(),
      downstream_task_id: reference("task").required(),
      key: text,
      mapped: boolean.defaults(false),
    },
    unique: { edge_flow_id_task_ids_key: ["flow_id", "downstream_task_id", "upstream_task_id"] },
    relations: {
      flow: one("flow", "flow_id"),
      upstream_task: one("task", "upstream_task_id"),
      downstream_task: one("task", "downstream_task_id"),
    },
  }),
  table("flow_run", {
    description: "One execution of a flow",
    columns: {
      tenant_id: tenantId,
      flow_id: reference("flow").required(),
      agent_id: reference("agent").orphaned(),
      name: text,
      parameters: jsonb.prefilled({}),
      labels: jsonb.defaults([]),
      run_config: jsonb,
      context: jsonb,
      scheduled_start_time: moment(),
      auto_scheduled: boolean.defaults(false),
      heartbeat: timestamp,
      start_time: timestamp,
      end_time: timestamp,
      version: int.defaults(0),
      ...state,
      times_resurrected: int.prefilled(0),
      idempotency_key: text,
    },
    unique: { ix_flow_run_idempotency_key_unique: ["idempotency_key", "flow_id"] },
    indexes: [
      ["flow_id", "start_time"],
      ["flow_id", "scheduled_start_time"],
      ["tenant_id", "scheduled_start_time"],
      ["tenant_id", "state_start_time"],
      ["state", "state_timestamp"],
      ["state", "scheduled_start_time"],
      ["state", "updated"],
      ["start_time"],
      ["scheduled_start_time"],
      ["created"],
      ["name"],
    ],
    relations: {
      tenant: one("tenant", "tenant_id"),
      flow: one("flow", "flow_id"),
      agent: one("agent", "agent_id"),
      task_runs: many("task_run", "flow_run_id"),
      states: many("flow_run_state", "flow_run_id"),
      logs: many("log", "flow_run_id"),
    },
  }),
  table("task_run", {
    description: "One execution of a task within a flow run",
    columns: {
      tenant_id: tenantId,
      flow_run_id: reference("flow_run").required(),
      task_id: reference("task").required(),
      map_index: int.defaults(-1),
      name: text,
      version: int.defaults(0),
      heartbeat: timestamp,
      start_time: timestamp,
      end_time: timestamp,
      ...state,
      cache_key: text,
    },
    unique: { task_run_unique_identifier_key: ["flow_run_id", "task_id", "map_index"] },
    indexes: [
      ["state", "state_timestamp"],
      ["state", "state_start_time"],
      ["state", "updated"],
      ["task_id", "map_index"],
      ["cache_key", "state_timestamp"],
      ["state_timestamp"],
      ["start_time"],
      ["created"],
    ],
    relations: {
      tenant: one("tenant", "tenant_id"),
      flow_run: one("flow_run", "flow_run_id"),
      task: one("task", "task_id"),
      states: many("task_run_state", "task_run_id"),
      logs: many("log", "task_run_id"),
    },
  }),
  table("flow_run_state", {
    description: "The states a flow run has been in",
    columns: { flow_run_id: reference("flow_run").required(), ...historicState },
    indexes: [["flow_run_id", "timestamp"], ["timestamp"]],
    relations: { flow_run: one("flow_run", "flow_run_id") },
  }),
  table("task_run_state", {
    description: "The states a task run has been in",
    columns: { task_run_id: reference("task_run").required(), ...historicState },
    indexes: [["task_run_id", "timestamp"], ["timestamp"]],
    relations: { task_run: one("task_run", "task_run_id") },
  }),
  table("log", {
    description: "What runs wrote",
    columns: {
      tenant_id: tenantId,
      flow_run_id: reference("flow_run"),
      task_run_id: reference("task_run"),
      timestamp: moment(),
      name: text,
      level: text,
      message: text,
      info: jsonb,
      is_loaded_from_archive: boolean,
    },
    indexes: [["flow_run_id", "timestamp"], ["task_run_id", "timestamp"], ["timestamp"]],
  }),
  table("agent", {
    description: "Processes that pick up scheduled runs",
    columns: {
      tenant_id: tenantId.required(),
      agent_config_id: reference("agent_config").orphaned(),
      name: text,
      type: text,
      core_version: text,
      labels: jsonb.defaults([]),
      last_queried: moment().optional(),
    },
    relations: {
      agent_config: one("agent_config", "agent_config_id"),
      flow_runs: many("flow_run", "agent_id"),
    },
  }),
  table("agent_config", {
    description: "Settings that agents read when they start",
    columns: { tenant_id: tenantId.required(), name: text, settings: jsonb.defaults({}) },
    relations: { agents: many("agent", "agent_config_id") },
  }),
  table("cloud_hook", {
    description: "What to call when a flow run changes its state",
    columns: {
      tenant_id: tenantId,
      name: text,
      states: jsonb,
      type: text.required(),
      config: jsonb.defaults({}),
      active: boolean.defaults(true),
      version_group_id: text,
    },
  }),
  table("message", {
    description: "Notifications",
    columns: {
      tenant_id: tenantId.required(),
      read: boolean.defaults(false),
      type: text,
      text: text,
      content: jsonb.defaults({}),
    },
  }),
  table("task_run_artifact", {
    description: "Links and texts that task runs publish",
    columns: {
      tenant_id: tenantId.required(),
      task_run_id: reference("task_run").required(),
      kind: text.required(),
      data: jsonb.defaults({}),
    },
    relations: { task_run: one("task_run", "task_run_id") },
  }),
  table("utility_traversal", {
    description: "The shape of a walk along edges; holds no rows",
    identified: false,
    columns: { tenant_id: tenantId, task_id: uuid, depth: int },
    relations: { task: one("task", "task_id") },
  }),
  table("user", {
    description: "The account that asks",
    backend: "cloud",
    rows: "self",
    columns: account,
    unique: { user_username_key: ["username"] },
    relations: {
      memberships: many("membership", "user_id"),
      default_membership: one("membership", "default_membership_id"),
    },
  }),
  table("user_view_same_tenant", {
    description: "The accounts that are members of the tenant in use",
    backend: "cloud",
    source: "user",
    rows: "same tenant",
    columns: account,
    relations: { memberships: many("membership", "user_id") },
  }),
  table("membership", {
    description: "Which account belongs to which tenant, and in which role",
    backend: "cloud",
    rows: "own memberships",
    columns: {
      tenant_id: tenantId.required(),
      user_id: reference("user").required(),
      role_id: reference("auth_role").required(),
    },
    unique: { membership_user_id_tenant_id_key: ["user_id", "tenant_id"] },
    relations: {
      tenant: one("tenant", "tenant_id"),
      user: one("user_view_same_tenant", "user_id"),
      role_detail: one("auth_role", "role_id"),
    },
  }),
  table("membership_invitation", {
    description: "Addresses that were asked to join the tenant in use, and tenants that ask the caller",
    backend: "cloud",
    rows: "own invitations",
    columns: {
      tenant_id: tenantId.required(),
      email: text.required(),
      role_id: reference("auth_role").required(),
    },
    unique: { membership_invitation_tenant_id_email_key: ["tenant_id", "email"] },
    indexes: [["email"]],
    relations: {
      tenant: one("tenant_view_inviting", "tenant_id"),
      role_detail: one("auth_role", "role_id"),
    },
  }),
  table("tenant_view_inviting", {
    description: "The names of the tenants that an invitation can be seen of",
    backend: "cloud",
    source: "tenant",
    rows: "inviting",
    columns: { name: text.required(), slug: text.required() },
  }),
  table("auth_role", {
    description: "Named lists of permissions",
    backend: "cloud",
    rows: "own roles",
    columns: { tenant_id: tenantId, name: text.required(), permissions: jsonb.defaults([]) },
  }),
  table("auth_api_key", {
    description: "API keys: everything about them but their value",
    backend: "cloud",
    rows: "own keys",
    columns: {
      name: text.required(),
      user_id: reference("user").required(),
      default_tenant_id: reference("tenant"),
      created_by_id: uuid,
      expires_at: timestamp,
      last_used: timestamp,
      hash: text.required().secret(),
    },
    unique: { auth_api_key_hash_key: ["hash"] },
    relations: { created_by: one("user_view_same_tenant", "created_by_id") },
  }),
  table("api_token", {
    description: "Tokens of the older generation: everything about them but their value",
    backend: "cloud",
    rows: "own tokens",
    columns: {
      name: text.required(),
      scope: text.required(),
      user_id: reference("user"),
      tenant_id: tenantId,
      created_by_id: uuid,
      expires_at: timestamp,
      last_used: timestamp,
      hash: text.required().secret(),
    },
    unique: { api_token_hash_key: ["hash"] },
    relations: { created_by: one("user_view_same_tenant", "created_by_id") },
  }),
  table("service_turn", {
    description: "When each background service runs next, so that of several servers one runs it",
    backend: "internal",
    rows: "none",
    columns: { name: text.required(), next_run: timestamp.required() },
    unique: { service_turn_name_key: ["name"] },
  }),
  table("session", {
    description: "What access tokens live and die with; it dies with the key or token it was opened with",
    backend: "internal",
    rows: "none",
    columns: {
      user_id: reference("user").required(),
      key_id: reference("auth_api_key"),
      token_id: reference("api_token"),
      expires_at: timestamp.required(),
    },
  }),
  table("session_token", {
    description: "The refresh tokens of sessions, also the used ones, so that a second use is noticed",
    backend: "internal",
    rows: "none",
    columns: {
      session_id: reference("session").required(),
      expires_at: timestamp.required(),
      used: boolean.defaults(false),
      hash: text.required().secret(),
    },
    unique: { session_token_hash_key: ["hash"] },
  }),
  table("secret", {
    description: "Secrets of a tenant",
    backend: "internal",
    rows: "none",
    columns: {
      tenant_id: tenantId.required(),
      name: text.required(),
      value: jsonb.sealed({ label: "secret", columns: ["tenant_id", "name"] }),
    },
    unique: { secret_tenant_id_name_key: ["tenant_id", "name"] },
  }),
  table("key_value", {
    description: "Values that flows share, by key",
    backend: "cloud",
    columns: {
      tenant_id: tenantId.required(),
      key: text.required(),
      value: jsonb.sealed({ label: "key_value", columns: ["tenant_id", "key"] }),
    },
    unique: { key_value_tenant_id_key_key: ["tenant_id", "key"] },
  }),
  table("task_tag_limit", {
    description: "How many task runs with a tag may run at once",
    backend: "cloud",
    columns: { tenant_id: tenantId.required(), tag: text.required(), limit: int.required() },
    unique: { task_tag_limit_tenant_id_tag_key: ["tenant_id", "tag"] },
  }),
];

/** The tables by name. */
export const TABLES: ReadonlyMap<string, Table> = new Map(declared.map((one) => [one.name, one]));

/**
 * A table that must exist.
 *
 * @param name Its name in the API.
 * @returns The table.
 * @throws {RangeError} When there is none of that name.
 *
 * @example Columns that every table has
 * ```ts
 * import { tableNamed } from "./tables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tableNamed("flow").columns.get("id")?.type, "uuid");
 * ```
 */
export function tableNamed(name: string): Table {
  const found = TABLES.get(name);
  if (!found) throw new RangeError(`Cannot find table "${name}": it is not in lib/server/model/tables.ts`);
  return found;
}
