import type { Row } from "../model/row.ts";
import { createTaskRuns, type FlowRunOfTasks } from "./create_task_runs.ts";
import { findRows, type RowContext } from "./own_rows.ts";
import { enterState, newRun } from "./record_states.ts";
import { loadState } from "./serialized_state.ts";

/** Those that were not left out for having the idempotency key of another run of their flow. */
async function findNew(context: RowContext, runs: readonly Row[]): Promise<readonly Row[]> {
  if (runs.every(({ idempotency_key }) => idempotency_key === null)) return runs;
  const where = { id: runs.map(({ id }) => id as string) };
  const stored = new Set(
    (await findRows(context, "flow_run", { columns: ["id"], where })).map(({ id }) => id),
  );
  return runs.filter(({ id }) => stored.has(id!));
}

/** A planned run in its first state, and that state as a row of its history. */
function scheduled(planned: Row): { readonly run: Row; readonly history: Row } {
  const made = newRun({ id: crypto.randomUUID(), tenant_id: planned.tenant_id! });
  const state = loadState({
    type: "Scheduled",
    message: "Flow run scheduled.",
    start_time: planned.scheduled_start_time!,
  });
  const { run, history } = enterState({ run: made, state }, { table: "flow_run", alive: new Set() });
  return { run: { ...planned, ...run }, history };
}

/**
 * Makes scheduled flow runs with a task run for each task: the same number of statements for one as for thousands. A run
 * with the idempotency key of another run of its flow is left out.
 *
 * Source: `reference/prefect-api.md` §6.5, §5.5.
 *
 * @param context Who asks.
 * @param planned Rows such as `planFlowRun` gives.
 * @returns The rows that were written, with their ids.
 */
export async function insertFlowRuns(context: RowContext, planned: readonly Row[]): Promise<readonly Row[]> {
  const { transaction } = context;
  const made = planned.map(scheduled);
  const runs = await findNew(
    context,
    await transaction.insert("flow_run", made.map(({ run }) => run), { onConflict: "ignore" }),
  );
  const ids = new Set(runs.map(({ id }) => id));
  const histories = made.map(({ history }) => history).filter(({ flow_run_id }) => ids.has(flow_run_id));
  await transaction.insert("flow_run_state", histories);
  await createTaskRuns(context, runs as FlowRunOfTasks[]);
  return runs;
}
