import type { JsonValue } from "../../core/json.ts";
import type { Row } from "../model/row.ts";
import { findRows, type RowContext } from "./own_rows.ts";
import { enterState, newRun } from "./record_states.ts";
import { loadState } from "./serialized_state.ts";

const PENDING = loadState({ type: "Pending", message: "Task run created" });

/**
 * The rows of a new task run: the run itself, which is pending, and its first state.
 *
 * Source: the triggers of `reference/prefect-api.md` §5.5.
 *
 * @param run What the run is of: tenant, flow run, task, map index, cache key.
 * @returns A row of `task_run` and one of `task_run_state`.
 *
 * @example The first version
 * ```ts
 * import { pendingTaskRun } from "./create_task_runs.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { run, state } = pendingTaskRun({ tenant_id: null });
 * assertEquals([run.state, run.version, state.version], ["Pending", 1, 1]);
 * ```
 */
export function pendingTaskRun(run: Row): { readonly run: Row; readonly state: Row } {
  const made = newRun({ id: crypto.randomUUID(), tenant_id: run.tenant_id ?? null });
  const entered = enterState({ run: made, state: PENDING }, { table: "task_run", alive: new Set() });
  return { run: { ...run, ...entered.run }, state: entered.history };
}

/** A flow run that task runs are made for. */
export type FlowRunOfTasks = Record<"id" | "flow_id" | "tenant_id", JsonValue>;

/**
 * Makes a pending task run for every task of the flows of new flow runs: three statements, however many.
 *
 * Source: the triggers of `reference/prefect-api.md` §5.5.
 *
 * @param context Who asks.
 * @param flowRuns The new flow runs.
 */
export async function createTaskRuns(
  context: RowContext,
  flowRuns: readonly FlowRunOfTasks[],
): Promise<void> {
  const flowIds = [...new Set(flowRuns.map(({ flow_id }) => flow_id as string))];
  const tasks = await findRows(context, "task", {
    columns: ["id", "cache_key", "flow_id"],
    where: { flow_id: flowIds },
    orderBy: [["created", "asc"], ["id", "asc"]],
  });
  const tasksOf = Map.groupBy(tasks, ({ flow_id }) => flow_id);
  const rows = flowRuns.flatMap(({ id, flow_id, tenant_id }) =>
    (tasksOf.get(flow_id) ?? []).map((task) =>
      pendingTaskRun({ tenant_id, flow_run_id: id, task_id: task.id, cache_key: task.cache_key })
    )
  );
  await Promise.all([
    context.transaction.insert("task_run", rows.map(({ run }) => run)),
    context.transaction.insert("task_run_state", rows.map(({ state }) => state)),
  ]);
}
