import { parsePythonUuid } from "../core/uuid.ts";
import type { GraphQLClient } from "../graphql/client.ts";
import { NotDoneError } from "./not_done_error.ts";

/** A tenant that one can work in. */
export interface Tenant {
  /** UUID. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** For addresses: lower-case letters, digits, hyphens. */
  readonly slug: string;
}

const LIST = "query { tenant(order_by: { slug: asc }) { id slug name } }";
const BY_SLUG = "query($slug: String) { tenant(where: { slug: { _eq: $slug } }) { id slug name } }";
const BY_ID = "query($id: uuid) { tenant(where: { id: { _eq: $id } }) { id slug name } }";
const CREATE = "mutation($input: create_tenant_input!) { create_tenant(input: $input) { id } }";

/**
 * Lists the tenants that a client can work in.
 *
 * Source: `reference/prefect-api.md` §2.3, statement S33.
 *
 * @param client Whose tenants.
 * @returns The tenants, by slug.
 * @throws {AuthorizationError} When the API refuses the client's key.
 */
export async function listTenants(client: GraphQLClient): Promise<readonly Tenant[]> {
  return (await client.request<{ tenant: Tenant[] }>(LIST)).tenant;
}

/**
 * Finds a tenant by its id or its slug (S34).
 *
 * @param client Whose tenants.
 * @param idOrSlug What looks like a UUID is an id.
 * @returns The tenant.
 * @throws {NotDoneError} When there is none among the tenants that the client can see.
 */
export async function findTenant(client: GraphQLClient, idOrSlug: string): Promise<Tenant> {
  const id = parsePythonUuid(idOrSlug);
  const { tenant: [found] } = id === undefined
    ? await client.request<{ tenant: Tenant[] }>(BY_SLUG, { slug: idOrSlug })
    : await client.request<{ tenant: Tenant[] }>(BY_ID, { id });
  if (found) return found;
  const kind = id === undefined ? "slug" : "id";
  throw new NotDoneError(`No matching tenant found for ${kind} "${idOrSlug}": see the list of tenants`);
}

/**
 * Makes a tenant; on Cloud its maker becomes its administrator.
 *
 * Source: `reference/prefect-api.md` §6.2.
 *
 * @param client Who makes it.
 * @param options `slug` has lower-case letters, digits and single hyphens only.
 * @returns The id of the tenant.
 * @throws {GraphQLError} When the slug is taken or no slug.
 */
export async function createTenant(
  client: GraphQLClient,
  options: { readonly name: string; readonly slug: string },
): Promise<string> {
  const { name, slug } = options;
  const { create_tenant } = await client.request<{ create_tenant: { readonly id: string } }>(CREATE, {
    input: { name, slug },
  });
  return create_tenant.id;
}
