import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { deleteRows } from "./own_rows.ts";
import { payloadLength } from "./payload_size.ts";
import { putOwnRow } from "./put_own_row.ts";

/** The longest value, in characters of the JSON text that Python writes: what the client lets pass. */
const MAX_VALUE_LENGTH = 10_000;

async function setKeyValue(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { key, value = null } = inputOf<{ key: string; value?: JsonValue }>(args);
  if (payloadLength(value) > MAX_VALUE_LENGTH) throw new ApiError("Value payload exceeds 10 KB limit.");
  return { id: await putOwnRow(context, "key_value", { key: { key }, set: { value } }) };
}

async function deleteKeyValue(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { key_value_id: id } = inputOf<{ key_value_id: string }>(args);
  const success = await deleteRows(context, "key_value", { where: { id } });
  return { success, error: success ? null : "No value found for the requested key" };
}

/** Values that flows share, on the cloud backend. Source: `reference/prefect-api.md` §3.3, §9.1. */
export const keyValueActions: Actions = {
  set_key_value: setKeyValue,
  delete_key_value: deleteKeyValue,
};
