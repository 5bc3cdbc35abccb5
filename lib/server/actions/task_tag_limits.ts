import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { deleteRows } from "./own_rows.ts";
import { putOwnRow } from "./put_own_row.ts";

async function updateTaskTagLimit(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { tag, limit } = inputOf<{ tag: string; limit: number }>(args);
  if (limit < 0) throw new ApiError("Concurrency limits must be >= 0");
  return { id: await putOwnRow(context, "task_tag_limit", { key: { tag }, set: { limit } }) };
}

/** Limits of tags, on the cloud backend. Source: `reference/prefect-api.md` §3.4, §9.1. */
export const taskTagLimitActions: Actions = {
  update_task_tag_limit: updateTaskTagLimit,
  async delete_task_tag_limit(context, args) {
    const { limit_id: id } = inputOf<{ limit_id: string }>(args);
    return { success: await deleteRows(context, "task_tag_limit", { where: { id } }) };
  },
};
