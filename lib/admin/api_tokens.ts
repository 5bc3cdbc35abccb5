import { Secret } from "../core/secret.ts";
import type { GraphQLClient } from "../graphql/client.ts";
import { NotDoneError } from "./not_done_error.ts";

/** What tokens of the older generation come in (S19). */
export const TOKEN_SCOPES = ["USER", "TENANT", "RUNNER"] as const;

/** One of the {@linkcode TOKEN_SCOPES}. */
export type TokenScope = typeof TOKEN_SCOPES[number];

/** A token as the API lists it. */
export interface ApiToken {
  /** UUID. */
  readonly id: string;
  /** What lists show; need not be unique. */
  readonly name: string;
  /** What it can do. */
  readonly scope: TokenScope;
  /** ISO 8601; `null` for never. */
  readonly expires_at: string | null;
}

const LIST = "query { api_token(order_by: { created: asc }) { id name scope expires_at } }";
const CREATE = "mutation($input: create_api_token_input!) { create_api_token(input: $input) { id token } }";
const REVOKE = "mutation($input: delete_api_token_input!) { delete_api_token(input: $input) { success } }";

/**
 * Lists tokens of the older generation, never their values.
 *
 * Source: `reference/prefect-api.md` §2.1.
 *
 * @param client Whose tokens; its API is Cloud's.
 * @returns The tokens, oldest first.
 * @throws {AuthorizationError} When the API refuses the client's key.
 */
export async function listApiTokens(client: GraphQLClient): Promise<readonly ApiToken[]> {
  return (await client.request<{ api_token: ApiToken[] }>(LIST)).api_token;
}

/**
 * Makes a token of the older generation (S18).
 *
 * @param client Who makes it; its API is Cloud's.
 * @param options `scope` says what it can do; `expiresAt` is ISO 8601.
 * @returns The token; its value cannot be had again.
 * @throws {AuthorizationError} When the client may not make such a token (S25).
 */
export async function createApiToken(
  client: GraphQLClient,
  options: {
    readonly name: string;
    readonly scope: TokenScope;
    readonly expiresAt?: string | null | undefined;
  },
): Promise<{ readonly id: string; readonly token: Secret }> {
  const { name, scope, expiresAt = null } = options;
  const { create_api_token: { id, token } } = await client.request<
    { create_api_token: { readonly id: string; readonly token: string } }
  >(CREATE, { input: { name, scope, ...(expiresAt !== null && { expires_at: expiresAt }) } });
  return { id, token: new Secret(token) };
}

/**
 * Revokes a token of the older generation.
 *
 * @param client Who revokes it; its API is Cloud's.
 * @param id The id of the token, not its value.
 * @throws {NotDoneError} When there is no such token, or it is somebody else's.
 * @throws {AuthorizationError} When the API refuses the client's key.
 */
export async function revokeApiToken(client: GraphQLClient, id: string): Promise<void> {
  const { delete_api_token } = await client.request<{ delete_api_token: { readonly success: boolean } }>(
    REVOKE,
    { input: { token_id: id } },
  );
  if (delete_api_token.success) return;
  throw new NotDoneError(
    `Unable to revoke token "${id}": you have no token of that id, see the list of tokens`,
  );
}
