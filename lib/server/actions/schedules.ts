import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { ActionContext, Actions } from "./action.ts";
import { groupSchedule, type ScheduleInput } from "./group_schedule.ts";
import { inputOf } from "./input.ts";
import { deleteRows, findRows, updateRows } from "./own_rows.ts";
import { setScheduleActive } from "./set_schedule_active.ts";

/** Takes back the runs that the scheduler has made and that have not started. */
async function unscheduleRuns(context: ActionContext, flowIds: readonly string[]): Promise<void> {
  if (flowIds.length === 0) return;
  const where = { flow_id: flowIds, auto_scheduled: true, state: "Scheduled" };
  await deleteRows(context, "flow_run", { where });
}

async function setScheduleInactive(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { flow_id: id } = inputOf<{ flow_id: string }>(args);
  const found = await updateRows(context, "flow", { set: { is_schedule_active: false }, where: { id } });
  if (found) await unscheduleRuns(context, [id]);
  return { success: found };
}

/** Replaces the schedule of a group; what follows from it is for the scheduler to make. */
async function replaceSchedule(
  context: ActionContext,
  id: string,
  schedule: JsonObject | null,
): Promise<JsonValue> {
  if (!await updateRows(context, "flow_group", { set: { schedule }, where: { id } })) {
    return { success: false };
  }
  const flows = await findRows(context, "flow", { columns: ["id"], where: { flow_group_id: id } });
  await unscheduleRuns(context, flows.map((flow) => flow.id as string));
  return { success: true };
}

/** Mutations of schedules. Source: `reference/prefect-api.md` §6.3 and §6.4. */
export const scheduleActions: Actions = {
  async set_schedule_active(context, args) {
    return { success: await setScheduleActive(context, inputOf<{ flow_id: string }>(args).flow_id) };
  },
  set_schedule_inactive: setScheduleInactive,
  set_flow_group_schedule(context, args) {
    const { flow_group_id, ...input } = inputOf<ScheduleInput & { flow_group_id: string }>(args);
    return replaceSchedule(context, flow_group_id, groupSchedule(input, context.now));
  },
  delete_flow_group_schedule(context, args) {
    return replaceSchedule(context, inputOf<{ flow_group_id: string }>(args).flow_group_id, null);
  },
};
