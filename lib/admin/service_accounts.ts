import type { GraphQLClient } from "../graphql/client.ts";
import { ownTenantId } from "./identity.ts";
import { NotDoneError } from "./not_done_error.ts";

/** An account for agents and other programs. */
export interface ServiceAccount {
  /** UUID. */
  readonly id: string;
  /** Need not be unique. */
  readonly name: string;
  /** The name of its role; `null` when the API does not tell. */
  readonly role: string | null;
}

interface Account {
  readonly id: string;
  readonly first_name: string | null;
  readonly username: string;
  readonly memberships: ReadonlyArray<{ readonly role_detail: { readonly name: string } | null }>;
}

const LIST = `query {
  user_view_same_tenant(where: { account_type: { _eq: "SERVICE" } }, order_by: { username: asc }) {
    id first_name username memberships { role_detail { name } }
  }
}`;
const ROLE = "query($name: String!) { auth_role(where: { name: { _eq: $name } }) { id } }";
const CREATE =
  "mutation($input: create_service_account_input!) { create_service_account(input: $input) { id } }";
const DELETE =
  "mutation($input: delete_service_account_input!) { delete_service_account(input: $input) { success } }";

/**
 * Lists the service accounts of the tenant in use.
 *
 * Source: `reference/prefect-api.md` §9.2, statement S11.
 *
 * @param client Who asks; its API is Cloud's.
 * @returns The accounts, by name.
 * @throws {AuthorizationError} When the API refuses the client's key.
 */
export async function listServiceAccounts(client: GraphQLClient): Promise<readonly ServiceAccount[]> {
  const { user_view_same_tenant } = await client.request<{ user_view_same_tenant: Account[] }>(LIST);
  return user_view_same_tenant.map(({ id, first_name, username, memberships }) => ({
    id,
    name: first_name || username,
    role: memberships[0]?.role_detail?.name ?? null,
  }));
}

/**
 * Finds a service account by its id or its name.
 *
 * @param client Who asks; its API is Cloud's.
 * @param idOrName Names need not be unique, so one that several accounts have finds none.
 * @returns The account.
 * @throws {NotDoneError} When there is none, or more than one.
 */
export async function findServiceAccount(client: GraphQLClient, idOrName: string): Promise<ServiceAccount> {
  const accounts = await listServiceAccounts(client);
  const found = accounts.filter(({ id, name }) => id === idOrName || name === idOrName);
  if (found.length === 1) return found[0]!;
  const reason = found.length === 0
    ? "there is none in this tenant"
    : `${found.length} accounts have that name, give an id`;
  throw new NotDoneError(
    `Cannot find service account "${idOrName}": ${reason}, see the list of service accounts`,
  );
}

/**
 * Makes a service account in the tenant in use; only its administrators can (S12).
 *
 * @param client Who makes it; its API is Cloud's.
 * @param options `role`: the name of a role, such as `RUNNER` for an agent.
 * @returns The id of the account.
 * @throws {NotDoneError} When there is no such role.
 * @throws {AuthorizationError} When the client is no administrator.
 */
export async function createServiceAccount(
  client: GraphQLClient,
  options: { readonly name: string; readonly role: string },
): Promise<string> {
  const { name, role } = options;
  const { auth_role: [found] } = await client.request<{ auth_role: Array<{ readonly id: string }> }>(ROLE, {
    name: role,
  });
  if (!found) {
    throw new NotDoneError(
      `Cannot make service account "${name}": there is no role "${role}", usual are RUNNER, USER, READ_ONLY_USER, TENANT_ADMIN`,
    );
  }
  const input = { tenant_id: await ownTenantId(client), name, role_id: found.id };
  const { create_service_account } = await client.request<
    { create_service_account: { readonly id: string } }
  >(
    CREATE,
    { input },
  );
  return create_service_account.id;
}

/**
 * Removes a service account and its keys.
 *
 * @param client Who removes it; its API is Cloud's.
 * @param id The id of the account.
 * @throws {NotDoneError} When the tenant has no such service account.
 * @throws {AuthorizationError} When the client is no administrator.
 */
export async function deleteServiceAccount(client: GraphQLClient, id: string): Promise<void> {
  const { delete_service_account } = await client.request<
    { delete_service_account: { readonly success: boolean } }
  >(DELETE, { input: { user_id: id } });
  if (delete_service_account.success) return;
  throw new NotDoneError(`Unable to remove service account "${id}": there is none of that id in this tenant`);
}
