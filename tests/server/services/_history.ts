/** Runs with a past. */
import { formatTimestamp } from "../../../lib/core/timestamp.ts";
import type { Store } from "../../../lib/server/store/store.ts";

/** In milliseconds. */
export const DAY = 86_400_000;

/** What the services are told the time is. */
export const NOW = Date.UTC(2024, 5, 15);

/** A run that has a past, and its task run. */
export interface RunWithHistory {
  readonly flowRunId: string;
  readonly taskRunId: string;
}

/** Adds a flow run with one task run, both in a state, and at each age in days a log and a state of both. */
export async function addHistory(
  store: Store,
  { state, ages }: { readonly state: string; readonly ages: readonly number[] },
): Promise<RunWithHistory> {
  return await store.transaction(async (transaction) => {
    const insert = async (table: string, row: Record<string, string>) => {
      const [stored] = await transaction.insert(table, [row]);
      return stored!.id as string;
    };
    const project_id = await insert("project", { name: "Work" });
    const flow_group_id = await insert("flow_group", {});
    const flow_id = await insert("flow", { project_id, flow_group_id, name: "etl" });
    const task_id = await insert("task", { flow_id, slug: "extract-1" });
    const flow_run_id = await insert("flow_run", { flow_id, state });
    const task_run_id = await insert("task_run", { flow_run_id, task_id, state });
    const moments = ages.map((age) => ({ timestamp: formatTimestamp(NOW - age * DAY) }));
    const former = { state: "Pending", serialized_state: {} };
    await transaction.insert("log", moments.map((at) => ({ ...at, flow_run_id, message: state })));
    await transaction.insert("flow_run_state", moments.map((at) => ({ ...at, ...former, flow_run_id })));
    await transaction.insert("task_run_state", moments.map((at) => ({ ...at, ...former, task_run_id })));
    return { flowRunId: flow_run_id, taskRunId: task_run_id };
  });
}
