import { AuthenticationError } from "../core/errors.ts";
import type { GraphQLClient } from "../graphql/client.ts";

/** Who sends the requests of a client. */
export interface Identity {
  /** The account; `null` for a RUNNER token, which belongs to a tenant. */
  readonly user_id: string | null;
  /** The tenant in use; `null` for a USER token. */
  readonly tenant_id: string | null;
}

const DOCUMENT = "query { auth_info { user_id tenant_id } }";

/**
 * Asks the API who is asking. As every request with a wrong key fails, this is also how a key is tried.
 *
 * Source: `reference/prefect-api.md` §2.3.
 *
 * @param client Whose key is in question; its API is Cloud's.
 * @returns The account and the tenant in use.
 * @throws {AuthorizationError} When the API refuses the key.
 */
export async function whoAmI(client: GraphQLClient): Promise<Identity> {
  const { auth_info } = await client.request<{ auth_info: Identity }>(DOCUMENT);
  return auth_info;
}

/**
 * The account a client acts as.
 *
 * @param client Whose key is in question; its API is Cloud's.
 * @returns The id of the account.
 * @throws {AuthenticationError} When the credential belongs to no account, as a RUNNER token does.
 * @throws {AuthorizationError} When the API refuses the key.
 */
export async function ownUserId(client: GraphQLClient): Promise<string> {
  const { user_id } = await whoAmI(client);
  if (user_id !== null) return user_id;
  throw new AuthenticationError(
    "Cannot find out the user: a RUNNER token belongs to a tenant, use the API key of a user",
  );
}

/**
 * The tenant a client works in.
 *
 * @param client Whose tenant is in question; its API is Cloud's.
 * @returns The id of the tenant.
 * @throws {AuthenticationError} When the credential has no tenant, as a USER token has not.
 * @throws {AuthorizationError} When the API refuses the key.
 */
export async function ownTenantId(client: GraphQLClient): Promise<string> {
  const { tenant_id } = await whoAmI(client);
  if (tenant_id !== null) return tenant_id;
  throw new AuthenticationError(
    "An API token was used as an API key: there is no tenant associated with API tokens, use an API key",
  );
}
