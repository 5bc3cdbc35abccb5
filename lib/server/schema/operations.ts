import { type Definition, splitDefinitions } from "./definition.ts";
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
import { TENANT_INPUTS, TENANT_OPERATIONS } from "./operations/tenants.ts";
import { VERSION_LOCK_OPERATIONS } from "./operations/version_lock.ts";

const SCALARS = `
"""any JSON value: give it as a variable, or as text that holds JSON"""
scalar JSON
"""an id; given back in lower case with hyphens"""
scalar UUID
"""an ISO 8601 moment; without a zone it is UTC"""
scalar DateTime
type Mutation
`;

/**
 * Service queries and mutations that both backends serve, as extensions of `Query` and `Mutation`.
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
].join("\n");

/**
 * The GraphQL types, service queries and mutations that do not come from tables. The scalar `timestamptz` does.
 *
 * @param backend Which face of the server.
 * @returns Definitions, that of `Mutation` and extensions of `Query` among them.
 */
export function operationTypes(backend: "server" | "cloud"): Definition[] {
  const operations = backend === "cloud" ? [SERVER_OPERATIONS, CLOUD_OPERATIONS] : [SERVER_OPERATIONS];
  return [SCALARS, ...operations, TENANT_INPUTS[backend]].flatMap(splitDefinitions);
}
