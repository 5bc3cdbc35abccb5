import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { forbidden } from "../access/permissions.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";

/** The account of a person; tokens speak for less than the account, and programs have no details. */
function ownAccount({ principal }: ActionContext): string {
  if (principal.kind !== "user" || principal.userId === null || principal.tokenScope !== null) {
    throw forbidden();
  }
  return principal.userId;
}

async function updateUserDetails(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const id = ownAccount(context);
  const { first_name, last_name } = inputOf<{ first_name?: string | null; last_name?: string | null }>(args);
  const set = {
    ...(first_name !== undefined && { first_name }),
    ...(last_name !== undefined && { last_name }),
  };
  await context.transaction.update("user", set, { id });
  return { id };
}

async function updateUserSettings(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const id = ownAccount(context);
  const { settings } = inputOf<{ settings: JsonValue }>(args);
  if (!isJsonObject(settings)) throw new ApiError("'settings' must be a JSON object");
  const [user] = await context.transaction.select("user", ["settings"], { id });
  const merged = { ...user!.settings as JsonObject, ...settings };
  await context.transaction.update("user", { settings: merged }, { id });
  return { id };
}

/**
 * Mutations of one's own account: what is left out stays, settings are merged as those of a tenant are.
 *
 * Source: `reference/prefect-api.md` §9.2 (names and shapes).
 */
export const userActions: Actions = {
  update_user_details: updateUserDetails,
  update_user_settings: updateUserSettings,
};
