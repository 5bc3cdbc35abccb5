import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { currentTimestamp } from "../../core/timestamp.ts";
import { ApiError } from "../model/api_error.ts";
import type { Row } from "../model/row.ts";
import { runName } from "./run_name.ts";

/** The columns of a flow that {@linkcode planFlowRun} reads. */
export const FLOW_COLUMNS = [
  "id",
  "tenant_id",
  "flow_group_id",
  "archived",
  "parameters",
  "run_config",
  "environment",
] as const;

/** A flow, as far as its runs depend on it. */
export type FlowOfRuns = Record<typeof FLOW_COLUMNS[number], JsonValue>;

/** The columns of a flow group that {@linkcode planFlowRun} reads. */
export const GROUP_COLUMNS = ["id", "default_parameters", "labels", "run_config"] as const;

/** What may be said of a run that is to be. */
export interface PlannedRun {
  readonly parameters?: JsonValue;
  readonly labels?: readonly string[] | null;
  readonly run_config?: JsonValue;
  readonly context?: JsonValue;
  readonly scheduled_start_time?: string | null;
  readonly idempotency_key?: string | null;
  readonly flow_run_name?: string | null;
}

/** The flow's defaults, then the group's, then what is given. @throws {ApiError} When a required one is missing. */
function mergeParameters(flow: FlowOfRuns, group: Row, given: JsonValue): JsonObject {
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
function chooseLabels(flow: FlowOfRuns, group: Row, input: PlannedRun): string[] {
  const labels = input.labels ?? labelsIn(input.run_config) ?? group.labels as string[] | null ??
    labelsIn(group.run_config) ?? labelsIn(flow.run_config) ?? labelsIn(flow.environment) ?? [];
  return [...labels].sort();
}

/**
 * The row of a new flow run: what is said of it, completed by its flow's group and its flow.
 *
 * Source: `reference/prefect-api.md` §6.5.
 *
 * @param of The flow with {@linkcode FLOW_COLUMNS}, and its group with {@linkcode GROUP_COLUMNS}.
 * @param input What is said of the run.
 * @returns A row of `flow_run`, without an id and without a state.
 * @throws {ApiError} When a required parameter is missing.
 *
 * @example The group's labels
 * ```ts
 * import { planFlowRun } from "./plan_flow_run.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const flow = { id: "f", tenant_id: "t", flow_group_id: "g", archived: false };
 * const declared = { parameters: [], run_config: { labels: ["flow"] }, environment: null };
 * const run = planFlowRun({ flow: { ...flow, ...declared }, group: { labels: ["group"] } }, {});
 * assertEquals(run.labels, ["group"]);
 * ```
 */
export function planFlowRun(
  { flow, group }: { readonly flow: FlowOfRuns; readonly group: Row },
  input: PlannedRun,
): Row {
  return {
    tenant_id: flow.tenant_id,
    flow_id: flow.id,
    name: input.flow_run_name || runName(Math.random()),
    parameters: mergeParameters(flow, group, input.parameters ?? null),
    labels: chooseLabels(flow, group, input),
    run_config: input.run_config ?? group.run_config ?? flow.run_config,
    context: input.context ?? {},
    scheduled_start_time: input.scheduled_start_time ?? currentTimestamp(),
    idempotency_key: input.idempotency_key ?? null,
  };
}
