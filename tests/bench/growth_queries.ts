/**
 * What is asked of a server all day, and the index that serves it whatever the size: the documented queries, what agents
 * ask, and what dashboards show.
 *
 * Source: `statements.md` S43, S44, S47, S50; `reference/clients.md` (c), (e).
 *
 * @module
 */
import { formatTimestamp } from "../../lib/core/timestamp.ts";
import { flowRunsOf, rowId, type Size, TASK_RUNS_EACH, UNFINISHED } from "./growth_dataset.ts";

/** A question, and how it must be answered. */
export interface GrowthQuery {
  readonly name: string;
  readonly document: string;
  /** The indexes that must be used, besides those of keys. */
  readonly indexes: readonly string[];
}

/** How far back the dashboards look, in seconds. */
const WINDOW = 1800;

/** What a dataset has that documents name. */
interface Named {
  readonly now: string;
  /** When the window of the dashboards begins. */
  readonly since: string;
  readonly flowRun: string;
  readonly taskRun: string;
}

function documentedQueries({ since }: Named): GrowthQuery[] {
  return [
    {
      name: "S43 flows by name, the last run of each",
      document:
        '{ flow(where: { name: { _ilike: "%train" } }) { id name flow_run(order_by: { start_time: desc }, limit: 1) { id state } } }',
      indexes: ["ix_flow_run_flow_id_start_time"],
    },
    {
      name: "S44 the latest failed task runs",
      document:
        '{ task_run(where: { state: { _eq: "Failed" } }, order_by: { state_timestamp: desc }, limit: 5) { name start_time end_time } }',
      indexes: ["ix_task_run_state_state_timestamp"],
    },
    {
      name: "S47 a flow by its id",
      document: `{ flow(where: { id: { _eq: "${rowId("flow", 7)}" } }) { name } }`,
      indexes: [],
    },
    {
      name: "S50 flow runs since a moment",
      document: `{ flow_run(where: { start_time: { _gt: "${since}" } }) { id start_time } }`,
      indexes: ["ix_flow_run_start_time"],
    },
  ];
}

/** Of the queue see {@linkcode QUEUE}. */
function agentQueries({ now, flowRun }: Named): GrowthQuery[] {
  return [
    {
      name: "what an agent reads of a run",
      document: `{ flow_run(where: { id: { _in: ["${flowRun}"] }, _or: [
        { state: { _eq: "Scheduled" } },
        { state: { _eq: "Running" }, task_runs: { state_start_time: { _lte: "${now}" } } }
      ] }) { id version state task_runs(where: { serialized_state: { _is_null: false } }) { id version serialized_state } } }`,
      indexes: [],
    },
  ];
}

function countsByState(table: string, condition: string): string {
  const counts = ["Success", "Failed", "Cancelled", "Running"].map((state) =>
    `${state}: ${table}_aggregate(where: { state: { _eq: "${state}" }, ${condition} }) { aggregate { count } }`
  );
  return `{ ${counts.join(" ")} }`;
}

function dashboardQueries({ now, since }: Named): GrowthQuery[] {
  return [
    {
      name: "the last two runs of 100 flows",
      document:
        "{ flow(order_by: { name: asc }, limit: 100) { id name flow_runs(order_by: { scheduled_start_time: desc }, limit: 2) { id state start_time } } }",
      indexes: ["ix_flow_name", "ix_flow_run_flow_id_scheduled_start_time"],
    },
    {
      name: "flow runs by state, lately scheduled",
      document: countsByState("flow_run", `scheduled_start_time: { _gte: "${since}" }`),
      indexes: ["ix_flow_run_state_scheduled_start_time"],
    },
    {
      name: "flow runs by state, lately changed",
      document: countsByState("flow_run", `updated: { _gte: "${since}" }`),
      indexes: ["ix_flow_run_state_updated"],
    },
    {
      name: "task runs by state, lately changed",
      document: countsByState("task_run", `updated: { _gte: "${since}" }`),
      indexes: ["ix_task_run_state_updated"],
    },
    {
      name: "failed task runs with their flows",
      document:
        '{ task_run(where: { state: { _eq: "Failed" } }, order_by: { state_timestamp: desc }, limit: 15) { id name task { name } flow_run { id name flow { name } } } }',
      indexes: ["ix_task_run_state_state_timestamp"],
    },
    {
      name: "late runs",
      document:
        `{ flow_run(where: { state: { _eq: "Scheduled" }, scheduled_start_time: { _lt: "${now}" } }, order_by: { scheduled_start_time: asc }, limit: 50) { id name } }`,
      indexes: ["ix_flow_run_state_scheduled_start_time"],
    },
  ];
}

function pageQueries({ flowRun, taskRun }: Named): GrowthQuery[] {
  return [
    {
      name: "the page of a flow run",
      document: `{ flow_run_by_pk(id: "${flowRun}") {
        name
        state
        states(order_by: { timestamp: desc }) { state timestamp }
        task_runs(limit: 50) { id name state states(order_by: { timestamp: desc }, limit: 1) { state } }
        logs(order_by: { timestamp: asc }, limit: 100) { message }
        task_runs_aggregate { aggregate { count } }
      } }`,
      indexes: [
        "ix_flow_run_state_flow_run_id_timestamp",
        "ix_task_run_state_task_run_id_timestamp",
        "ix_log_flow_run_id_timestamp",
      ],
    },
    {
      name: "the page of a task run",
      document: `{ task_run_by_pk(id: "${taskRun}") {
        name
        states(order_by: { timestamp: desc }) { state }
        logs(order_by: { timestamp: desc }, limit: 50) { message }
      } }`,
      indexes: ["ix_task_run_state_task_run_id_timestamp", "ix_log_task_run_id_timestamp"],
    },
  ];
}

/** What agents ask every few seconds: a mutation, which reads by more than one statement. */
export const QUEUE = {
  name: "an agent's queue",
  document: `mutation { get_runs_in_queue(input: { tenant_id: "${
    rowId("tenant", 0)
  }", labels: [] }) { flow_run_ids } }`,
  indexes: ["ix_flow_run_tenant_id_state_start_time", "ix_task_run_state_state_start_time"],
} satisfies GrowthQuery;

/**
 * The questions. Each has as many rows in its answer whatever the size.
 *
 * @param size Of the dataset.
 * @returns Documents of one root field or many; all but {@linkcode QUEUE}.
 *
 * @example The documented ones are among them
 * ```ts
 * import { growthQueries } from "./growth_queries.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = growthQueries({ now: 0, taskRuns: 10_000 }).map(({ name }) => name.slice(0, 3));
 * assertEquals(names.slice(0, 4), ["S43", "S44", "S47", "S50"]);
 * ```
 */
export function growthQueries({ now, taskRuns }: Pick<Size, "now" | "taskRuns">): readonly GrowthQuery[] {
  const run = flowRunsOf({ taskRuns }) - 3 * UNFINISHED;
  const named = {
    now: formatTimestamp(now * 1000),
    since: formatTimestamp((now - WINDOW) * 1000),
    flowRun: rowId("flow_run", run),
    taskRun: rowId("task_run", run * TASK_RUNS_EACH),
  };
  return [documentedQueries, agentQueries, dashboardQueries, pageQueries].flatMap((make) => make(named));
}
