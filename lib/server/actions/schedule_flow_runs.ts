import { jsonbText, type JsonValue } from "../../core/json.ts";
import { nodeCrypto } from "../../core/node_crypto.ts";
import { formatTimestamp, parseTimestamp } from "../../core/timestamp.ts";
import { ApiError } from "../model/api_error.ts";
import type { Row } from "../model/row.ts";
import type { ScheduledEvent } from "../schedules/clocks.ts";
import { nextEvents, readSchedule } from "../schedules/read_schedule.ts";
import type { ActionContext } from "./action.ts";
import { insertFlowRuns } from "./insert_flow_runs.ts";
import { findRows, type RowContext } from "./own_rows.ts";
import { FLOW_COLUMNS, type FlowOfRuns, GROUP_COLUMNS, planFlowRun } from "./plan_flow_run.ts";

/** So many runs ahead. Source: `reference/prefect-api.md` §6.3. */
const RUNS_AHEAD = 10;

/** What came of scheduling. */
export interface Scheduled {
  /** The runs that were made. */
  readonly runs: readonly Row[];
  /** Why flows could not be scheduled, by flow: a schedule that cannot be read, a parameter that is missing. */
  readonly failures: ReadonlyMap<string, Error>;
}

/** Two clocks that fire at once with different parameters make two runs. */
function idempotencyKey(start: string, { parameters, labels }: ScheduledEvent): string {
  const key = `auto-scheduled:${start}`;
  if (isPlain({ parameters, labels })) return key;
  const text = jsonbText([parameters, labels && [...labels]]);
  return `${key}:${nodeCrypto().createHash("md5").update(text).digest("hex")}`;
}

function isPlain({ parameters, labels }: Pick<ScheduledEvent, "parameters" | "labels">): boolean {
  return Object.keys(parameters).length === 0 && labels === null;
}

function planEvent(flow: FlowOfRuns, group: Row, event: ScheduledEvent): Row {
  const start = parseTimestamp(event.start.toInstant().toString());
  const run = planFlowRun({ flow, group }, {
    parameters: event.parameters,
    labels: event.labels,
    scheduled_start_time: start,
    idempotency_key: idempotencyKey(start, event),
  });
  return { ...run, auto_scheduled: true };
}

/** The runs that a flow should have now; those that it has are among them unless they have the clock's default. */
function planRuns(
  flow: FlowOfRuns & { readonly schedule: JsonValue },
  group: Row,
  { after, last }: { readonly after: Temporal.Instant; readonly last: string | undefined },
): Row[] {
  const schedule = group.schedule ?? flow.schedule;
  if (schedule === null) return [];
  const lastStart = last === undefined ? undefined : Temporal.Instant.from(last);
  return nextEvents(readSchedule(schedule), RUNS_AHEAD, { after })
    .filter((event) =>
      !lastStart || !isPlain(event) || Temporal.Instant.compare(event.start.toInstant(), lastStart) > 0
    )
    .map((event) => planEvent(flow, group, event));
}

/** When the last of the runs starts that the scheduler has made of each flow, if that lies ahead. */
async function lastStarts(
  context: RowContext,
  flowIds: readonly string[],
  now: number,
): Promise<Map<JsonValue, string>> {
  const rows = await findRows(context, "flow_run", {
    columns: ["flow_id", "scheduled_start_time"],
    where: { flow_id: flowIds, auto_scheduled: true, scheduled_start_time: { gt: formatTimestamp(now) } },
  });
  const last = new Map<JsonValue, string>();
  for (const { flow_id, scheduled_start_time } of rows as Record<string, string>[]) {
    const known = last.get(flow_id!);
    if (!known || known < scheduled_start_time!) last.set(flow_id!, scheduled_start_time!);
  }
  return last;
}

/**
 * Makes the next runs of flows whose schedule is active, up to ten ahead: of the schedule of the flow's group, else of the
 * flow's own. Archived flows and flows without an active schedule get none. A run that was made before is not made
 * again, whatever happened to the clock in between.
 *
 * Source: `reference/prefect-api.md` §6.3 (scheduling).
 *
 * @param context Who asks, and when; flows of other tenants are unknown.
 * @param flowIds The flows; they are read and written together.
 * @returns The new runs, and what went wrong with which flow.
 */
export async function scheduleFlowRuns(
  context: Pick<ActionContext, "transaction" | "principal" | "now">,
  flowIds: readonly string[],
): Promise<Scheduled> {
  const after = Temporal.Instant.fromEpochMilliseconds(context.now);
  const flows = await findRows(context, "flow", {
    columns: [...FLOW_COLUMNS, "schedule"],
    where: { id: flowIds, archived: false, is_schedule_active: true },
  });
  const groups = await findRows(context, "flow_group", {
    columns: [...GROUP_COLUMNS, "schedule"],
    where: { id: flows.map(({ flow_group_id }) => flow_group_id as string) },
  });
  const groupById = new Map(groups.map((group) => [group.id, group]));
  const last = await lastStarts(context, flows.map(({ id }) => id as string), context.now);
  const failures = new Map<string, Error>();
  const planned = flows.flatMap((flow) => {
    try {
      return planRuns(flow, groupById.get(flow.flow_group_id) ?? {}, { after, last: last.get(flow.id) });
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof SyntaxError)) throw error;
      failures.set(flow.id as string, error);
      return [];
    }
  });
  return { runs: planned.length === 0 ? [] : await insertFlowRuns(context, planned), failures };
}
