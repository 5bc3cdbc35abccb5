import { ACCOUNT_OPERATIONS } from "./operations/accounts.ts";
import { AGENT_OPERATIONS } from "./operations/agents.ts";
import { CLOUD_HOOK_OPERATIONS } from "./operations/cloud_hooks.ts";
import { FLOW_OPERATIONS } from "./operations/flows.ts";
import { MEMBER_OPERATIONS } from "./operations/members.ts";
import { RUN_OPERATIONS } from "./operations/runs.ts";
import { SCHEDULE_OPERATIONS } from "./operations/schedules.ts";
import { SECRET_OPERATIONS } from "./operations/secrets.ts";
import { SERVICE_QUERIES } from "./operations/service_queries.ts";
import { SESSION_OPERATIONS } from "./operations/sessions.ts";
import { STATE_OPERATIONS } from "./operations/states.ts";
import { TENANT_OPERATIONS } from "./operations/tenants.ts";
import { VERSION_LOCK_OPERATIONS } from "./operations/version_lock.ts";

/**
 * Service queries and mutations that both backends serve, as extensions of `Query` and `Mutation`. The scalars `JSON`,
 * `UUID`, `DateTime` and `timestamptz` are declared elsewhere.
 *
 * Source: `reference/server-schema.graphql`; documented spellings that were never shipped stand beside the shipped.
 */
export const SERVER_OPERATIONS: string = [
  SERVICE_QUERIES,
  TENANT_OPERATIONS,
  FLOW_OPERATIONS,
  SCHEDULE_OPERATIONS,
  RUN_OPERATIONS,
  STATE_OPERATIONS,
  AGENT_OPERATIONS,
  CLOUD_HOOK_OPERATIONS,
].join("\n");

/** What the cloud backend serves on top of {@linkcode SERVER_OPERATIONS}. */
export const CLOUD_OPERATIONS: string = [
  ACCOUNT_OPERATIONS,
  MEMBER_OPERATIONS,
  SESSION_OPERATIONS,
  SECRET_OPERATIONS,
  VERSION_LOCK_OPERATIONS,
].join(
  "\n",
);
