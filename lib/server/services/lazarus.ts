import { formatTimestamp } from "../../core/timestamp.ts";
import { recordStates, type Run, RUN_COLUMNS } from "../actions/record_states.ts";
import { loadState } from "../actions/serialized_state.ts";
import { type StateEvent, stateEvent } from "../actions/state_event.ts";
import { stateReference } from "../actions/state_types.ts";
import type { Row, Where } from "../model/row.ts";
import type { Transaction } from "../store/store.ts";
import { pagesOfIds, type ServiceContext } from "./background_service.ts";
import { HEARTBEAT_LIMIT, readFlowSettings } from "./flow_settings.ts";

const RUNS_AT_ONCE = 100;

/** So often a run is brought back. Source: `reference/prefect-api.md` §6.7. */
const ATTEMPTS = 3;

const AGAIN = "Rescheduled by a Lazarus process.";
const ENOUGH =
  `A Lazarus process attempted to reschedule this run ${ATTEMPTS} times without success. Marking as failed.`;

/** A task run in one of these will go on by itself. */
const { Scheduled, Running } = stateReference().state_hierarchy as Record<string, string[]>;
const ALIVE: readonly string[] = [...Scheduled!, ...Running!];

type FlowRun = Run & Row;

function isSilent(now: number): Where {
  return { state: ["Running", "Submitted"], heartbeat: { lte: formatTimestamp(now - HEARTBEAT_LIMIT) } };
}

/** The runs that nothing will bring on, unless their flow does not want to be brought back. */
async function findDead(transaction: Transaction, ids: readonly string[], now: number): Promise<FlowRun[]> {
  const columns = [...RUN_COLUMNS, "flow_id", "times_resurrected"];
  const runs = await transaction.select("flow_run", columns, { ...isSilent(now), id: ids }) as FlowRun[];
  const settings = await readFlowSettings(transaction, new Set(runs.map(({ flow_id }) => flow_id!)));
  const busy = await transaction.select("task_run", ["flow_run_id"], {
    flow_run_id: runs.map(({ id }) => id as string),
    state: ALIVE,
  });
  const busyIds = new Set(busy.map(({ flow_run_id }) => flow_run_id));
  return runs.filter(({ id, flow_id }) => {
    const { heartbeat_enabled, lazarus_enabled } = settings.get(flow_id!) ?? {};
    return !busyIds.has(id) && heartbeat_enabled !== false && lazarus_enabled !== false;
  });
}

/**
 * Brings back those of some flow runs that claim to run and have neither given a sign of life for ten minutes nor a task
 * run that will: they are scheduled again, three times, and then failed.
 *
 * Source: `reference/prefect-api.md` §6.7.
 *
 * @param transaction The database.
 * @param ids The flow runs to look at.
 * @param options `now`: milliseconds since 1970.
 * @returns What has happened, for cloud hooks.
 */
async function reviveFlowRuns(
  transaction: Transaction,
  ids: readonly string[],
  { now }: { readonly now: number },
): Promise<StateEvent[]> {
  const dead = (await findDead(transaction, ids, now)).map((run) => ({
    run,
    attempt: Number(run.times_resurrected ?? 0) + 1,
  }));
  const start_time = formatTimestamp(now);
  const changes = dead.map(({ run, attempt }) => ({
    run,
    state: loadState(
      attempt <= ATTEMPTS
        ? { type: "Scheduled", message: AGAIN, start_time }
        : { type: "Failed", message: ENOUGH },
    ),
  }));
  const updated = await recordStates(transaction, changes, { table: "flow_run", alive: new Set() });
  const revived = dead.filter(({ attempt }) => attempt <= ATTEMPTS);
  await transaction.updateEach(
    "flow_run",
    revived.map(({ run, attempt }) => ({ id: run.id, times_resurrected: attempt })),
  );
  await transaction.insert(
    "log",
    dead.map(({ run, attempt }) => ({
      tenant_id: run.tenant_id,
      flow_run_id: run.id,
      name: "prefect-server.Lazarus.FlowRun",
      level: attempt <= ATTEMPTS ? "INFO" : "ERROR",
      message: attempt <= ATTEMPTS ? `${AGAIN} This is attempt ${attempt}.` : ENOUGH,
    })),
  );
  return updated.map(stateEvent);
}

/**
 * Brings back all flow runs that need it, see {@linkcode reviveFlowRuns}.
 *
 * @param context The database and the time.
 */
export async function runLazarus(context: ServiceContext): Promise<void> {
  const { store, now, onEvents } = context;
  const pages = pagesOfIds(context, "flow_run", { where: isSilent(now), size: RUNS_AT_ONCE });
  for await (const ids of pages) {
    onEvents(await store.transaction((transaction) => reviveFlowRuns(transaction, ids, { now })));
  }
}
