import type { JsonObject, JsonValue } from "../../core/json.ts";
import { formatTimestamp } from "../../core/timestamp.ts";
import { parsePythonUuid } from "../../core/uuid.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { findRow, findRows, updateRows } from "./own_rows.ts";
import { recordStates, type Run, RUN_COLUMNS, type StateChange } from "./record_states.ts";
import { loadState, type SerializedState } from "./serialized_state.ts";
import { stateEvent } from "./state_event.ts";
import { isStateType } from "./state_types.ts";
import { checkVersionLock } from "./version_lock.ts";

/** What sets the heartbeat of a flow run. */
const ALIVE: ReadonlySet<string> = new Set(["Running", "Submitted"]);

/** For so long after one agent submitted a run no other may, in milliseconds. */
const SUBMISSION_LOCK = 30_000;

/** A state for a flow run, as the mutations take it. */
export interface FlowRunStateInput {
  readonly flow_run_id: string;
  readonly state: JsonValue;
  readonly version?: number | null;
}

async function findRuns(context: ActionContext, ids: readonly string[]): Promise<Run[]> {
  const rows = await findRows(context, "flow_run", { columns: RUN_COLUMNS, where: { id: ids } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const run = byId.get(id);
    if (!run) throw new ApiError(`State update failed for flow run ID ${id}`);
    return run;
  });
}

/** Lets only one of several agents submit a run. @throws {ApiError} When one has, not long ago. */
async function checkSubmissionLock(context: ActionContext, changes: readonly StateChange[]): Promise<void> {
  const ids = changes.filter(({ state }) => state.type === "Submitted").map(({ run }) => run.id as string);
  if (ids.length === 0) return;
  const now = Date.now();
  // What lies further ahead was submitted before the clock was set back; within the lock, another server's clock may differ.
  const lock = { gt: formatTimestamp(now - SUBMISSION_LOCK), lt: formatTimestamp(now + SUBMISSION_LOCK) };
  const submitted = await findRow(context, "flow_run_state", {
    columns: ["id"],
    where: { flow_run_id: ids, state: "Submitted", timestamp: lock },
  });
  if (submitted || new Set(ids).size < ids.length) {
    throw new ApiError("State update failed: this run has already been submitted.");
  }
}

/** Notes which agent took the runs, when the agent says who it is. */
async function noteAgent(context: ActionContext, changes: readonly StateChange[]): Promise<void> {
  const ids = changes.filter(({ state }) => state.type === "Submitted").map(({ run }) => run.id as string);
  const agentId = parsePythonUuid(context.headers.get("x-prefect-agent-id") ?? "");
  if (ids.length === 0 || agentId === undefined) return;
  const agent = await findRow(context, "agent", { columns: ["id"], where: { id: agentId } });
  if (agent) await updateRows(context, "flow_run", { set: { agent_id: agentId }, where: { id: ids } });
}

/** Cancelling a flow run ends its task runs with it. */
async function cancelTaskRuns(context: ActionContext, changes: readonly StateChange[]): Promise<void> {
  const cancelled = new Map<JsonValue, SerializedState>();
  for (const { run, state } of changes) if (state.type === "Cancelled") cancelled.set(run.id, state);
  if (cancelled.size === 0) return;
  const taskRuns = await findRows(context, "task_run", {
    columns: [...RUN_COLUMNS, "flow_run_id"],
    where: { flow_run_id: [...cancelled.keys()] as string[] },
  });
  const unfinished = taskRuns.filter(({ state }) => !isStateType(String(state), "Finished"));
  await recordStates(
    context.transaction,
    unfinished.map((run) => ({ run, state: cancelled.get(run.flow_run_id)! })),
    { table: "task_run", alive: new Set() },
  );
}

/**
 * Sets the states of flow runs, with everything that follows from it: history, heartbeat, agent, cancelled task runs,
 * events for cloud hooks.
 *
 * Source: `reference/prefect-api.md` §6.5.
 *
 * @param context Who asks; runs of other tenants are unknown.
 * @param inputs The states; all are set or none.
 * @returns The runs as each input leaves them.
 * @throws {ApiError} When a state is no state, a run is unknown or already submitted, or, with version locking, its
 * version is not the current one.
 */
export async function setFlowRunStates(
  context: ActionContext,
  inputs: readonly FlowRunStateInput[],
): Promise<Run[]> {
  const states = inputs.map(({ state }) => loadState(state));
  const runs = await findRuns(context, inputs.map(({ flow_run_id }) => flow_run_id));
  await checkVersionLock(
    context,
    runs.map((run, i) => ({
      flowRunId: run.id as string,
      actual: run.version as number,
      claimed: inputs[i]!.version,
    })),
  );
  const changes = runs.map((run, i) => ({ run, state: states[i]! }));
  await checkSubmissionLock(context, changes);
  const updated = await recordStates(context.transaction, changes, { table: "flow_run", alive: ALIVE });
  await noteAgent(context, changes);
  await cancelTaskRuns(context, changes);
  context.events.push(...updated.map(stateEvent));
  return updated;
}

async function setOneFlowRunState(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { id, flow_run_id = id, state, version = null } = inputOf<
    { id?: string | null; flow_run_id?: string | null; state: JsonValue; version?: number | null }
  >(args);
  if (typeof flow_run_id !== "string") throw new ApiError("A flow run id must be provided.");
  const [run] = await setFlowRunStates(context, [{ flow_run_id, state, version }]);
  return {
    id: flow_run_id,
    status: "SUCCESS",
    message: null,
    state: run!.state,
    version: run!.version,
    start_time: run!.start_time,
  };
}

async function cancelFlowRun(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { flow_run_id } = inputOf<{ flow_run_id: string }>(args);
  const run = await findRow(context, "flow_run", { columns: ["state"], where: { id: flow_run_id } });
  if (!run) throw new ApiError(`Invalid flow run ID: ${flow_run_id}.`);
  const present = String(run.state);
  if (isStateType(present, "Finished")) return { state: present };
  const state = isStateType(present, "Running")
    ? { type: "Cancelling", message: "Flow run is cancelling" }
    : { type: "Cancelled", message: "Flow run is cancelled" };
  await setFlowRunStates(context, [{ flow_run_id, state }]);
  return { state: state.type };
}

/** Mutations of flow runs' states. Source: `reference/prefect-api.md` §6.5, statement S52. */
export const flowRunStateActions: Actions = {
  async set_flow_run_states(context, args) {
    const { states } = inputOf<{ states: FlowRunStateInput[] }>(args);
    await setFlowRunStates(context, states);
    return {
      states: states.map(({ flow_run_id }) => ({ id: flow_run_id, status: "SUCCESS", message: null })),
    };
  },
  set_flow_run_state: setOneFlowRunState,
  cancel_flow_run: cancelFlowRun,
};
