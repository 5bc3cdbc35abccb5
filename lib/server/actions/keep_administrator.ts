import { ROLES } from "../access/roles.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext } from "./action.ts";
import { findRows } from "./own_rows.ts";

/**
 * Makes sure that somebody else administers the tenant in use, before an administrator is removed or demoted. Only
 * persons count: a service account cannot log in to make things right.
 *
 * No source shows Cloud's answer; a tenant without an administrator could never get one again.
 *
 * @param context Who asks.
 * @param membershipId The membership that is about to end or to get a lesser role.
 * @throws {ApiError} When it is the last one of an administrator.
 */
export async function keepAdministrator(context: ActionContext, membershipId: string): Promise<void> {
  const others = await findRows(context, "membership", {
    columns: ["user_id"],
    where: { role_id: ROLES.TENANT_ADMIN.id, id: { not: membershipId } },
  });
  const ids = others.map(({ user_id }) => user_id as string);
  const where = { id: ids, account_type: "USER" };
  const persons = await context.transaction.select("user", ["id"], where, { limit: 1 });
  if (persons.length === 0) throw new ApiError("A tenant must keep at least one administrator.");
}
