import type { JsonObject } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { Action } from "./action.ts";
import { inputOf } from "./input.ts";
import { findRow, updateRows } from "./own_rows.ts";

/**
 * An action that merges settings into those of a flow's group: they hold for all versions of the flow. It refuses an
 * unknown flow.
 *
 * Source: `reference/prefect-api.md` §6.3.
 *
 * @param settings What to set.
 * @returns The action; its input names the flow.
 */
export function setFlowSettings(settings: JsonObject): Action {
  return async (context, args) => {
    const { flow_id } = inputOf<{ flow_id: string }>(args);
    const flow = await findRow(context, "flow", { columns: ["flow_group_id"], where: { id: flow_id } });
    if (!flow) throw new ApiError("Invalid flow ID.");
    const where = { id: flow.flow_group_id as string };
    const group = await findRow(context, "flow_group", { columns: ["settings"], where });
    const set = { settings: { ...group!.settings as JsonObject, ...settings } };
    return { success: await updateRows(context, "flow_group", { set, where }) };
  };
}
