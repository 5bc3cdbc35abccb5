import type { GraphQLClient } from "../graphql/client.ts";
import { createApiKey, type CreatedApiKey } from "./api_keys.ts";
import { createServiceAccount, deleteServiceAccount, listServiceAccounts } from "./service_accounts.ts";

/** A service account with a key. */
export interface ProvisionedAgent extends CreatedApiKey {
  /** The id of the account. */
  readonly accountId: string;
  /** Whether the account was made for it, or was there. */
  readonly isNew: boolean;
}

/**
 * Makes a key for agents: a key of the service account of that name, which is made when there is none.
 *
 * Source: statements S11, S12, S53.
 *
 * @param client Administers the tenant in use; its API is Cloud's.
 * @param options `name` of the account and the key; `role` of an account that is made; `expiresAt` in ISO 8601.
 * @returns The key; its value cannot be had again.
 * @throws {NotDoneError} When there is no such role.
 * @throws {AuthorizationError} When the client does not administer the tenant.
 */
export async function provisionAgentKey(
  client: GraphQLClient,
  options: { readonly name: string; readonly role: string; readonly expiresAt?: string | null | undefined },
): Promise<ProvisionedAgent> {
  const { name, role, expiresAt } = options;
  const found = (await listServiceAccounts(client)).find((account) => account.name === name);
  const accountId = found?.id ?? await createServiceAccount(client, { name, role });
  try {
    const created = await createApiKey(client, { name, userId: accountId, expiresAt });
    return { ...created, accountId, isNew: !found };
  } catch (error) {
    // An account without a key would be found, and thought to be somebody's, the next time.
    if (!found) await deleteServiceAccount(client, accountId);
    throw error;
  }
}
