import type { Row } from "../../lib/server/model/row.ts";
import type { Store, Transaction } from "../../lib/server/store/store.ts";

/** How much is loaded; the task runs are over a tenth of the flow runs. */
export const SIZES = { flows: 1_000, flowRuns: 200_000, taskRuns: 100_000 } as const;

const BATCH = 10_000;
const STATES = ["Success", "Failed", "Running", "Scheduled", "Success", "Success", "Success", "Cancelled"];

/** Flows, and what every row beside them says. */
export interface Flows {
  readonly owned: Row;
  readonly flows: readonly Row[];
}

function momentOf(position: number): string {
  return new Date(Date.UTC(2020, 0, 1) + position * 60_000).toISOString();
}

/**
 * The names of the flows: one in ten ends in "train".
 *
 * @param position From 0 on.
 * @returns The name.
 */
export function flowName(position: number): string {
  return `flow-${position}${position % 10 === 9 ? "-train" : ""}`;
}

/** Rows made and written a batch at a time. */
async function writeRows(
  transaction: Transaction,
  table: string,
  { count, row }: { readonly count: number; readonly row: (position: number) => Row },
): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, offset) => row(from + offset));
    for (const { id } of await transaction.insert(table, rows)) ids.push(String(id));
  }
  return ids;
}

/**
 * Writes flows of one project.
 *
 * @param transaction Where to.
 * @param options How many.
 * @returns The flows.
 */
export async function writeFlows(
  transaction: Transaction,
  { flows: count }: { readonly flows: number },
): Promise<Flows> {
  const [tenant] = await transaction.insert("tenant", [{ name: "bench", slug: "bench" }]);
  const owned = { tenant_id: tenant!.id! };
  const [project] = await transaction.insert("project", [{ ...owned, name: "bench" }]);
  const [group] = await transaction.insert("flow_group", [{ ...owned, name: "bench" }]);
  const flows = await transaction.insert(
    "flow",
    Array.from({ length: count }, (_, position) => ({
      ...owned,
      project_id: project!.id!,
      flow_group_id: group!.id!,
      name: flowName(position),
      version: 1,
    })),
  );
  return { owned, flows };
}

/**
 * Writes a database as large as the acceptance asks for: 200,000 flow runs of 1,000 flows.
 *
 * @param store Where to.
 * @param options How many task runs as well.
 * @returns The ids of flows and flow runs.
 */
export async function writeDataset(
  store: Store,
  { taskRuns }: { readonly taskRuns: number },
): Promise<{ readonly flows: readonly string[]; readonly flowRuns: readonly string[] }> {
  return await store.transaction(async (transaction) => {
    const { owned, flows } = await writeFlows(transaction, { flows: SIZES.flows });
    const tasks = await transaction.insert(
      "task",
      flows.map((flow) => ({ ...owned, flow_id: flow.id!, name: "extract", slug: "extract-1" })),
    );
    const flowRuns = await writeRows(transaction, "flow_run", {
      count: SIZES.flowRuns,
      row: (position) => ({
        ...owned,
        flow_id: flows[position % SIZES.flows]!.id!,
        name: `run-${position}`,
        state: STATES[position % STATES.length]!,
        start_time: momentOf(position),
        state_timestamp: momentOf(position + 5),
      }),
    });
    await writeRows(transaction, "task_run", {
      count: taskRuns,
      row: (position) => ({
        ...owned,
        flow_run_id: flowRuns[position % (SIZES.flowRuns / 10)]!,
        task_id: tasks[position % SIZES.flows]!.id!,
        map_index: Math.floor(position / (SIZES.flowRuns / 10)),
        name: `task-run-${position}`,
        state: STATES[position % STATES.length]!,
        start_time: momentOf(position),
        end_time: momentOf(position + 3),
        state_timestamp: momentOf(position + 3),
      }),
    });
    return { flows: flows.map(({ id }) => String(id)), flowRuns };
  });
}
