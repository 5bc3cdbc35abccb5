import { openSqlite } from "../../lib/server/store/sqlite.ts";

/** How much is loaded. */
export const SIZES = { flows: 1_000, flowRuns: 10_000, taskRuns: 100_000 } as const;

const BATCH = 10_000;
const STATES = ["Success", "Failed", "Running", "Scheduled", "Success", "Success", "Success", "Cancelled"];

function momentOf(position: number): string {
  return new Date(Date.UTC(2020, 0, 1) + position * 60_000).toISOString();
}

/**
 * Writes a database as large as the acceptance asks for: 100,000 task runs over 10,000 flow runs of 1,000 flows, of
 * which one in ten has a name that ends in "train".
 *
 * @param path The file to make.
 */
export async function writeDataset(path: string): Promise<void> {
  const store = openSqlite(path);
  await store.transaction(async (transaction) => {
    const [tenant] = await transaction.insert("tenant", [{ name: "bench", slug: "bench" }]);
    const owned = { tenant_id: tenant!.id! };
    const [project] = await transaction.insert("project", [{ ...owned, name: "bench" }]);
    const [group] = await transaction.insert("flow_group", [{ ...owned, name: "bench" }]);
    const flows = await transaction.insert(
      "flow",
      Array.from({ length: SIZES.flows }, (_, position) => ({
        ...owned,
        project_id: project!.id!,
        flow_group_id: group!.id!,
        name: `flow-${position}${position % 10 === 0 ? "-train" : ""}`,
        version: 1,
      })),
    );
    const tasks = await transaction.insert(
      "task",
      flows.map((flow) => ({ ...owned, flow_id: flow.id!, name: "extract", slug: "extract-1" })),
    );
    const flowRuns = await transaction.insert(
      "flow_run",
      Array.from({ length: SIZES.flowRuns }, (_, position) => ({
        ...owned,
        flow_id: flows[position % SIZES.flows]!.id!,
        name: `run-${position}`,
        state: STATES[position % STATES.length]!,
        start_time: momentOf(position),
        state_timestamp: momentOf(position + 5),
      })),
    );
    for (let from = 0; from < SIZES.taskRuns; from += BATCH) {
      const rows = Array.from({ length: BATCH }, (_, offset) => {
        const position = from + offset;
        return {
          ...owned,
          flow_run_id: flowRuns[position % SIZES.flowRuns]!.id!,
          task_id: tasks[position % SIZES.flows]!.id!,
          map_index: Math.floor(position / SIZES.flowRuns),
          name: `task-run-${position}`,
          state: STATES[position % STATES.length]!,
          start_time: momentOf(position),
          end_time: momentOf(position + 3),
          state_timestamp: momentOf(position + 3),
        };
      });
      await transaction.insert("task_run", rows);
    }
  });
  await store.close();
}
