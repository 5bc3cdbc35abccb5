import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { assignableRole } from "./assignable_role.ts";
import { findRow, updateRows } from "./own_rows.ts";

async function setMembershipRole(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { membership_id: id, role_id } = inputOf<{ membership_id: string; role_id: string }>(args);
  const membership = await findRow(context, "membership", { columns: ["role_id"], where: { id } });
  if (!membership) throw new ApiError("Invalid membership ID.");
  // Taking a role away is as much a use of power as giving one.
  await assignableRole(context, membership.role_id as string);
  const set = { role_id: await assignableRole(context, role_id) };
  await updateRows(context, "membership", { set, where: { id } });
  return { id };
}

/** Mutations of memberships. Source: `reference/prefect-api.md` §9.1. */
export const membershipActions: Actions = { set_membership_role: setMembershipRole };
