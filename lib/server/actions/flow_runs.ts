import { currentTimestamp } from "../../core/timestamp.ts";
import { ApiError } from "../model/api_error.ts";
import type { Actions } from "./action.ts";
import { createFlowRun } from "./create_flow_run.ts";
import { inputOf } from "./input.ts";
import { deleteRows, updateRows } from "./own_rows.ts";

/** Mutations of flow runs, except of their states. Source: `reference/prefect-api.md` §6.5. */
export const flowRunActions: Actions = {
  create_flow_run: createFlowRun,
  async delete_flow_run(context, args) {
    const { flow_run_id } = inputOf<{ flow_run_id: string }>(args);
    return { success: await deleteRows(context, "flow_run", { where: { id: flow_run_id } }) };
  },
  async set_flow_run_name(context, args) {
    const { flow_run_id: id, name } = inputOf<{ flow_run_id: string; name: string }>(args);
    if (name === "") throw new ApiError("Invalid name");
    return { success: await updateRows(context, "flow_run", { set: { name }, where: { id } }) };
  },
  async set_flow_run_labels(context, args) {
    const { flow_run_id: id, labels } = inputOf<{ flow_run_id: string; labels: string[] }>(args);
    const set = { labels: [...labels].sort() };
    return { success: await updateRows(context, "flow_run", { set, where: { id } }) };
  },
  async update_flow_run_heartbeat(context, args) {
    const { flow_run_id: id } = inputOf<{ flow_run_id: string }>(args);
    await updateRows(context, "flow_run", { set: { heartbeat: currentTimestamp() }, where: { id } });
    // Prefect writes heartbeats after it answered, so it answers the same for a run that is not there.
    return { success: true };
  },
};
