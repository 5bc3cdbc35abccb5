import { isJsonObject, type JsonValue } from "../core/json.ts";
import type { GraphQLClient } from "../graphql/client.ts";
import { GraphQLError } from "../graphql/errors.ts";
import { NotDoneError } from "./not_done_error.ts";

const SET = "mutation($input: set_secret_input!) { set_secret(input: $input) { success } }";
const DELETE = "mutation($input: delete_secret_input!) { delete_secret(input: $input) { success } }";
const VALUE = "query($name: String!) { secret_value(name: $name) }";
const NAMES = "query { secret_names }";

/** What the API says of a name that has no value (`reference/prefect-api.md` §2.4). */
const NO_VALUE = "No value found for the requested key";

/** An answer of a mutation: whether it did what it was asked for. */
function succeeded(payload: unknown): boolean {
  return isJsonObject(payload as JsonValue) && (payload as { success?: unknown }).success === true;
}

/**
 * Stores a secret in the tenant in use; one of that name is replaced.
 *
 * Source: `reference/prefect-api.md` §9.1.
 *
 * @param client Who stores it; its API is Cloud's.
 * @param options The name, and any JSON value.
 * @throws {NotDoneError} When the API did not store it.
 * @throws {AuthorizationError} When the client may not.
 */
export async function setSecret(
  client: GraphQLClient,
  options: { readonly name: string; readonly value: JsonValue },
): Promise<void> {
  const { name, value } = options;
  const { set_secret } = await client.request<{ set_secret: unknown }>(SET, { input: { name, value } });
  if (!succeeded(set_secret)) {
    throw new NotDoneError(`Setting secret "${name}" failed: the API gave no reason`);
  }
}

/**
 * Reads a secret of the tenant in use.
 *
 * @param client Who reads it; its API is Cloud's.
 * @param name Its name.
 * @returns Its value.
 * @throws {NotDoneError} When there is no secret of that name.
 * @throws {AuthorizationError} When the client may not.
 */
export async function readSecret(client: GraphQLClient, name: string): Promise<JsonValue> {
  try {
    return (await client.request<{ secret_value: JsonValue }>(VALUE, { name })).secret_value;
  } catch (error) {
    if (!(error instanceof GraphQLError) || !error.message.includes(NO_VALUE)) throw error;
    throw new NotDoneError(
      `Cannot read secret "${name}": there is none of that name, see the list of secrets`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Lists the names of the secrets of the tenant in use.
 *
 * @param client Who asks; its API is Cloud's.
 * @returns The names.
 * @throws {AuthorizationError} When the client may not.
 */
export async function listSecretNames(client: GraphQLClient): Promise<readonly string[]> {
  return (await client.request<{ secret_names: string[] }>(NAMES)).secret_names;
}

/**
 * Removes a secret of the tenant in use.
 *
 * @param client Who removes it; its API is Cloud's.
 * @param name Its name.
 * @throws {NotDoneError} When there is no secret of that name.
 * @throws {AuthorizationError} When the client may not.
 */
export async function deleteSecret(client: GraphQLClient, name: string): Promise<void> {
  const { delete_secret } = await client.request<{ delete_secret: unknown }>(DELETE, { input: { name } });
  if (!succeeded(delete_secret)) {
    throw new NotDoneError(
      `Cannot remove secret "${name}": there is none of that name, see the list of secrets`,
    );
  }
}
