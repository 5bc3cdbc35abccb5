import type { JsonObject, JsonValue } from "../../core/json.ts";
import { generateApiKey, hashApiKey } from "../access/api_key.ts";
import { forbidden, requirePermission } from "../access/permissions.ts";
import type { Principal } from "../access/principal.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";

type Scope = NonNullable<Principal["tokenScope"]>;

interface TokenInput {
  readonly name: string;
  readonly scope?: Scope | null;
  /** The name of `scope` before it was called so. */
  readonly role?: Scope | null;
  readonly expires_at?: string | null;
}

/** Whom a token stands for: a USER token for an account, a TENANT token for a membership, a RUNNER token for a tenant. */
function standsFor({ userId, tenantId }: Principal, scope: Scope): JsonObject {
  if (scope === "USER") return { user_id: userId, tenant_id: null };
  if (tenantId === null) throw new ApiError("Invalid tenant ID.");
  return { user_id: scope === "RUNNER" ? null : userId, tenant_id: tenantId };
}

async function createApiToken(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { transaction, principal } = context;
  const { name, expires_at = null, ...input } = inputOf<TokenInput>(args);
  const scope = input.scope ?? input.role;
  if (!scope) throw new ApiError("A token scope must be provided.");
  // A token of one tenant must not become one that stands for the whole account.
  if (scope === "USER" && principal.tokenScope !== null) throw forbidden();
  if (scope === "RUNNER") requirePermission(principal, "create:service-api-key");
  const token = generateApiKey(scope === "RUNNER" ? "service" : "user");
  const [row] = await transaction.insert("api_token", [{
    ...standsFor(principal, scope),
    name,
    scope,
    created_by_id: principal.userId,
    expires_at,
    hash: hashApiKey(token),
  }]);
  return { id: row!.id!, token: token.reveal() };
}

async function deleteApiToken(context: ActionContext, id: string): Promise<JsonValue> {
  const { transaction, principal } = context;
  const own = { id, user_id: principal.userId };
  if (principal.userId !== null && await transaction.delete("api_token", own) > 0) return { success: true };
  if (principal.tenantId === null || !principal.permissions.has("delete:service-api-key")) {
    return { success: false };
  }
  const runner = { id, scope: "RUNNER", tenant_id: principal.tenantId };
  return { success: await transaction.delete("api_token", runner) > 0 };
}

/** Mutations of tokens of the older generation. Source: statements S18–S25; `reference/prefect-api.md` §2.1. */
export const apiTokenActions: Actions = {
  create_api_token: createApiToken,
  createAPIToken: createApiToken,
  delete_api_token: (context, args) => deleteApiToken(context, inputOf<{ token_id: string }>(args).token_id),
  deleteAPIToken: (context, args) => deleteApiToken(context, inputOf<{ tokenId: string }>(args).tokenId),
};
