import type { JsonObject, JsonValue } from "../../core/json.ts";
import { parseInterval } from "../../core/interval.ts";
import { formatTimestamp } from "../../core/timestamp.ts";
import { recordStates, type Run, RUN_COLUMNS } from "../actions/record_states.ts";
import { loadState, type SerializedState } from "../actions/serialized_state.ts";
import { type StateEvent, stateEvent } from "../actions/state_event.ts";
import { carryCachedInputs } from "../actions/task_run_states.ts";
import type { Row, Where } from "../model/row.ts";
import type { Reader, Transaction } from "../store/store.ts";
import { pagesOfIds, type ServiceContext } from "./background_service.ts";
import { HEARTBEAT_LIMIT, readFlowSettings } from "./flow_settings.ts";

const RUNS_AT_ONCE = 100;

const CANCELLED = "No heartbeat detected from the flow run; marking the run as failed.";

type AnyRun = Run & Row;

function isSilent(now: number): Where {
  return { heartbeat: { lte: formatTimestamp(now - HEARTBEAT_LIMIT) } };
}

function writeLogs(transaction: Transaction, logs: readonly Row[]): Promise<Row[]> {
  return transaction.insert("log", logs.map((log) => ({ ...log, level: "ERROR" })));
}

/** Those of the flow runs that have been silent for long although their flow has them give signs of life. */
async function findSilent(reader: Reader, where: Where, now: number): Promise<AnyRun[]> {
  const columns = [...RUN_COLUMNS, "flow_id"];
  const runs = await reader.select("flow_run", columns, { ...isSilent(now), ...where }) as AnyRun[];
  const settings = await readFlowSettings(reader, new Set(runs.map(({ flow_id }) => flow_id!)));
  return runs.filter(({ flow_id }) => settings.get(flow_id!)?.heartbeat_enabled !== false);
}

/** How often task runs were in the state Retrying. */
async function countRetries(reader: Reader, runs: readonly AnyRun[]): Promise<Map<JsonValue, number>> {
  const ids = runs.map(({ id }) => id as string);
  const retries = await reader.select("task_run_state", ["task_run_id"], {
    task_run_id: ids,
    state: "Retrying",
  });
  const counts = new Map<JsonValue, number>();
  for (const { task_run_id: id } of retries) counts.set(id!, (counts.get(id!) ?? 0) + 1);
  return counts;
}

/** What becomes of a task run: another try if one is left and its flow run goes on, else its end. */
function nextState(
  run: AnyRun,
  { task, flowRun, retries, now }: {
    readonly task: Row;
    readonly flowRun: AnyRun;
    readonly retries: number;
    readonly now: number;
  },
): JsonObject {
  const most = Number(task.max_retries ?? 0);
  if (flowRun.state !== "Running" || retries >= most) {
    const message =
      `No heartbeat detected from the remote task; marking the task run ${run.id} (${run.name}) as failed.`;
    return { type: "Failed", message };
  }
  const run_count = retries + 1;
  const delay = parseInterval(String(task.retry_delay ?? "0"));
  // The missing blank is Prefect's own.
  const message =
    `No heartbeat detected from the remote task; retrying the run.This will be retry ${run_count} of ${most}.`;
  return { type: "Retrying", message, run_count, start_time: formatTimestamp(now, delay) };
}

/**
 * Ends or retries those of some task runs that claim to run while their flow run has not given a sign of life for ten
 * minutes.
 *
 * Source: `reference/prefect-api.md` §6.7.
 *
 * @param transaction The database.
 * @param ids The task runs to look at.
 * @param options `now`: milliseconds since 1970.
 */
export async function killTaskRuns(
  transaction: Transaction,
  ids: readonly string[],
  { now }: { readonly now: number },
): Promise<void> {
  const columns = [...RUN_COLUMNS, "flow_run_id", "task_id", "name"];
  const running = await transaction.select("task_run", columns, { id: ids, state: "Running" }) as AnyRun[];
  const flowRunIds = [...new Set(running.map(({ flow_run_id }) => flow_run_id as string))];
  const silent = await findSilent(transaction, { id: flowRunIds }, now);
  const flowRuns = new Map(silent.map((flowRun) => [flowRun.id, flowRun]));
  const runs = running.filter(({ flow_run_id }) => flowRuns.has(flow_run_id!));
  const taskIds = [...new Set(runs.map(({ task_id }) => task_id as string))];
  const tasks = await transaction.select("task", ["id", "max_retries", "retry_delay"], { id: taskIds });
  const taskById = new Map(tasks.map((task) => [task.id, task]));
  const retries = await countRetries(transaction, runs);
  const changes = runs.map((run): { run: AnyRun; state: SerializedState } => {
    const state = loadState(nextState(run, {
      task: taskById.get(run.task_id!)!,
      flowRun: flowRuns.get(run.flow_run_id!)!,
      retries: retries.get(run.id) ?? 0,
      now,
    }));
    return { run, state: carryCachedInputs(run, state) };
  });
  await recordStates(transaction, changes, { table: "task_run", alive: new Set() });
  await writeLogs(
    transaction,
    changes.map(({ run, state }) => ({
      tenant_id: run.tenant_id,
      flow_run_id: run.flow_run_id!,
      task_run_id: run.id,
      name: "prefect-server.ZombieKiller.TaskRun",
      message: state.message,
    })),
  );
}

/**
 * Fails those of some flow runs that are being cancelled and have not given a sign of life for ten minutes.
 *
 * Source: `reference/prefect-api.md` §6.7.
 *
 * @param transaction The database.
 * @param ids The flow runs to look at.
 * @param options `now`: milliseconds since 1970.
 * @returns What has happened, for cloud hooks.
 */
export async function killFlowRuns(
  transaction: Transaction,
  ids: readonly string[],
  { now }: { readonly now: number },
): Promise<StateEvent[]> {
  const runs = await findSilent(transaction, { id: ids, state: "Cancelling" }, now);
  const state = loadState({ type: "Failed", message: CANCELLED });
  const changes = runs.map((run) => ({ run, state }));
  const updated = await recordStates(transaction, changes, { table: "flow_run", alive: new Set() });
  await writeLogs(
    transaction,
    runs.map((run) => ({
      tenant_id: run.tenant_id,
      flow_run_id: run.id,
      name: "prefect-server.ZombieKiller.FlowRun",
      message: CANCELLED,
    })),
  );
  return updated.map(stateEvent);
}

/**
 * Ends or retries everything that died without saying so, see {@linkcode killTaskRuns} and {@linkcode killFlowRuns}.
 *
 * @param context The database and the time.
 */
export async function runZombieKiller(context: ServiceContext): Promise<void> {
  const { store, now, onEvents } = context;
  const taskRuns = pagesOfIds(context, "task_run", { where: { state: "Running" }, size: RUNS_AT_ONCE });
  for await (const ids of taskRuns) {
    await store.transaction((transaction) => killTaskRuns(transaction, ids, { now }));
  }
  const where = { ...isSilent(now), state: "Cancelling" };
  for await (const ids of pagesOfIds(context, "flow_run", { where, size: RUNS_AT_ONCE })) {
    onEvents(await store.transaction((transaction) => killFlowRuns(transaction, ids, { now })));
  }
}
