import type { JsonValue } from "../../core/json.ts";
import { PERMISSIONS } from "../access/roles.ts";
import type { QueryContext, ServiceQueries } from "./action.ts";

async function authInfo({ transaction, principal }: QueryContext): Promise<JsonValue> {
  const [role] = principal.roleId === null
    ? []
    : await transaction.select("auth_role", ["name"], { id: principal.roleId });
  return {
    // No tenant belongs to a USER token: clients tell tokens from keys by that (`reference/prefect-api.md` §2.3).
    tenant_id: principal.tenantId,
    user_id: principal.userId,
    api_token_scope: principal.tokenScope,
    role_id: principal.roleId,
    role: role?.name ?? null,
    permissions: [...principal.permissions].sort(),
    license: null,
  };
}

/** What clients ask before anything else. Source: `reference/prefect-api.md` §2.1, §9.1, §9.2. */
export const authInfoQueries: ServiceQueries = {
  auth_info: authInfo,
  authInfo: ({ principal }) => Promise.resolve({ apiTokenScope: principal.tokenScope }),
  permissions_info: ({ principal }) =>
    Promise.resolve({
      all_permissions_filtered_by_license_features: [...PERMISSIONS],
      user_permissions_filtered_by_license_features: [...principal.permissions].sort(),
    }),
};
