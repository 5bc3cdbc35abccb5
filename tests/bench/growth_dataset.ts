/**
 * Databases of many sizes and one shape, written by the database itself: a flow run has 20 task runs, five logs and three
 * states; a task run has three states. One flow run begins every ten seconds, so that any window of time holds as many
 * rows in a large database as in a small one.
 *
 * @module
 */
import type { Dialect } from "../../lib/server/sql/dialect.ts";

/** So many flows there are, whatever the size; one in ten has a name that ends in "train". */
export const FLOWS = 200;

/** So many task runs a flow run has. */
export const TASK_RUNS_EACH = 20;

/** The last flow runs go on or wait: so many of each. */
export const UNFINISHED = 20;

/** Seconds between the beginnings of two flow runs. */
export const PACE = 10;

/** How much of the history is written. */
export interface History {
  /** Of each run. */
  readonly states: number;
  /** Of each flow run. */
  readonly logs: number;
}

/** How many rows a dataset has, and when its last run has begun. */
export interface Size {
  readonly taskRuns: number;
  readonly history: History;
  /** Seconds since 1970. */
  readonly now: number;
}

/** The kinds of rows, as they stand in ids. */
export const KINDS = {
  tenant: 1,
  project: 2,
  flow_group: 3,
  flow: 4,
  task: 5,
  flow_run: 6,
  task_run: 7,
  flow_run_state: 8,
  task_run_state: 9,
  log: 10,
} as const;

type Kind = keyof typeof KINDS;

/** What one database says in another way than the other. */
interface Words {
  /** Whole numbers from 0 as `n`. */
  series(count: number): string;
  /** The id of a row by its number; ids are spread, as random ones are. */
  id(kind: Kind, number: string): string;
  /** A moment from seconds since 1970. */
  moment(seconds: string): string;
  json(text: string): string;
  readonly no: string;
}

/** Knuth's factor: neighbours end up far apart. */
const SPREAD = "2654435761";

const WORDS: Readonly<Record<Dialect["name"], Words>> = {
  sqlite: {
    series: (count) =>
      `(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n + 1 < ${count}) SELECT n FROM s)`,
    id: (kind, number) =>
      `printf('%08x-%04x-4000-8000-%012x', ((${number}) * ${SPREAD}) & 4294967295, ${
        KINDS[kind]
      }, ${number})`,
    moment: (seconds) => `strftime('%Y-%m-%dT%H:%M:%S+00:00', ${seconds}, 'unixepoch')`,
    json: (text) => `'${text}'`,
    no: "0",
  },
  postgres: {
    series: (count) => `(SELECT n FROM generate_series(0::bigint, ${count - 1}) AS n)`,
    id: (kind, number) =>
      `(lpad(to_hex(((${number}) * ${SPREAD}) & 4294967295), 8, '0') || '-${
        KINDS[kind].toString(16).padStart(4, "0")
      }-4000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`,
    moment: (seconds) => `to_timestamp(${seconds})`,
    json: (text) => `'${text}'::jsonb`,
    no: "false",
  },
};

/**
 * The id of a row of a dataset.
 *
 * @param kind Its table.
 * @param number From 0.
 * @returns A UUID.
 *
 * @example The first flow
 * ```ts
 * import { rowId } from "./growth_dataset.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rowId("flow", 0), "00000000-0004-4000-8000-000000000000");
 * ```
 */
export function rowId(kind: Kind, number: number): string {
  const spread = (BigInt(number) * BigInt(SPREAD)) & 0xffffffffn;
  const [head, middle, tail] = [
    spread.toString(16).padStart(8, "0"),
    KINDS[kind].toString(16).padStart(4, "0"),
    number.toString(16).padStart(12, "0"),
  ];
  return `${head}-${middle}-4000-8000-${tail}`;
}

/** How many flow runs a dataset has. */
export function flowRunsOf({ taskRuns }: Pick<Size, "taskRuns">): number {
  return taskRuns / TASK_RUNS_EACH;
}

/** Writes statements of one size and dialect. */
function makeWriter(size: Size, dialect: Dialect["name"]) {
  const words = WORDS[dialect];
  const { id, moment, json } = words;
  const begun = flowRunsOf(size) - UNFINISHED;
  const done = begun - UNFINISHED;
  const owned = { tenant_id: id("tenant", "0") };
  /** When a flow run begins; so do its task runs. */
  const start = (run: string) => `${size.now} - (${begun} - (${run})) * ${PACE}`;
  /** One half of what waits is late. */
  const due = (run: string) => moment(`${start(run)} - ${UNFINISHED / 2 * PACE}`);
  const state = (run: string) =>
    `CASE WHEN ${run} >= ${begun} THEN 'Scheduled' WHEN ${run} >= ${done} THEN 'Running'
      WHEN ${run} % 20 = 0 THEN 'Failed' WHEN ${run} % 20 = 1 THEN 'Cancelled' ELSE 'Success' END`;
  const runColumns = (run: string) => {
    const startTime = `CASE WHEN ${run} < ${begun} THEN ${moment(start(run))} END`;
    return {
      version: "3",
      heartbeat: startTime,
      start_time: startTime,
      end_time: `CASE WHEN ${run} < ${done} THEN ${moment(`${start(run)} + 60`)} END`,
      state: state(run),
      state_timestamp: moment(`${start(run)} + 60`),
      state_start_time: `CASE WHEN ${run} >= ${begun} THEN ${due(run)} END`,
      state_message: "'All reference tasks succeeded.'",
      serialized_state: json('{"type": "Success", "message": "All reference tasks succeeded."}'),
    };
  };
  const fill = (
    kind: Kind,
    count: number,
    { at = String(size.now), cells }: {
      readonly at?: string;
      readonly cells: Readonly<Record<string, string>>;
    },
  ) => {
    const all = { id: id(kind, "n"), created: moment(at), updated: moment(`${at} + 60`), ...cells };
    const names = Object.keys(all).map((name) => `"${name}"`).join(", ");
    return `INSERT INTO "${kind}" (${names}) SELECT ${Object.values(all).join(", ")} FROM ${
      words.series(count)
    } AS s`;
  };
  return { ...words, owned, start, due, state, runColumns, fill };
}

