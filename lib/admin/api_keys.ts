import { Secret } from "../core/secret.ts";
import type { GraphQLClient } from "../graphql/client.ts";
import { ownUserId } from "./identity.ts";
import { NotDoneError } from "./not_done_error.ts";

/** An API key as the API lists it: everything but its value, which it does not keep (S16). */
export interface ApiKey {
  /** UUID. */
  readonly id: string;
  /** What lists show; need not be unique. */
  readonly name: string;
  /** The user or service account that the key acts as. */
  readonly user_id: string;
  /** ISO 8601; `null` for never (S09). */
  readonly expires_at: string | null;
  /** The tenant in use when a request does not say. */
  readonly default_tenant_id: string | null;
  /** ISO 8601. */
  readonly created: string;
}

/** A key to be made. */
export interface NewApiKey {
  /** What lists show; need not be unique. */
  readonly name: string;
  /** A service account of the tenant in use; oneself unless given. */
  readonly userId?: string | undefined;
  /** ISO 8601; never unless given. */
  readonly expiresAt?: string | null | undefined;
  /** The tenant in use when a request does not say. */
  readonly tenantId?: string | null | undefined;
}

/** A key that was just made. */
export interface CreatedApiKey {
  /** UUID. */
  readonly id: string;
  /** Shown by the API this once. */
  readonly key: Secret;
}

const LIST = `query($where: auth_api_key_bool_exp) {
  auth_api_key(where: $where, order_by: { created: asc }) { id name user_id expires_at default_tenant_id created }
}`;
const CREATE = `mutation($input: create_api_key_input!) { create_api_key(input: $input) { id key } }`;
const REVOKE = `mutation($input: delete_api_key_input!) { delete_api_key(input: $input) { success } }`;

/**
 * Lists keys: one's own, and for tenant administrators those of the tenant's service accounts.
 *
 * Source: `reference/prefect-api.md` §9.1, statement S16.
 *
 * @param client Whose keys; its API is Cloud's.
 * @param options `userId`: only the keys of this account; `id`: only this key.
 * @returns The keys, oldest first.
 * @throws {AuthorizationError} When the API refuses the client's key.
 */
export async function listApiKeys(
  client: GraphQLClient,
  options: { readonly userId?: string; readonly id?: string } = {},
): Promise<readonly ApiKey[]> {
  const where = {
    ...(options.userId !== undefined && { user_id: { _eq: options.userId } }),
    ...(options.id !== undefined && { id: { _eq: options.id } }),
  };
  const { auth_api_key } = await client.request<{ auth_api_key: ApiKey[] }>(LIST, { where });
  return auth_api_key;
}

/**
 * Makes a key.
 *
 * Source: statements S06, S08, S11.
 *
 * @param client Who makes it; its API is Cloud's.
 * @param options What it is called, whose it is, how long it lives.
 * @returns The key; its value cannot be had again.
 * @throws {AuthorizationError} When the client may not make keys for that account.
 */
export async function createApiKey(client: GraphQLClient, options: NewApiKey): Promise<CreatedApiKey> {
  const { name, expiresAt = null, tenantId } = options;
  const input = {
    name,
    user_id: options.userId ?? await ownUserId(client),
    expires_at: expiresAt,
    ...(tenantId && { default_tenant_id: tenantId }),
  };
  const { create_api_key: { id, key } } = await client.request<
    { create_api_key: { readonly id: string; readonly key: string } }
  >(CREATE, { input });
  return { id, key: new Secret(key) };
}

/**
 * Revokes a key: from then on it is refused everywhere (S13).
 *
 * @param client Who revokes it; its API is Cloud's.
 * @param id The id of the key, not its value.
 * @throws {NotDoneError} When there is no such key, or it is somebody else's.
 * @throws {AuthorizationError} When the API refuses the client's key.
 */
export async function revokeApiKey(client: GraphQLClient, id: string): Promise<void> {
  const { delete_api_key } = await client.request<{ delete_api_key: { readonly success: boolean } }>(
    REVOKE,
    { input: { key_id: id } },
  );
  if (delete_api_key.success) return;
  throw new NotDoneError(`Unable to revoke key "${id}": you have no key of that id, see the list of keys`);
}
