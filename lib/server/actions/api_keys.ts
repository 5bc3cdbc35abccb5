import type { JsonObject, JsonValue } from "../../core/json.ts";
import { generateApiKey, hashApiKey } from "../access/api_key.ts";
import { forbidden, requirePermission } from "../access/permissions.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { isServiceAccount } from "./service_accounts.ts";

interface KeyInput {
  readonly user_id: string;
  readonly name: string;
  readonly expires_at?: string | null;
  readonly default_tenant_id?: string | null;
}

/**
 * Who the key is to be of: oneself, or a service account of the tenant in use for those who administer them. Anybody
 * else's key is forbidden, whether they exist or not.
 */
async function keyOwner(context: ActionContext, userId: string): Promise<"user" | "service"> {
  const { principal } = context;
  if (userId === principal.userId) {
    // A token of one tenant must not become a key that opens the account's other tenants.
    if (principal.tokenScope !== null) throw forbidden();
    return principal.kind === "service account" ? "service" : "user";
  }
  requirePermission(principal, "create:service-api-key");
  if (await isServiceAccount(context, userId)) return "service";
  throw forbidden();
}

async function createApiKey(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { user_id, name, expires_at = null, default_tenant_id = null } = inputOf<KeyInput>(args);
  const owner = await keyOwner(context, user_id);
  if (default_tenant_id !== null) {
    const where = { user_id, tenant_id: default_tenant_id };
    const [membership] = await context.transaction.select("membership", ["id"], where);
    if (!membership) throw new ApiError("Invalid tenant ID.");
  }
  const key = generateApiKey(owner);
  const [row] = await context.transaction.insert("auth_api_key", [{
    name,
    user_id,
    default_tenant_id,
    created_by_id: context.principal.userId,
    expires_at,
    hash: hashApiKey(key),
  }]);
  // The one place where a key is shown (S06); both documented names have it (S07).
  return { id: row!.id!, key: key.reveal(), token: key.reveal() };
}

async function deleteApiKey(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { transaction, principal } = context;
  const { key_id: id } = inputOf<{ key_id: string }>(args);
  const [key] = await transaction.select("auth_api_key", ["user_id"], { id });
  if (!key) return { success: false };
  const own = key.user_id === principal.userId;
  const administered = principal.permissions.has("delete:service-api-key") &&
    await isServiceAccount(context, key.user_id as string);
  if (!own && !administered) return { success: false };
  return { success: await transaction.delete("auth_api_key", { id }) > 0 };
}

/** Mutations of API keys. Source: statements S06–S09, S11, S13; `reference/prefect-api.md` §9.1. */
export const apiKeyActions: Actions = { create_api_key: createApiKey, delete_api_key: deleteApiKey };