type Writer = ReturnType<typeof makeWriter>;

function flowStatements({ owned, id, json, no, fill }: Writer): string[] {
  return [
    fill("tenant", 1, { cells: { name: "'bench'", slug: "'bench'", settings: json("{}") } }),
    fill("project", 1, { cells: { ...owned, name: "'bench'" } }),
    fill("flow_group", FLOWS, {
      cells: { ...owned, settings: json("{}"), default_parameters: json("{}") },
    }),
    fill("flow", FLOWS, {
      cells: {
        ...owned,
        project_id: id("project", "0"),
        flow_group_id: id("flow_group", "n"),
        name: `'flow-' || n || CASE WHEN n % 10 = 0 THEN '-train' ELSE '' END`,
        version: "1",
        archived: no,
        is_schedule_active: no,
        settings: json("{}"),
      },
    }),
    fill("task", FLOWS * TASK_RUNS_EACH, {
      cells: {
        ...owned,
        flow_id: id("flow", `(n / ${TASK_RUNS_EACH})`),
        name: `'task-' || (n % ${TASK_RUNS_EACH})`,
        slug: `'task-' || (n % ${TASK_RUNS_EACH})`,
        mapped: no,
        auto_generated: no,
        is_root_task: no,
        is_terminal_task: no,
        is_reference_task: no,
        tags: json("[]"),
      },
    }),
  ];
}

function runStatements(writer: Writer, size: Size): string[] {
  const { owned, id, json, no, start, due, state, runColumns, fill } = writer;
  const flowRun = `(n / ${TASK_RUNS_EACH})`;
  return [
    fill("flow_run", flowRunsOf(size), {
      at: start("n"),
      cells: {
        ...owned,
        flow_id: id("flow", `(n % ${FLOWS})`),
        name: "'run-' || n",
        parameters: json("{}"),
        labels: json("[]"),
        scheduled_start_time: due("n"),
        auto_scheduled: no,
        ...runColumns("n"),
      },
    }),
    fill("task_run", size.taskRuns, {
      at: start(flowRun),
      cells: {
        ...owned,
        flow_run_id: id("flow_run", flowRun),
        task_id: id("task", `(${flowRun} % ${FLOWS} * ${TASK_RUNS_EACH} + n % ${TASK_RUNS_EACH})`),
        map_index: "-1",
        name: "'task-run-' || n",
        ...runColumns(flowRun),
        // They wait for their flow run, not for a time.
        state: `CASE WHEN ${state(flowRun)} = 'Scheduled' THEN 'Pending' ELSE ${state(flowRun)} END`,
        state_start_time: "NULL",
      },
    }),
  ];
}

function historyStatements({ owned, id, moment, json, start, fill }: Writer, size: Size): string[] {
  const { states, logs } = size.history;
  const stateCells = (run: string) => ({
    ...owned,
    timestamp: moment(`${start(run)} + n % ${states} * 20`),
    state: `CASE n % ${states} WHEN 0 THEN 'Pending' WHEN 1 THEN 'Running' ELSE 'Success' END`,
    message: "'Starting task run.'",
    serialized_state: json('{"type": "Running", "message": "Starting task run."}'),
    version: `n % ${states} + 1`,
  });
  const [flowRun, taskRunFlowRun, logFlowRun] = [
    `(n / ${states})`,
    `(n / ${states * TASK_RUNS_EACH})`,
    `(n / ${logs})`,
  ];
  return [
    fill("flow_run_state", flowRunsOf(size) * states, {
      at: start(flowRun),
      cells: { flow_run_id: id("flow_run", flowRun), ...stateCells(flowRun) },
    }),
    fill("task_run_state", size.taskRuns * states, {
      at: start(taskRunFlowRun),
      cells: { task_run_id: id("task_run", `(n / ${states})`), ...stateCells(taskRunFlowRun) },
    }),
    fill("log", flowRunsOf(size) * logs, {
      at: start(logFlowRun),
      cells: {
        ...owned,
        flow_run_id: id("flow_run", logFlowRun),
        timestamp: moment(`${start(logFlowRun)} + n % ${logs}`),
        name: "'prefect.CloudTaskRunner'",
        level: "'INFO'",
        message: "'Task ''load'': Starting task run...'",
      },
    }),
  ];
}

/**
 * The statements that fill the tables of an empty database.
 *
 * @param size How much.
 * @param dialect Of which database.
 * @returns One statement for each table.
 */
export function datasetStatements(size: Size, dialect: Dialect["name"]): string[] {
  const writer = makeWriter(size, dialect);
  return [...flowStatements(writer), ...runStatements(writer, size), ...historyStatements(writer, size)];
}
