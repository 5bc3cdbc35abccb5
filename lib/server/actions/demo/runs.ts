import { type JsonObject, NumberText } from "../../../core/json.ts";
import type { Row } from "../../model/row.ts";
import type { Transaction } from "../../store/store.ts";
import { runName } from "../run_name.ts";
import { ENDING_STATES, isStateType, SCHEDULED_STATES } from "../state_types.ts";
import type { DemoFlow } from "./flows.ts";
import { type DemoMoment, type DemoRandom, inUtc, inZone } from "./random.ts";

/** The flow run that the API page sets a state of (S52): at version 1. */
const DEMO_FLOW_RUN_ID = "61cab648-f09d-467d-b205-3892c8d55250";

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

/** The way of a run to its latest state. */
interface Course {
  readonly state: string;
  readonly moment: DemoMoment;
  /** The states on the way, with their times. */
  readonly history: ReadonlyArray<{ readonly state: string; readonly at: string }>;
}

function courseOf(state: string, moment: DemoMoment, length: number): Course {
  const scheduled = { state: "Scheduled", at: inUtc(moment, 0) };
  if (SCHEDULED_STATES.includes(state) || state === "Pending") {
    return { state, moment, history: [{ ...scheduled, state }] };
  }
  const latest = { state, at: inUtc(moment, length) };
  if (state === "Running" || state === "Submitted") return { state, moment, history: [scheduled, latest] };
  return { state, moment, history: [scheduled, { state: "Running", at: inUtc(moment, 1) }, latest] };
}

function serialized(state: string, at: string): JsonObject {
  const message = `${state} at last`;
  return isStateType(state, "Scheduled")
    ? { type: state, message, start_time: at }
    : { type: state, message };
}

/** The columns that a run has from the states that it was in. */
function stateColumns({ state, history }: Course): Row {
  const { at } = history.at(-1)!;
  return {
    created: history[0]!.at,
    updated: at,
    state,
    state_timestamp: at,
    state_message: `${state} at last`,
    state_start_time: SCHEDULED_STATES.includes(state) ? at : null,
    serialized_state: serialized(state, at),
    start_time: history.find((one) => one.state === "Running")?.at ?? null,
    end_time: ENDING_STATES.has(state) ? at : null,
    heartbeat: state === "Running" ? at : null,
    version: history.length,
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
    scheduled_start_time: inZone(course.moment),
    auto_scheduled: random.below(2) === 0,
  };
}

/** A task run has one state, which keeps the data small; before its flow run ran it is pending. */
function taskCourse(random: DemoRandom, run: Row, { moment }: Course): Course {
  const state = run.start_time === null ? "Pending" : random.pick(TASK_RUN_STATES);
  return { state, moment, history: [{ state, at: inUtc(moment, 2 + random.below(600)) }] };
}

function taskRunRow(random: DemoRandom, run: Row, course: Course): Row {
  const waits = course.state === "Pending" || SCHEDULED_STATES.includes(course.state);
  return {
    ...stateColumns(course),
    id: random.uuid(),
    tenant_id: run.tenant_id!,
    flow_run_id: run.id!,
    start_time: waits ? null : run.start_time!,
  };
}

/** The columns that states and logs of a run have alike. */
function recordRow(random: DemoRandom, run: Row, at: string): Row {
  return { id: random.uuid(), created: at, updated: at, timestamp: at, tenant_id: run.tenant_id! };
}

function stateRows(random: DemoRandom, run: Row, { history }: Pick<Course, "history">): Row[] {
  return history.map(({ state, at }, position) => ({
    ...recordRow(random, run, at),
    state,
    message: `${state} at last`,
    start_time: isStateType(state, "Scheduled") ? at : null,
    serialized_state: serialized(state, at),
    version: position + 1,
  }));
}

function logRow(random: DemoRandom, run: Row, flow: DemoFlow): Row {
  return {
    ...recordRow(random, run, run.state_timestamp as string),
    flow_run_id: run.id!,
    name: "prefect.CloudFlowRunner",
    level: isStateType(String(run.state), "Failed") ? "ERROR" : "INFO",
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
  const flowRuns: Row[] = [];
  const flowRunStates: Row[] = [];
  const taskRuns: Row[] = [];
  const taskRunStates: Row[] = [];
  const logs: Row[] = [];
  for (let index = 0; index < FLOW_RUNS; index++) {
    const flow = index === 0 ? flows[0]! : random.pick(flows);
    const state = index === 0 ? "Scheduled" : random.pick(FLOW_RUN_STATES);
    const course = courseOf(state, random.moment(), 2 + random.below(7200));
    const run = flowRunRow(random, flow, course);
    if (index === 0) run.id = DEMO_FLOW_RUN_ID;
    flowRuns.push(run);
    flowRunStates.push(...stateRows(random, run, course).map((row) => ({ ...row, flow_run_id: run.id! })));
    logs.push(logRow(random, run, flow));
    for (const [position, task_id] of flow.taskIds.entries()) {
      const own = taskCourse(random, run, course);
      const taskRun: Row = { ...taskRunRow(random, run, own), task_id, name: `${run.name}-${position + 1}` };
      taskRuns.push(taskRun);
      taskRunStates.push(...stateRows(random, run, own).map((row) => ({ ...row, task_run_id: taskRun.id! })));
    }
  }
  await transaction.insert("flow_run", flowRuns);
  await transaction.insert("flow_run_state", flowRunStates);
  await transaction.insert("task_run", taskRuns);
  await transaction.insert("task_run_state", taskRunStates);
  await transaction.insert("log", logs);
}
