import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { findRows } from "./own_rows.ts";
import { recordStates, type Run, RUN_COLUMNS, type StateChange } from "./record_states.ts";
import { loadState, type SerializedState } from "./serialized_state.ts";
import { checkVersionLock } from "./version_lock.ts";

/** What sets the heartbeat of a task run. */
const ALIVE: ReadonlySet<string> = new Set(["Running"]);

interface TaskRunStateInput {
  readonly task_run_id: string;
  readonly state: JsonValue;
  readonly version?: number | null;
}

type TaskRun = Run & { readonly flow_run_id: JsonValue };

async function findTaskRuns(context: ActionContext, ids: readonly string[]): Promise<TaskRun[]> {
  const columns = [...RUN_COLUMNS, "flow_run_id" as const];
  const rows = await findRows(context, "task_run", { columns, where: { id: ids } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const run = byId.get(id);
    if (!run) throw new ApiError(`State update failed for task run ID ${id}`);
    return run;
  });
}

/** A task runs only within a flow run that does. @throws {ApiError} When its flow run does not. */
async function checkFlowRunsRunning(
  context: ActionContext,
  changes: ReadonlyArray<{ readonly run: TaskRun; readonly state: SerializedState }>,
): Promise<void> {
  const starting = changes.filter(({ state }) => state.type === "Running").map(({ run }) => run);
  if (starting.length === 0) return;
  const running = await findRows(context, "flow_run", {
    columns: ["id"],
    where: { id: starting.map(({ flow_run_id }) => flow_run_id as string), state: "Running" },
  });
  const ids = new Set(running.map(({ id }) => id));
  for (const { id, flow_run_id } of starting) {
    if (ids.has(flow_run_id)) continue;
    throw new ApiError(
      `State update failed for task run ID ${id}: provided a running state but associated flow run ${flow_run_id} is not in a running state.`,
    );
  }
}

/**
 * Completes a state: cached inputs that it does not mention are those of the state before.
 *
 * Source: `reference/prefect-api.md` §6.5.
 *
 * @param run The task run as it is.
 * @param state Its next state.
 * @returns The state with cached inputs, where there are any.
 */
export function carryCachedInputs(run: Run, state: SerializedState): SerializedState {
  const { cached_inputs } = state.serialized;
  if (isJsonObject(cached_inputs) && Object.keys(cached_inputs).length > 0) return state;
  const before = isJsonObject(run.serialized_state) ? run.serialized_state.cached_inputs : undefined;
  if (!before) return state;
  return { ...state, serialized: { ...state.serialized, cached_inputs: before } };
}

async function setTaskRunStates(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { states: inputs } = inputOf<{ states: TaskRunStateInput[] }>(args);
  const states = inputs.map(({ state }) => loadState(state));
  const runs = await findTaskRuns(context, inputs.map(({ task_run_id }) => task_run_id));
  await checkVersionLock(
    context,
    runs.map((run, i) => ({
      flowRunId: run.flow_run_id as string,
      actual: run.version as number,
      claimed: inputs[i]!.version,
    })),
  );
  await checkFlowRunsRunning(context, runs.map((run, i) => ({ run, state: states[i]! })));
  const changes: StateChange[] = runs.map((run, i) => ({ run, state: carryCachedInputs(run, states[i]!) }));
  await recordStates(context.transaction, changes, { table: "task_run", alive: ALIVE });
  return {
    states: inputs.map(({ task_run_id }) => ({ id: task_run_id, status: "SUCCESS", message: null })),
  };
}

/** Mutations of task runs' states. Source: `reference/prefect-api.md` §6.5. */
export const taskRunStateActions: Actions = { set_task_run_states: setTaskRunStates };
