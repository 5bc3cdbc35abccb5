import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { ROLES } from "../access/roles.ts";
import { forbidden } from "../access/permissions.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { isOwnTenant } from "./own_rows.ts";

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
    const membership = { tenant_id: id, user_id: principal.userId, role_id: ROLES.TENANT_ADMIN.id };
    await transaction.insert("membership", [membership]);
  }
  return { id };
}

async function deleteTenant(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { tenant_id, confirm } = inputOf<{ tenant_id: string; confirm: boolean }>(args);
  if (!confirm) throw new ApiError("Must pass `confirm=True` to proceed.");
  if (!await isOwnTenant(context, tenant_id)) return { success: false };
  return { success: await context.transaction.delete("tenant", { id: tenant_id }) > 0 };
}

/** Sets a column of a tenant. @throws {ApiError} When the tenant is unknown. */
async function updateTenant(context: ActionContext, id: string, set: JsonObject): Promise<JsonValue> {
  const updated = await isOwnTenant(context, id) &&
    await context.transaction.update("tenant", set, { id }) > 0;
  if (!updated) throw new ApiError("Update failed.");
  return { id };
}

async function updateTenantSettings(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { tenant_id: id, settings = {} } = inputOf<{ tenant_id: string; settings?: JsonValue }>(args);
  const found = await isOwnTenant(context, id)
    ? await context.transaction.select("tenant", ["settings"], { id })
    : [];
  if (found.length === 0) throw new ApiError("Invalid tenant id.");
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
    const { tenant_id, name } = inputOf<{ tenant_id: string; name: string }>(args);
    return updateTenant(context, tenant_id, { name });
  },
  async update_tenant_slug(context, args) {
    const { tenant_id, slug } = inputOf<{ tenant_id: string; slug: string }>(args);
    checkSlug(slug);
    return await updateTenant(context, tenant_id, { slug });
  },
  update_tenant_settings: updateTenantSettings,
};
