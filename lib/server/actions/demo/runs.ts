import { type JsonObject, NumberText } from "../../../core/json.ts";
import type { Row, Transaction } from "../../store/store.ts";
import { runName } from "../run_name.ts";
import { ENDING_STATES, isStateType, SCHEDULED_STATES } from "../state_types.ts";
import type { DemoFlow } from "./flows.ts";
import { type DemoMoment, type DemoRandom, written } from "./random.ts";

/** The flow run that the API page sets a state of (S52): at version 1. */
export const DEMO_FLOW_RUN_ID = "61cab648-f09d-467d-b205-3892c8d55250";

const FLOW_RUNS = 1500;

/** The latest states of flow runs; a state that is named more often is likelier. */
const FLOW_RUN_STATES = (
  "Success Success Success Success Success Failed Failed Failed Running Running Scheduled Scheduled Cancelled " +
  "Submitted Retrying Paused Resume Queued Pending TimedOut TriggerFailed ValidationFailed Cached Mapped Skipped " +
  "Looped Finished Cancelling ClientFailed"
).split(" ");

const TASK_RUN_STATES =
  "Success Success Success Success Failed Failed Failed Pending Running Mapped Skipped TriggerFailed Retrying Cached TimedOut"
    .split(" ");

/** Parameters of every JSON kind. */
const PARAMETERS: readonly JsonObject[] = [
  {},
  { nothing: null },
  { dry_run: true },
  { ratio: 0.25, count: 3 },
  { city: "Zürich 🚆" },
  { days: ["2020-02-29", 1, null, false] },
  { model: { layers: [{ units: 64 }, { units: 8 }], name: "mlp" } },
  { big: new NumberText("12345678901234567890") },
];

/** A run's latest state, and when it got there. */
interface Course {
  readonly state: string;
  readonly moment: DemoMoment;
  /** Seconds from the first state to the latest. */
  readonly length: number;
}

/** The states that a run went through, with the seconds since the first. */
function statesBefore({ state, length }: Course): ReadonlyArray<readonly [state: string, seconds: number]> {
  if (SCHEDULED_STATES.includes(state) || state === "Pending") return [[state, 0]];
  if (state === "Running" || state === "Submitted") return [["Scheduled", 0], [state, length]];
  return [["Scheduled", 0], ["Running", 1], [state, length]];
}

function serialized(state: string, at: string): JsonObject {
  const message = `${state} at last`;
  return isStateType(state, "Scheduled")
    ? { type: state, message, start_time: at }
    : { type: state, message };
}

/** The columns that a run has from its latest state. */
function stateColumns(course: Course): Row {
  const { state, moment, length } = course;
  const waits = SCHEDULED_STATES.includes(state);
  const at = written(moment, waits ? 0 : length);
  const began = !waits && state !== "Pending" && state !== "Submitted";
  return {
    created: written(moment),
    updated: at,
    state,
    state_timestamp: at,
    state_message: `${state} at last`,
    state_start_time: waits ? at : null,
    serialized_state: serialized(state, at),
    start_time: began ? written(moment, 1) : null,
    end_time: ENDING_STATES.has(state) ? at : null,
    heartbeat: state === "Running" ? at : null,
  };
}

function flowRunRow(random: DemoRandom, flow: DemoFlow, course: Course): Row {
  return {
    ...stateColumns(course),
    id: random.uuid(),
    tenant_id: flow.tenantId,
    flow_id: flow.id,
    name: runName(random.next() / 2 ** 32),
    parameters: random.pick(PARAMETERS),
    labels: random.below(4) === 0 ? ["gpu", "linux"] : [],
    context: {},
    scheduled_start_time: written(course.moment),
    auto_scheduled: random.below(2) === 0,
    version: statesBefore(course).length,
  };
}

function flowRunStates(random: DemoRandom, run: Row, course: Course): Row[] {
  return statesBefore(course).map(([state, seconds], position) => {
    const at = written(course.moment, seconds);
    return {
      id: random.uuid(),
      created: at,
      updated: at,
      tenant_id: run.tenant_id!,
      flow_run_id: run.id!,
      timestamp: at,
      state,
      message: `${state} at last`,
      start_time: isStateType(state, "Scheduled") ? at : null,
      serialized_state: serialized(state, at),
      version: position + 1,
    };
  });
}

function taskRunRows(
  random: DemoRandom,
  run: Row,
  { flow, course }: { flow: DemoFlow; course: Course },
): Row[] {
  return flow.taskIds.map((taskId, position) => ({
    ...stateColumns({ ...course, state: random.pick(TASK_RUN_STATES), length: course.length + position }),
    id: random.uuid(),
    tenant_id: run.tenant_id!,
    flow_run_id: run.id!,
    task_id: taskId,
    name: `${run.name}-${position + 1}`,
    version: 1,
  }));
}

function taskRunState(random: DemoRandom, run: Row): Row {
  return {
    id: random.uuid(),
    created: run.state_timestamp!,
    updated: run.state_timestamp!,
    tenant_id: run.tenant_id!,
    task_run_id: run.id!,
    timestamp: run.state_timestamp!,
    state: run.state!,
    message: run.state_message!,
    start_time: run.state_start_time!,
    serialized_state: run.serialized_state!,
    version: 1,
  };
}

function logRow(random: DemoRandom, run: Row, flow: DemoFlow): Row {
  const failed = isStateType(String(run.state), "Failed");
  return {
    id: random.uuid(),
    created: run.state_timestamp!,
    updated: run.state_timestamp!,
    tenant_id: run.tenant_id!,
    flow_run_id: run.id!,
    timestamp: run.state_timestamp!,
    name: "prefect.CloudFlowRunner",
    level: failed ? "ERROR" : "INFO",
    message: `Flow run ${run.name} of ${flow.name}: ${run.state}`,
    info: { lineno: random.below(500) },
  };
}

/**
 * Adds flow runs in every state, each with a run of every task, histories and a log.
 *
 * @param transaction Where to write.
 * @param random Decides everything.
 * @param options `flows` is what may have run; the first gets {@linkcode DEMO_FLOW_RUN_ID}.
 */
export async function addDemoRuns(
  transaction: Transaction,
  random: DemoRandom,
  { flows }: { readonly flows: readonly DemoFlow[] },
): Promise<void> {
  const tables = { flow_run: [], flow_run_state: [], task_run: [], task_run_state: [], log: [] } as Record<
    string,
    Row[]
  >;
  for (let index = 0; index < FLOW_RUNS; index++) {
    const flow = index === 0 ? flows[0]! : random.pick(flows);
    const state = index === 0 ? "Scheduled" : random.pick(FLOW_RUN_STATES);
    const course = { state, moment: random.moment(), length: 2 + random.below(7200) };
    const run = flowRunRow(random, flow, course);
    if (index === 0) run.id = DEMO_FLOW_RUN_ID;
    const taskRuns = taskRunRows(random, run, { flow, course });
    tables.flow_run!.push(run);
    tables.flow_run_state!.push(...flowRunStates(random, run, course));
    tables.task_run!.push(...taskRuns);
    tables.task_run_state!.push(...taskRuns.map((taskRun) => taskRunState(random, taskRun)));
    tables.log!.push(logRow(random, run, flow));
  }
  for (const [table, rows] of Object.entries(tables)) await transaction.insert(table, rows);
}
