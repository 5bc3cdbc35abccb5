import type { JsonObject, JsonValue } from "../../core/json.ts";
import { requirePermission } from "../access/permissions.ts";
import { PERMISSIONS } from "../access/roles.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { assignableRole } from "./assignable_role.ts";
import { inputOf } from "./input.ts";
import { deleteRows, findRows, tenantInUse, updateRows } from "./own_rows.ts";

/** Known ones, each of which the principal has; sorted, none twice. */
function grantable({ principal }: ActionContext, permissions: readonly string[]): string[] {
  for (const permission of permissions) {
    if (!PERMISSIONS.includes(permission)) throw new ApiError(`Invalid permission: ${permission}`);
    requirePermission(principal, permission);
  }
  return [...new Set(permissions)].sort();
}

/** Roles are told apart by name, so a custom one has a name of its own. */
async function checkName({ transaction }: ActionContext, name: string, tenantId: string): Promise<void> {
  for (const tenant_id of [null, tenantId]) {
    const taken = await transaction.select("auth_role", ["id"], { name, tenant_id });
    if (taken.length > 0) throw new ApiError("Uniqueness violation.");
  }
}

/** A role of the tenant in use that has no more permissions than the principal. */
async function changeableRole(context: ActionContext, id: string): Promise<string> {
  await assignableRole(context, id);
  const own = await findRows(context, "auth_role", { columns: ["id"], where: { id } });
  if (own.length === 0) throw new ApiError("Default roles cannot be changed.");
  return id;
}

async function createCustomRole(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { name, ...input } = inputOf<{ name: string; permissions: string[] }>(args);
  const tenant_id = tenantInUse(context.principal);
  const permissions = grantable(context, input.permissions);
  await checkName(context, name, tenant_id);
  const [role] = await context.transaction.insert("auth_role", [{ tenant_id, name, permissions }]);
  return { id: role!.id! };
}

async function updateCustomRole(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { role_id, ...input } = inputOf<{ role_id: string; permissions: string[] }>(args);
  const id = await changeableRole(context, role_id);
  const set = { permissions: grantable(context, input.permissions) };
  return { success: await updateRows(context, "auth_role", { set, where: { id } }) };
}

async function deleteCustomRole(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { role_id } = inputOf<{ role_id: string }>(args);
  const id = await changeableRole(context, role_id);
  for (const table of ["membership", "membership_invitation"]) {
    const users = await findRows(context, table, { columns: ["id"], where: { role_id: id }, limit: 1 });
    if (users.length > 0) throw new ApiError("Roles in use cannot be deleted.");
  }
  return { success: await deleteRows(context, "auth_role", { where: { id } }) };
}

/**
 * Mutations of custom roles. Nobody gives a role a permission that they lack, nor changes a role that has one.
 *
 * Source: `reference/prefect-api.md` §9.1 (docs rules); the texts of the refusals are visible in no source.
 */
export const customRoleActions: Actions = {
  create_custom_role: createCustomRole,
  update_custom_role_permissions: updateCustomRole,
  delete_custom_role: deleteCustomRole,
};
