import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { currentTimestamp } from "../../core/timestamp.ts";
import { ApiError } from "../model/api_error.ts";
import type { Row } from "../model/row.ts";
import type { ActionContext } from "./action.ts";
import { inputOf } from "./input.ts";
import { findRow, findRows } from "./own_rows.ts";
import { newRun, recordStates } from "./record_states.ts";
import { runName } from "./run_name.ts";
import { loadState } from "./serialized_state.ts";
import { createTaskRuns } from "./create_task_runs.ts";

interface FlowRunInput {
  readonly flow_id?: string | null;
  readonly version_group_id?: string | null;
  readonly parameters?: JsonValue;
  readonly labels?: string[] | null;
  readonly run_config?: JsonValue;
  readonly context?: JsonValue;
  readonly scheduled_start_time?: string | null;
  readonly idempotency_key?: string | null;
  readonly flow_run_name?: string | null;
}

const FLOW_COLUMNS = [
  "id",
  "tenant_id",
  "flow_group_id",
  "archived",
  "parameters",
  "run_config",
  "environment",
] as const;

type Flow = Record<typeof FLOW_COLUMNS[number], JsonValue>;

async function findFlow(context: ActionContext, input: FlowRunInput): Promise<Flow> {
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

/** The flow's defaults, then the group's, then what is given. @throws {ApiError} When a required one is missing. */
function mergeParameters(flow: Flow, group: Row, given: JsonValue): JsonObject {
  const declared = Array.isArray(flow.parameters) ? flow.parameters.filter(isJsonObject) : [];
  // Prefect keeps only defaults that Python counts as true.
  const defaults = declared.filter((one) => isTruthy(one.default)).map((one) => [one.name, one.default]);
  const merged: JsonObject = {
    ...Object.fromEntries(defaults),
    ...isJsonObject(group.default_parameters) ? group.default_parameters : {},
    ...isJsonObject(given) ? given : {},
  };
  const missing = declared.filter((one) => one.required === true && !Object.hasOwn(merged, String(one.name)));
  if (missing.length > 0) {
    const names = missing.map((one) => `'${one.name}'`).join(", ");
    throw new ApiError(`Required parameters were not supplied: {${names}}`);
  }
  return merged;
}

function isTruthy(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isJsonObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

function labelsIn(config: JsonValue | undefined): string[] | undefined {
  const labels = isJsonObject(config) ? config.labels : undefined;
  return Array.isArray(labels) ? labels as string[] : undefined;
}

/** The first that says anything: the run, its configuration, the group, the group's, the flow's. */
function chooseLabels(flow: Flow, group: Row, input: FlowRunInput): string[] {
  const labels = input.labels ?? labelsIn(input.run_config) ?? group.labels as string[] | null ??
    labelsIn(group.run_config) ?? labelsIn(flow.run_config) ?? labelsIn(flow.environment) ?? [];
  return [...labels].sort();
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
    columns: ["default_parameters", "labels", "run_config"],
    where: { id: flow.flow_group_id as string },
  }) ?? {};
  const parameters = mergeParameters(flow, group, input.parameters ?? null);
  const startTime = input.scheduled_start_time ?? currentTimestamp();
  const key = input.idempotency_key ?? null;
  const [run] = await context.transaction.insert("flow_run", [{
    tenant_id: flow.tenant_id,
    flow_id: flow.id,
    name: input.flow_run_name || runName(Math.random()),
    parameters,
    labels: chooseLabels(flow, group, input),
    run_config: input.run_config ?? group.run_config ?? flow.run_config,
    context: input.context ?? {},
    scheduled_start_time: startTime,
    idempotency_key: key,
  }], { onConflict: "ignore" });
  const id = run!.id as string;
  if (key !== null) {
    const where = { flow_id: flow.id as string, idempotency_key: key };
    const [stored] = await findRows(context, "flow_run", { columns: ["id"], where });
    if (stored!.id !== id) return { id: stored!.id };
  }
  await createTaskRuns(context, { id, flow_id: flow.id, tenant_id: flow.tenant_id });
  const state = loadState({ type: "Scheduled", message: "Flow run scheduled.", start_time: startTime });
  const created = newRun({ id, tenant_id: flow.tenant_id });
  await recordStates(context.transaction, [{ run: created, state }], {
    table: "flow_run",
    alive: new Set(),
  });
  return { id };
}
