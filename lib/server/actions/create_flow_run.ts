import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { Row } from "../model/row.ts";
import type { ActionContext } from "./action.ts";
import { inputOf } from "./input.ts";
import { insertFlowRuns } from "./insert_flow_runs.ts";
import { findRow } from "./own_rows.ts";
import {
  FLOW_COLUMNS,
  type FlowOfRuns,
  GROUP_COLUMNS,
  planFlowRun,
  type PlannedRun,
} from "./plan_flow_run.ts";

interface FlowRunInput extends PlannedRun {
  readonly flow_id?: string | null;
  readonly version_group_id?: string | null;
}

async function findFlow(context: ActionContext, input: FlowRunInput): Promise<FlowOfRuns> {
  const { flow_id: id, version_group_id } = input;
  if (id) {
    const flow = await findRow(context, "flow", { columns: FLOW_COLUMNS, where: { id } });
    if (!flow) throw new ApiError(`Flow ${id} not found`);
    if (flow.archived) throw new ApiError(`Flow ${id} is archived.`);
    return flow;
  }
  if (!version_group_id) throw new ApiError("A flow id or version group ID must be provided.");
  const newest = await findRow(context, "flow", {
    columns: FLOW_COLUMNS,
    where: { version_group_id, archived: false },
    orderBy: [["version", "desc"]],
  });
  if (!newest) throw new ApiError(`Version group ${version_group_id} has no unarchived flows.`);
  return newest;
}

/**
 * Schedules a run of a flow, with a task run for each of its tasks. A second run of the flow with the same idempotency
 * key is the first run, whatever else is asked for.
 *
 * Source: `reference/prefect-api.md` §6.5, §5.5.
 *
 * @param context Who asks; flows of other tenants are unknown.
 * @param args The arguments of the root field.
 * @returns The payload with the id.
 * @throws {ApiError} When the flow is unknown or archived, or a required parameter is missing.
 */
export async function createFlowRun(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const input = inputOf<FlowRunInput>(args);
  const flow = await findFlow(context, input);
  const group: Row = await findRow(context, "flow_group", {
    columns: GROUP_COLUMNS,
    where: { id: flow.flow_group_id as string },
  }) ?? {};
  const planned = planFlowRun({ flow, group }, input);
  const [created] = await insertFlowRuns(context, [planned]);
  if (created) return { id: created.id! };
  const where = { flow_id: flow.id as string, idempotency_key: input.idempotency_key! };
  const stored = await findRow(context, "flow_run", { columns: ["id"], where });
  return { id: stored!.id };
}
