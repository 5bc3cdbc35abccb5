import type { JsonValue } from "../../core/json.ts";
import { currentTimestamp } from "../../core/timestamp.ts";
import type { Row } from "../model/row.ts";
import type { Transaction } from "../store/store.ts";
import type { SerializedState } from "./serialized_state.ts";
import { ENDING_STATES } from "./state_types.ts";

/** The columns of a run that {@linkcode recordStates} starts from. */
export const RUN_COLUMNS = [
  "id",
  "tenant_id",
  "version",
  "state",
  "serialized_state",
  "state_start_time",
  "start_time",
  "end_time",
  "heartbeat",
] as const;

/** A flow run or a task run, as far as its states go. */
export type Run = Record<typeof RUN_COLUMNS[number], JsonValue>;

/**
 * A run that has not been in any state yet.
 *
 * @param run Which it is, and whose.
 * @returns The run at version 0.
 *
 * @example Before the first state
 * ```ts
 * import { newRun } from "./record_states.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(newRun({ id: "x", tenant_id: null }).version, 0);
 * ```
 */
export function newRun(run: Pick<Run, "id" | "tenant_id">): Run {
  return {
    ...run,
    version: 0,
    state: null,
    serialized_state: null,
    state_start_time: null,
    start_time: null,
    end_time: null,
    heartbeat: null,
  };
}

/** What a run is to become. */
export interface StateChange {
  readonly run: Run;
  readonly state: SerializedState;
}

/** A state as a row of the run's history. */
function historyRow(run: Run, state: SerializedState): Row {
  return {
    tenant_id: run.tenant_id,
    timestamp: currentTimestamp(),
    state: state.type,
    message: state.message,
    start_time: state.startTime,
    serialized_state: state.serialized,
    version: (run.version as number) + 1,
  };
}

/** The columns that a run gets from the newest row of its history. */
function nextRun(run: Run, history: Row, alive: boolean): Row & Run {
  const { timestamp, state } = history as { timestamp: string; state: string };
  const [start, end] = [run.start_time, run.end_time] as [string | null, string | null];
  const earlier = start !== null && start < timestamp ? start : timestamp;
  const later = end !== null && end > timestamp ? end : timestamp;
  return {
    id: run.id,
    tenant_id: run.tenant_id,
    version: history.version!,
    state,
    state_timestamp: timestamp,
    state_message: history.message!,
    state_start_time: history.start_time!,
    serialized_state: history.serialized_state!,
    start_time: state === "Running" ? earlier : start,
    end_time: ENDING_STATES.has(state) ? later : end,
    heartbeat: alive ? timestamp : run.heartbeat,
  };
}

/** The columns that differ in any of the runs: the others need not be written, and neither need their indexes. */
function changedColumns(runs: readonly Row[], before: ReadonlyMap<JsonValue, Row>): string[] {
  return Object.keys(runs[0] ?? {}).filter((name) =>
    runs.some((run) => run[name] !== before.get(run.id!)![name])
  );
}

/**
 * Writes states into the history of runs and makes the runs show the latest: two statements, however many runs. A run
 * that is named twice goes through both states.
 *
 * Source: the triggers of `reference/prefect-api.md` §5.5.
 *
 * @param transaction Where to write.
 * @param changes Runs as they are, and their next states, in order.
 * @param options `table` is the runs' table; a state in `alive` counts as a heartbeat.
 * @returns The runs as each change leaves them.
 */
export async function recordStates(
  transaction: Transaction,
  changes: readonly StateChange[],
  { table, alive }: { readonly table: "flow_run" | "task_run"; readonly alive: ReadonlySet<string> },
): Promise<Array<Row & Run>> {
  const latest = new Map<JsonValue, Row & Run>();
  const histories: Row[] = [];
  const steps: Array<Row & Run> = [];
  for (const { run, state } of changes) {
    const history = historyRow(latest.get(run.id) ?? run, state);
    histories.push({ ...history, [`${table}_id`]: run.id });
    const next = nextRun(latest.get(run.id) ?? run, history, alive.has(state.type));
    latest.set(run.id, next);
    steps.push(next);
  }
  await transaction.insert(`${table}_state`, histories);
  const runs = [...latest.values()];
  const columns = ["id", ...changedColumns(runs, new Map(changes.map(({ run }) => [run.id, run])))];
  await transaction.updateEach(
    table,
    runs.map((run) => Object.fromEntries(columns.map((name) => [name, run[name]!]))),
  );
  return steps;
}
