import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { deleteRows, updateRows } from "./own_rows.ts";

async function updateGroup(context: ActionContext, id: string, set: JsonObject): Promise<JsonValue> {
  return { success: await updateRows(context, "flow_group", { set, where: { id } }) };
}

/** Mutations of flow groups; for an unknown group they all answer `success: false`. Source: `reference/prefect-api.md` §6.4. */
export const flowGroupActions: Actions = {
  async delete_flow_group(context, args) {
    const { flow_group_id } = inputOf<{ flow_group_id: string }>(args);
    return { success: await deleteRows(context, "flow_group", { where: { id: flow_group_id } }) };
  },
  set_flow_group_default_parameters(context, args) {
    const { flow_group_id, parameters } = inputOf<{ flow_group_id: string; parameters: JsonValue }>(args);
    return updateGroup(context, flow_group_id, { default_parameters: parameters });
  },
  set_flow_group_description(context, args) {
    const input = inputOf<{ flow_group_id: string; description?: string | null }>(args);
    return updateGroup(context, input.flow_group_id, { description: input.description ?? null });
  },
  set_flow_group_labels(context, args) {
    const { flow_group_id, labels } = inputOf<{ flow_group_id: string; labels?: string[] | null }>(args);
    return updateGroup(context, flow_group_id, { labels: labels ? [...new Set(labels)] : null });
  },
  set_flow_group_run_config(context, args) {
    const input = inputOf<{ flow_group_id: string; run_config?: JsonValue }>(args);
    return updateGroup(context, input.flow_group_id, { run_config: input.run_config ?? null });
  },
};
