import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ROLES } from "../access/roles.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { assignableRole } from "./assignable_role.ts";
import { inputOf } from "./input.ts";
import { keepAdministrator } from "./keep_administrator.ts";
import { deleteRows, findRow, tenantInUse, updateRows } from "./own_rows.ts";
import { isServiceAccount } from "./service_accounts.ts";

async function setMembershipRole(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { membership_id: id, role_id } = inputOf<{ membership_id: string; role_id: string }>(args);
  const membership = await findRow(context, "membership", { columns: ["role_id"], where: { id } });
  if (!membership) throw new ApiError("Invalid membership ID.");
  // Taking a role away is as much a use of power as giving one.
  await assignableRole(context, membership.role_id as string);
  const set = { role_id: await assignableRole(context, role_id) };
  if (role_id !== ROLES.TENANT_ADMIN.id) await keepAdministrator(context, id);
  await updateRows(context, "membership", { set, where: { id } });
  return { id };
}

async function deleteMembership(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { membership_id: id } = inputOf<{ membership_id: string }>(args);
  const membership = await findRow(context, "membership", { columns: ["role_id", "user_id"], where: { id } });
  if (!membership) return { success: false };
  const user_id = membership.user_id as string;
  // It would be left with keys and without a tenant.
  if (await isServiceAccount(context, user_id)) {
    throw new ApiError("Service accounts cannot leave their tenant.");
  }
  await assignableRole(context, membership.role_id as string);
  await keepAdministrator(context, id);
  // Invited again, the account is to get no token back that it had before.
  await context.transaction.delete("api_token", {
    user_id,
    scope: "TENANT",
    tenant_id: tenantInUse(context.principal),
  });
  return { success: await deleteRows(context, "membership", { where: { id } }) };
}

/** Mutations of memberships. Source: `reference/prefect-api.md` §9.1, §9.2. */
export const membershipActions: Actions = {
  set_membership_role: setMembershipRole,
  delete_membership: deleteMembership,
};
