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

/** Whose states, and what counts as a sign of life. */
export interface StateRules {
  /** The table of the runs. */
  readonly table: "flow_run" | "task_run";
  /** The types of states that set the heartbeat. */
  readonly alive: ReadonlySet<string>;
}

/** A state as a row of the run's history. */
function historyRow(run: Run, state: SerializedState, table: StateRules["table"]): Row {
  return {
    [`${table}_id`]: run.id,
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

/**
 * Puts a run into its next state, without writing anything.
 *
 * Source: the triggers of `reference/prefect-api.md` §5.5.
 *
 * @param change The run as it is, and the state.
 * @param options Whose states these are.
 * @returns The columns that the run gets, and the row that its history gets.
 *
 * @example A new task run
 * ```ts
 * import { enterState, newRun } from "./record_states.ts";
 * import { loadState } from "./serialized_state.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const state = loadState({ type: "Pending" });
 * const options = { table: "task_run", alive: new Set<string>() } as const;
 * const { run, history } = enterState({ run: newRun({ id: "x", tenant_id: null }), state }, options);
 * assertEquals([run.version, run.state, history.task_run_id], [1, "Pending", "x"]);
 * ```
 */
export function enterState(
  { run, state }: StateChange,
  { table, alive }: StateRules,
): { readonly run: Row & Run; readonly history: Row } {
  const history = historyRow(run, state, table);
  return { run: nextRun(run, history, alive.has(state.type)), history };
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
 * @param transaction Where to write.
 * @param changes Runs as they are, and their next states, in order.
 * @param options Whose states these are.
 * @returns The runs as each change leaves them.
 */
export async function recordStates(
  transaction: Transaction,
  changes: readonly StateChange[],
  options: StateRules,
): Promise<Array<Row & Run>> {
  const { table } = options;
  const latest = new Map<JsonValue, Row & Run>();
  const histories: Row[] = [];
  const steps: Array<Row & Run> = [];
  for (const change of changes) {
    const { run, history } = enterState({ ...change, run: latest.get(change.run.id) ?? change.run }, options);
    histories.push(history);
    latest.set(run.id, run);
    steps.push(run);
  }
  const runs = [...latest.values()];
  const columns = ["id", ...changedColumns(runs, new Map(changes.map(({ run }) => [run.id, run])))];
  const sets = runs.map((run) => Object.fromEntries(columns.map((name) => [name, run[name]!])));
  await Promise.all([
    transaction.insert(`${table}_state`, histories),
    transaction.updateEach(table, sets),
  ]);
  return steps;
}
