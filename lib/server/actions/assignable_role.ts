import { forbidden } from "../access/permissions.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext } from "./action.ts";

/**
 * Makes sure that a principal may give a role: nobody hands out more than they have.
 *
 * Source: `reference/prefect-api.md` §9.1 (docs rules).
 *
 * @param context Who wants to give it.
 * @param id The role: one that every installation has, or one of the tenant in use.
 * @returns The id.
 * @throws {ApiError} When the role is unknown, or `FORBIDDEN` when it has permissions that the principal lacks.
 */
export async function assignableRole({ transaction, principal }: ActionContext, id: string): Promise<string> {
  const [role] = await transaction.select("auth_role", ["tenant_id", "permissions"], { id });
  if (!role || (role.tenant_id !== null && role.tenant_id !== principal.tenantId)) {
    throw new ApiError("Invalid role ID.");
  }
  const beyond = (role.permissions as string[]).some((permission) => !principal.permissions.has(permission));
  if (beyond) throw forbidden();
  return id;
}
