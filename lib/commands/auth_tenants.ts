import { ownTenantId } from "../admin/identity.ts";
import { findTenant, listTenants } from "../admin/tenants.ts";
import type { Settings } from "../config/settings.ts";
import { AuthenticationError, ConfigurationError, EXIT, type ExitCode, UsageError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { connect } from "../graphql/connect.ts";
import { AuthorizationError } from "../graphql/errors.ts";
import type { Call } from "./define_command.ts";
import { Printer } from "./printer.ts";
import { requireCloud } from "./require_cloud.ts";
import { isSaved, saveLogin, saveTokenLogin } from "./saved_login.ts";
import { openSession, openSettings, type Session, withTenant } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** The flags of `proctor auth switch-tenants`, parsed. */
export interface SwitchTenantsFlags extends TargetFlags {
  /** Id of the tenant. */
  readonly id?: string;
  /** Slug of the tenant. */
  readonly slug?: string;
  /** Back to the default tenant of the key. */
  readonly default: boolean;
}

/** The tenant in use: a server has no default tenant, it has a first one. */
async function activeTenant({ settings, client }: Session): Promise<string | undefined> {
  if (settings.tenantId.value !== undefined || settings.backend.value === "server") {
    return settings.tenantId.value;
  }
  return settings.credentialKind === "token" ? undefined : await ownTenantId(client);
}

/**
 * `proctor auth list-tenants`: the tenants one can work in, a star at the one in use.
 *
 * Source: `reference/prefect-api.md` §3.1; statement S33.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {AuthorizationError} When the API refuses the key.
 */
export async function runListTenants(flags: TargetFlags, { terminal }: Call): Promise<ExitCode> {
  const session = await openSession(flags, { terminal });
  const active = await activeTenant(session);
  const tenants = (await listTenants(session.client)).map((tenant) => ({
    ...tenant,
    active: tenant.id === active,
  }));
  const rows = flags.json
    ? tenants
    : tenants.map((tenant) => ({ ...tenant, active: tenant.active ? "*" : " " }));
  const columns = [{ key: "name" }, { key: "slug" }, { key: "id" }, { key: "active", title: "" }];
  new Printer({ terminal, json: flags.json }).rows(rows, columns, { none: "There are no tenants" });
  return EXIT.ok;
}

/** Saves the tenant beside the credential that is saved already. */
async function saveTenant(settings: Settings, key: Secret, tenantId: string | undefined): Promise<void> {
  if (settings.credentialKind === "key") await saveLogin(settings, { apiKey: key, tenantId });
  else await saveTokenLogin(settings, { apiToken: key, activeTenantId: tenantId });
}

function requireOneChoice({ id, slug, default: restore }: SwitchTenantsFlags): void {
  if ([id !== undefined, slug !== undefined, restore].filter(Boolean).length === 1) return;
  throw new UsageError("Cannot tell which tenant: give one of --id, --slug and --default");
}

/**
 * `proctor auth switch-tenants`: chooses the tenant that later processes work in (S34, S35).
 *
 * Source: `reference/prefect-api.md` §3.1.
 *
 * @param flags The command line; exactly one of `id`, `slug` and `default`.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {AuthenticationError} When nobody is logged in, or the key is not valid for that tenant.
 * @throws {ConfigurationError} When the tenant is set in the environment or in `config.toml`.
 */
export async function runSwitchTenants(flags: SwitchTenantsFlags, { terminal }: Call): Promise<ExitCode> {
  requireOneChoice(flags);
  const { backend, api, apiKey, json } = flags;
  const settings = await openSettings({ backend, api, apiKey });
  requireCloud(settings);
  const key = settings.apiKey.value;
  if (key === undefined) throw new AuthenticationError("You are not logged in: use proctor auth login first");
  if (!isSaved(settings, settings.tenantId)) {
    throw new ConfigurationError(
      `Your tenant is set in the Prefect config instead of with the CLI: to switch tenants with the CLI, remove it from ${settings.tenantId.source}`,
    );
  }
  const printer = new Printer({ terminal, json });
  const unset = withTenant(settings, undefined);
  if (flags.default) {
    const id = await ownTenantId(connect(unset));
    await saveTenant(settings, key, undefined);
    printer.result(`Tenant restored to the default tenant for your API key: ${id}`, { tenant_id: id });
    return EXIT.ok;
  }
  const { id } = await findTenant(connect(unset), flags.id ?? flags.slug!);
  try {
    await ownTenantId(connect(withTenant(settings, id)));
  } catch (error) {
    if (!(error instanceof AuthorizationError)) throw error;
    throw new AuthenticationError(
      "Unauthorized. Your API key is not valid for that tenant: see proctor auth list-tenants",
      { cause: error },
    );
  }
  await saveTenant(settings, key, id);
  printer.result(`Tenant switched to ${id}`, { tenant_id: id });
  return EXIT.ok;
}
