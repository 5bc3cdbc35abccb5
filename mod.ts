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
 * @example A request from a plain structure
 * ```ts
 * import { createClient, enumValue, withArgs } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const client = createClient({
 *   url: "http://localhost:4200",
 *   // In place of the network, for this page.
 *   fetch: () => Promise.resolve(Response.json({ data: { flow: [{ name: "etl" }] } })),
 * });
 * const latest = withArgs("flow", { order_by: { created: enumValue("desc") }, limit: 1 });
 * assertEquals(await client.request({ query: { [latest]: ["name"] } }), { flow: [{ name: "etl" }] });
 * ```
 *
 * @example The contract suite, from a program
 * ```ts
 * import { runContract } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { verdicts } = await runContract({ ids: ["ids-columns-are-uuids[flow]"], backend: "server" }).report;
 * assertEquals(verdicts.map(({ outcome }) => outcome), ["pass"]);
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

export { type AuthEntry, clearAuthFile, readAuthFile, writeAuthFile } from "./lib/auth/auth_file.ts";
export { type Authorization, type Credential, fixedCredential } from "./lib/auth/credential.ts";
export { type LoadOptions, loadSettings } from "./lib/auth/load_settings.ts";
export { createCredential, type Login } from "./lib/auth/login.ts";
export { readSavedSettings, type SavedSettings, writeSavedSettings } from "./lib/auth/saved_settings.ts";
export {
  type SendDocument,
  type TenantTokens,
  TokenSession,
  type TokenSessionOptions,
} from "./lib/auth/token_session.ts";
export type { Environment } from "./lib/config/expand_variables.ts";
export { type ConfigPaths, configPaths, type LoginPaths, loginPaths } from "./lib/config/paths.ts";
export {
  type Backend,
  type CredentialKind,
  resolveSettings,
  type SavedLogin,
  type Settings,
  type SettingsFlags,
  type SettingsSources,
} from "./lib/config/settings.ts";
export type { Origin, Shadowed, Sourced } from "./lib/config/sourced.ts";
export { type FileText, setTomlText } from "./lib/config/toml_text.ts";
export {
  type ClientOptions,
  createClient,
  type GraphQLClient,
  type RequestOptions,
  type Result,
  type Variables,
} from "./lib/graphql/client.ts";
export { connect, type ConnectOptions } from "./lib/graphql/connect.ts";
export type { Document } from "./lib/graphql/document.ts";
export type { ParsedDocument } from "./lib/graphql/print_document.ts";
export { EnumValue, enumValue } from "./lib/graphql/enum_value.ts";
export * from "./lib/graphql/errors.ts";
export {
  fragment,
  inlineFragment,
  operation,
  type OperationHead,
  type OperationKind,
  spread,
} from "./lib/graphql/operation.ts";
export { type PageOptions, paginate } from "./lib/graphql/paginate.ts";
export { type KeysetOptions, paginateByKey } from "./lib/graphql/paginate_by_key.ts";
export { renderGraphQL } from "./lib/graphql/render.ts";
export { type Arguments, type ArgumentValue } from "./lib/graphql/render_value.ts";
export type { Structure } from "./lib/graphql/structure.ts";
export { Variable, variable } from "./lib/graphql/variable.ts";
export { withAlias, withArgs, withDirective } from "./lib/graphql/with_args.ts";

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
export type { Positional, PositionalParameter } from "./lib/commands/define_command.ts";
export type { TargetFlags } from "./lib/commands/target_flags.ts";
export { requireCloud } from "./lib/commands/require_cloud.ts";
export { parseExpiry } from "./lib/commands/parse_expiry.ts";
export { Printer, type PrinterOptions, type TextStream } from "./lib/commands/printer.ts";
export {
  runScript,
  type ScriptContext,
  type ScriptFlag,
  type ScriptOptions,
} from "./lib/commands/run_script.ts";
export { type Column, formatTable, type TableRow } from "./lib/commands/table.ts";

export { type ContractOptions, type ContractRun, runContract } from "./lib/commands/run_contract.ts";
export {
  BrokenPromiseError,
  type RegisterTest,
  testContract,
  type TestSteps,
} from "./lib/commands/test_contract.ts";
export type { AnswerExcerpt } from "./lib/contract/answer_excerpt.ts";
export type { Selection } from "./lib/contract/instance.ts";
export type { Report } from "./lib/contract/reports/report.ts";
export type { Failure, Outcome, RunEvent, Target, Verdict } from "./lib/contract/run_events.ts";
export type { Shard } from "./lib/contract/shard.ts";
export type { Backend as ContractBackend, Level } from "./lib/contract/suite.ts";
