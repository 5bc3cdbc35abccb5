import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { ROLES } from "../access/roles.ts";
import { forbidden } from "../access/permissions.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { isOwnTenant, requestedTenant } from "./own_rows.ts";

/** What Python's `slugify` leaves as it is; nothing at all is among it. */
const SLUG_REGEXP = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/;

function checkSlug(slug: string): void {
  if (!SLUG_REGEXP.test(slug)) throw new ApiError('Slug must be "slugified" (lowercase; no spaces)');
}

async function createTenant(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { transaction, principal } = context;
  const { name, slug } = inputOf<{ name: string; slug: string }>(args);
  checkSlug(slug);
  // A service account lives and dies with its one tenant.
  if (principal.kind === "service account") throw forbidden();
  const [tenant] = await transaction.insert("tenant", [{ name, slug }]);
  const id = tenant!.id as string;
  if (principal.kind === "user") {
    const { userId } = principal;
    const row = { tenant_id: id, user_id: userId, role_id: ROLES.TENANT_ADMIN.id };
    const [membership] = await transaction.insert("membership", [row]);
    const set = { default_membership_id: membership!.id! };
    await transaction.update("user", set, { id: userId, default_membership_id: null });
  }
  return { id };
}

/** They live and die with their tenant. */
async function deleteServiceAccounts({ transaction }: ActionContext, tenant_id: string): Promise<void> {
  const members = await transaction.select("membership", ["user_id"], { tenant_id });
  const id = members.map(({ user_id }) => user_id as string);
  await transaction.delete("user", { id, account_type: "SERVICE" });
}

async function deleteTenant(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { tenant_id, confirm } = inputOf<{ tenant_id: string; confirm: boolean }>(args);
  if (!confirm) throw new ApiError("Must pass `confirm=True` to proceed.");
  if (!await isOwnTenant(context, tenant_id)) return { success: false };
  await deleteServiceAccounts(context, tenant_id);
  return { success: await context.transaction.delete("tenant", { id: tenant_id }) > 0 };
}

/** On the cloud backend the tenant may be left out: it is the one in use then. */
interface TenantInput {
  readonly tenant_id?: string | null;
}

/** Sets a column of a tenant. @throws {ApiError} When the tenant is unknown. */
async function updateTenant(
  context: ActionContext,
  { tenant_id }: TenantInput,
  set: JsonObject,
): Promise<JsonValue> {
  const id = await requestedTenant(context, tenant_id);
  const updated = id !== undefined && await context.transaction.update("tenant", set, { id }) > 0;
  if (!updated) throw new ApiError("Update failed.");
  return { id };
}

async function updateTenantSettings(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { tenant_id, settings = {} } = inputOf<TenantInput & { settings?: JsonValue }>(args);
  const id = await requestedTenant(context, tenant_id);
  if (id === undefined) throw new ApiError("Invalid tenant id.");
  const found = await context.transaction.select("tenant", ["settings"], { id });
  if (!isJsonObject(settings)) throw new ApiError("'settings' must be a JSON object");
  const merged = { ...found[0]!.settings as JsonObject, ...settings };
  await context.transaction.update("tenant", { settings: merged }, { id });
  return { id };
}

/** Mutations of tenants. Source: `reference/prefect-api.md` §6.2. */
export const tenantActions: Actions = {
  create_tenant: createTenant,
  delete_tenant: deleteTenant,
  update_tenant_name(context, args) {
    const { name, ...tenant } = inputOf<TenantInput & { name: string }>(args);
    return updateTenant(context, tenant, { name });
  },
  async update_tenant_slug(context, args) {
    const { slug, ...tenant } = inputOf<TenantInput & { slug: string }>(args);
    checkSlug(slug);
    return await updateTenant(context, tenant, { slug });
  },
  update_tenant_settings: updateTenantSettings,
};
