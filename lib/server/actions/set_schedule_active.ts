import { isJsonObject, type JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext } from "./action.ts";
import { findRow, updateRows } from "./own_rows.ts";
import { scheduleFlowRuns } from "./schedule_flow_runs.ts";

/** Every required parameter has a value from the group, or from each of the flow's clocks. */
function coversParameters(
  flow: { readonly schedule: JsonValue; readonly parameters: JsonValue },
  defaults: JsonValue,
): boolean {
  const declared = Array.isArray(flow.parameters) ? flow.parameters.filter(isJsonObject) : [];
  const { clocks } = isJsonObject(flow.schedule) ? flow.schedule : { clocks: [] };
  const sources = (Array.isArray(clocks) ? clocks : [])
    .map((clock) =>
      isJsonObject(clock) && isJsonObject(clock.parameter_defaults) ? clock.parameter_defaults : {}
    );
  return declared.filter(({ required }) => required === true).map(({ name }) => String(name)).every((name) =>
    (isJsonObject(defaults) && Object.hasOwn(defaults, name)) ||
    (sources.length > 0 && sources.every((source) => Object.hasOwn(source, name)))
  );
}

/**
 * Lets the schedule of a flow, or of its group, make runs; the next ones are made at once.
 *
 * Source: `reference/prefect-api.md` §6.3.
 *
 * @param context Who asks; flows of other tenants are unknown.
 * @param id The flow.
 * @returns Whether there is such a flow, and a schedule for it.
 * @throws {ApiError} When the flow's schedule would make runs that lack a required parameter.
 */
export async function setScheduleActive(context: ActionContext, id: string): Promise<boolean> {
  const flow = await findRow(context, "flow", {
    columns: ["flow_group_id", "schedule", "parameters"],
    where: { id },
  });
  if (!flow) return false;
  const group = await findRow(context, "flow_group", {
    columns: ["schedule", "default_parameters"],
    where: { id: flow.flow_group_id as string },
  });
  if (flow.schedule === null && group!.schedule === null) return false;
  if (flow.schedule !== null && !coversParameters(flow, group!.default_parameters)) {
    throw new ApiError("Can not schedule a flow that has required parameters.");
  }
  await updateRows(context, "flow", { set: { is_schedule_active: true }, where: { id } });
  const failure = (await scheduleFlowRuns(context, [id])).failures.get(id);
  if (failure) throw new ApiError(failure.message, { cause: failure });
  return true;
}
