import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { keepAdministrator } from "./keep_administrator.ts";
import { findRow, isOwnTenant } from "./own_rows.ts";
import { assignableRole } from "./assignable_role.ts";

/**
 * Tells whether an account is a service account of the tenant in use.
 *
 * @param context Who asks.
 * @param userId The account.
 * @returns `false` also for persons, and for service accounts of other tenants.
 * @throws {ApiError} `FORBIDDEN` when the principal is a member of no tenant.
 */
export async function isServiceAccount(context: ActionContext, userId: string): Promise<boolean> {
  return await findMembership(context, userId) !== undefined;
}

/** The one membership of a service account of the tenant in use. */
async function findMembership(context: ActionContext, userId: string): Promise<string | undefined> {
  const membership = await findRow(context, "membership", { columns: ["id"], where: { user_id: userId } });
  if (!membership) return undefined;
  const where = { id: userId, account_type: "SERVICE" };
  const accounts = await context.transaction.select("user", ["id"], where);
  return accounts.length > 0 ? membership.id as string : undefined;
}

async function createServiceAccount(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { transaction } = context;
  const { tenant_id, name, role_id } = inputOf<{ tenant_id: string; name: string; role_id: string }>(args);
  if (!await isOwnTenant(context, tenant_id)) throw new ApiError("Invalid tenant ID.");
  const roleId = await assignableRole(context, role_id);
  const [id, membershipId] = [crypto.randomUUID(), crypto.randomUUID()];
  // Names may repeat, user names may not.
  const username = `${name}-${id}`;
  await transaction.insert("user", [{
    id,
    username,
    first_name: name,
    account_type: "SERVICE",
    default_membership_id: membershipId,
  }]);
  await transaction.insert("membership", [{ id: membershipId, tenant_id, user_id: id, role_id: roleId }]);
  return { id };
}

async function deleteServiceAccount(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { user_id: id } = inputOf<{ user_id: string }>(args);
  const membershipId = await findMembership(context, id);
  if (membershipId === undefined) return { success: false };
  await keepAdministrator(context, membershipId);
  return { success: await context.transaction.delete("user", { id }) > 0 };
}

/** Mutations of service accounts. Source: statements S11, S12; `reference/prefect-api.md` §9.2. */
export const serviceAccountActions: Actions = {
  create_service_account: createServiceAccount,
  delete_service_account: deleteServiceAccount,
};
