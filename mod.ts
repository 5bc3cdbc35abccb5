/**
 * Proctor as a library: what scripts and other programs may build on. Everything else may change at any time.
 *
 * @example A key that does not leak
 * ```ts
 * import { Secret } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(`Bearer ${new Secret("pcu_abcdefgh1234")}`, "Bearer ****1234");
 * ```
 *
 * @module
 */

export * from "./lib/core/errors.ts";
export {
  isJsonObject,
  jsonbText,
  type JsonObject,
  type JsonValue,
  NumberText,
  parseJson,
} from "./lib/core/json.ts";
export { Secret } from "./lib/core/secret.ts";
export { formatTimestamp, parseTimestamp } from "./lib/core/timestamp.ts";
export { parsePostgresUuid, parsePythonUuid } from "./lib/core/uuid.ts";

export {
  type ApiKey,
  createApiKey,
  type CreatedApiKey,
  listApiKeys,
  type NewApiKey,
  revokeApiKey,
} from "./lib/admin/api_keys.ts";
export {
  type ApiToken,
  createApiToken,
  listApiTokens,
  revokeApiToken,
  TOKEN_SCOPES,
  type TokenScope,
} from "./lib/admin/api_tokens.ts";
export { type AgentNeed, checkAgentKey } from "./lib/admin/check_agent_key.ts";
export { type ExpiringKey, expiringKeys } from "./lib/admin/expiring_keys.ts";
export { type Identity, whoAmI } from "./lib/admin/identity.ts";
export { NotDoneError } from "./lib/admin/not_done_error.ts";
export { provisionAgentKey, type ProvisionedAgent } from "./lib/admin/provision_agent_key.ts";
export { rotateApiKey, type Rotation, type RotationOptions } from "./lib/admin/rotate_api_key.ts";
export { deleteSecret, listSecretNames, readSecret, setSecret } from "./lib/admin/secrets.ts";
export {
  createServiceAccount,
  deleteServiceAccount,
  findServiceAccount,
  listServiceAccounts,
  type ServiceAccount,
} from "./lib/admin/service_accounts.ts";
export { createTenant, findTenant, listTenants, type Tenant } from "./lib/admin/tenants.ts";
export { parseExpiry } from "./lib/commands/parse_expiry.ts";
export { type PageOptions, paginate } from "./lib/graphql/paginate.ts";
export { Printer, type PrinterOptions } from "./lib/commands/printer.ts";
export { runScript, type ScriptContext, type ScriptOptions } from "./lib/commands/run_script.ts";
export { type Column, formatTable, type TableRow } from "./lib/commands/table.ts";
