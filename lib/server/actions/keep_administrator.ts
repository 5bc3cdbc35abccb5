import { ROLES } from "../access/roles.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext } from "./action.ts";
import { findRow } from "./own_rows.ts";

/**
 * Makes sure that somebody else administers the tenant in use, before an administrator is removed or demoted. A service
 * account is somebody too: whoever has a key of it can give the role back.
 *
 * No source shows Cloud's answer; a tenant without an administrator could never get one again.
 *
 * @param context Who asks.
 * @param membershipId The membership that is about to end or to get a lesser role, whoever's it is.
 * @throws {ApiError} When it is the last one of an administrator.
 */
export async function keepAdministrator(context: ActionContext, membershipId: string): Promise<void> {
  const role_id = ROLES.TENANT_ADMIN.id;
  const ending = await findRow(context, "membership", {
    columns: ["id"],
    where: { id: membershipId, role_id },
  });
  if (!ending) return;
  const where = { role_id, id: { not: membershipId } };
  const other = await findRow(context, "membership", { columns: ["id"], where });
  if (!other) throw new ApiError("A tenant must keep at least one administrator.");
}
