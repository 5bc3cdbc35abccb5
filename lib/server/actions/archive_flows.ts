import type { ActionContext } from "./action.ts";
import { setFlowRunStates } from "./flow_run_states.ts";
import { deleteRows, findRows, updateRows } from "./own_rows.ts";

/**
 * Retires versions of flows: runs that the scheduler made and that have not started go, runs that somebody asked for
 * are cancelled.
 *
 * Source: `reference/prefect-api.md` §6.3 (archive_flow).
 *
 * @param context Who asks.
 * @param ids The versions, which must be known to be the principal's.
 */
export async function archiveFlows(context: ActionContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await updateRows(context, "flow", { set: { archived: true }, where: { id: ids } });
  const scheduled = { flow_id: ids, state: "Scheduled" };
  await deleteRows(context, "flow_run", { where: { ...scheduled, auto_scheduled: true } });
  const runs = await findRows(context, "flow_run", { columns: ["id", "flow_id"], where: scheduled });
  await setFlowRunStates(
    context,
    runs.map(({ id, flow_id }) => ({
      flow_run_id: id as string,
      state: { type: "Cancelled", message: `Flow ${flow_id} was archived.` },
    })),
  );
}
