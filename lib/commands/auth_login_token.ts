import { ownTenantId } from "../admin/identity.ts";
import { findTenant, type Tenant } from "../admin/tenants.ts";
import type { Settings } from "../config/settings.ts";
import { AuthenticationError, ConfigurationError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import type { GraphQLClient } from "../graphql/client.ts";
import { connect } from "../graphql/connect.ts";
import { AuthorizationError } from "../graphql/errors.ts";
import { saveTokenLogin } from "./saved_login.ts";
import { withKey, withTenant } from "./session.ts";

/** What the API says of a token. */
interface TokenInfo {
  /** `null` for an API key. */
  readonly api_token_scope: string | null;
  /** `null` for a USER token. */
  readonly tenant_id: string | null;
}

/** How a token logs in. */
export interface TokenLoginOptions {
  /** Id or slug; the tenant of the token, or the default tenant of its user, unless given. */
  readonly tenant: string | undefined;
  /** Hears that a TENANT token was used. */
  readonly warn: (message: string) => void;
}

const INFO = "query { auth_info { api_token_scope tenant_id } }";
const DEFAULT_TENANT = "query { user { default_membership { tenant_id } } }";

async function defaultTenantId(client: GraphQLClient): Promise<string> {
  const { user: [user] } = await client.request<
    { user: readonly { readonly default_membership: { readonly tenant_id: string } | null }[] }
  >(DEFAULT_TENANT);
  if (user?.default_membership) return user.default_membership.tenant_id;
  throw new AuthenticationError("The user of the token has no default tenant: name one with --tenant");
}

async function logIn(settings: Settings, options: TokenLoginOptions): Promise<Tenant | undefined> {
  const client = connect(settings);
  const { auth_info } = await client.request<{ auth_info: TokenInfo }>(INFO);
  const { api_token_scope: scope, tenant_id } = auth_info;
  if (scope === null) return undefined;
  if (scope === "RUNNER") {
    throw new AuthenticationError(
      "Cannot log in with a RUNNER token: it belongs to agents and not to a user, use one of scope USER",
    );
  }
  const tenant = await findTenant(client, options.tenant ?? tenant_id ?? await defaultTenantId(client));
  // Asking within the tenant trades a USER token for one of the tenant, which is what every later command does.
  await ownTenantId(connect(withTenant(settings, tenant.id), { warn: options.warn }));
  return tenant;
}

/**
 * Tries a token of the older generation and saves it, with its tenant, where its clients save it. One of scope TENANT
 * works, with a warning.
 *
 * Source: `reference/prefect-api.md` §2.1, §2.2, §3.2; statement S26.
 *
 * @param settings The settings in force, without flags.
 * @param token The token.
 * @param options The tenant, and who hears warnings.
 * @returns The tenant; `undefined` when what was given is an API key, which Prefect 0.15 took in a token's place.
 * Nothing is saved then.
 * @throws {AuthenticationError} When the API refuses the token, or it is no user's.
 * @throws {ConfigurationError} When an API key was saved, which would go on being used.
 */
export async function loginWithToken(
  settings: Settings,
  token: Secret,
  options: TokenLoginOptions,
): Promise<Tenant | undefined> {
  if (settings.apiKey.value !== undefined && settings.credentialKind === "key") {
    throw new ConfigurationError(
      "You have already logged in with an API key and cannot use a token: use proctor auth logout first",
    );
  }
  let tenant: Tenant | undefined;
  try {
    tenant = await logIn({ ...withKey(settings, token), credentialKind: "token" }, options);
  } catch (error) {
    if (!(error instanceof AuthorizationError)) throw error;
    throw new AuthenticationError(
      "Unauthorized. Cannot use the API token: see that it is whole, of scope USER, and was not revoked",
      { cause: error },
    );
  }
  if (tenant) await saveTokenLogin(settings, { apiToken: token, activeTenantId: tenant.id });
  return tenant;
}
