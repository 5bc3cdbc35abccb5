import { ownTenantId } from "../admin/identity.ts";
import { findTenant, type Tenant } from "../admin/tenants.ts";
import type { Settings } from "../config/settings.ts";
import { AuthenticationError, EXIT, type ExitCode, UsageError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { connect } from "../graphql/connect.ts";
import { AuthorizationError } from "../graphql/errors.ts";
import { askSecret, confirm } from "./ask.ts";
import { loginWithToken } from "./auth_login_token.ts";
import type { Call } from "./define_command.ts";
import { Printer } from "./printer.ts";
import { requireCloud } from "./require_cloud.ts";
import { forgetLogin, requireSavedKey, saveLogin } from "./saved_login.ts";
import { openSettings, withKey, withTenant } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** The flags of `proctor auth login`, parsed. */
export interface LoginFlags extends TargetFlags {
  /** The key; asked for unless given. */
  readonly key?: Secret;
  /** A token of the older generation in place of a key; asked for when the flag has no value. */
  readonly token?: Secret | "ask";
}

/** The flags of `proctor auth logout`, parsed. */
export interface LogoutFlags extends TargetFlags {
  /** Do not ask. */
  readonly yes: boolean;
}

/** Tries a key, and finds the tenant it is to work in. */
async function tryKey(settings: Settings, key: Secret, tenant: string | undefined): Promise<Tenant> {
  const keyed = withKey(settings, key);
  try {
    const chosen = tenant ?? await ownTenantId(connect(keyed));
    const found = await findTenant(connect(keyed), chosen);
    // The key may see a tenant and yet have no rights there: asking within it tells.
    await ownTenantId(connect(withTenant(keyed, found.id)));
    return found;
  } catch (error) {
    if (!(error instanceof AuthorizationError)) throw error;
    throw new AuthenticationError(
      "Unauthorized. Invalid Prefect Cloud API key: see that it is whole, has not expired and was not revoked",
      { cause: error },
    );
  }
}

/** Logs in with whatever was given, the older kinds first. */
async function logIn(flags: LoginFlags, settings: Settings, { terminal }: Call): Promise<Tenant> {
  const { tenant } = flags;
  let key = flags.key ?? flags.apiKey;
  if (flags.token !== undefined) {
    if (key) throw new UsageError("Cannot log in with both an API key and a token: give one of them");
    const token = flags.token === "ask" ? await askSecret("API token", { terminal }) : flags.token;
    const warn = (message: string) => void terminal.stderr.write(`proctor: Warning: ${message}\n`);
    const found = await loginWithToken(settings, token, { tenant, warn });
    if (found) return found;
    key = token;
  }
  key ??= await askSecret("API key", { terminal });
  const found = await tryKey(settings, key, tenant);
  await saveLogin(settings, { apiKey: key, tenantId: found.id });
  return found;
}

/**
 * `proctor auth login`: tries a key, or a token of the older generation, and saves it with its tenant.
 *
 * Source: `reference/prefect-api.md` §3.1, §3.2; statements S26, S29, S30, S34.
 *
 * @param flags The command line.
 * @param call Where to ask and print.
 * @returns The exit code.
 * @throws {UsageError} When both key and token were given.
 * @throws {AuthenticationError} When the API refuses the key; nothing is saved then.
 * @throws {ConfigurationError} When another key, which is not replaced, would go on being used.
 */
export async function runLogin(flags: LoginFlags, call: Call): Promise<ExitCode> {
  const { backend, api, json } = flags;
  const settings = await openSettings({ backend, api });
  requireCloud(settings);
  requireSavedKey(settings, "log in");
  const { id, name, slug } = await logIn(flags, settings, call);
  new Printer({ terminal: call.terminal, json }).result(
    `Logged in to Prefect Cloud tenant '${name}' (${slug})`,
    {
      tenant: { id, name, slug },
    },
  );
  return EXIT.ok;
}

/**
 * `proctor auth logout`: forgets the saved key and tenant.
 *
 * Source: `reference/prefect-api.md` §3.1; statement S36.
 *
 * @param flags The command line.
 * @param call Where to ask and print.
 * @returns The exit code.
 * @throws {AuthenticationError} When nobody is logged in.
 * @throws {ConfigurationError} When the key in force was not saved by a login.
 */
export async function runLogout(flags: LogoutFlags, { terminal }: Call): Promise<ExitCode> {
  const { backend, api, json, yes } = flags;
  const settings = await openSettings({ backend, api });
  requireCloud(settings);
  requireSavedKey(settings, "log out");
  if (settings.apiKey.value === undefined) {
    throw new AuthenticationError(
      "You are not logged in to Prefect Cloud: use proctor auth login to log in first",
    );
  }
  const question =
    "Are you sure you want to log out of Prefect Cloud? This will remove your API key from this machine.";
  if (!await confirm(question, { terminal, yes })) return EXIT.failed;
  await forgetLogin(settings);
  new Printer({ terminal, json }).result("Logged out of Prefect Cloud", { logged_out: true });
  return EXIT.ok;
}
