import type { JsonObject, JsonValue } from "../../core/json.ts";
import { currentTimestamp } from "../../core/timestamp.ts";
import { parsePythonUuid } from "../../core/uuid.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { findRows, isOwnTenant, updateRows } from "./own_rows.ts";
import { SCHEDULED_STATES } from "./state_types.ts";

/** So many runs are looked at, and so many are given at once. Source: `reference/prefect-api.md` §6.5. */
const LOOKED_AT = 75;
const GIVEN = 25;

interface QueueInput {
  readonly tenant_id: string;
  readonly before?: string | null;
  readonly labels?: string[] | null;
}

const COLUMNS = ["id", "labels"] as const;
type Candidate = Record<typeof COLUMNS[number], JsonValue>;

/** Runs that are due, the longest due first; then running ones with a task run that is due. */
async function dueRuns(context: ActionContext, tenantId: string, before: string): Promise<Candidate[]> {
  const due = { state: SCHEDULED_STATES, state_start_time: { lte: before } };
  const scheduled = await findRows(context, "flow_run", {
    columns: COLUMNS,
    where: { tenant_id: tenantId, ...due },
    orderBy: [["state_start_time", "asc"]],
    limit: LOOKED_AT,
  });
  if (scheduled.length === LOOKED_AT) return scheduled;
  const running = await findRows(context, "flow_run", {
    columns: COLUMNS,
    where: { tenant_id: tenantId, state: "Running" },
  });
  const waiting = await findRows(context, "task_run", {
    columns: ["flow_run_id"],
    where: { flow_run_id: running.map(({ id }) => id as string), ...due },
  });
  const ids = new Set(waiting.map(({ flow_run_id }) => flow_run_id));
  return [...scheduled, ...running.filter(({ id }) => ids.has(id))].slice(0, LOOKED_AT);
}

/** An agent takes the runs all of whose labels it has; without labels only those without. */
function fits(run: Candidate, labels: ReadonlySet<string>): boolean {
  const wanted = run.labels as string[];
  return wanted.length === 0 ? labels.size === 0 : wanted.every((label) => labels.has(label));
}

async function getRunsInQueue(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { tenant_id, before, labels } = inputOf<QueueInput>(args);
  const agentId = parsePythonUuid(context.headers.get("x-prefect-agent-id") ?? "");
  if (agentId !== undefined) {
    await updateRows(context, "agent", { set: { last_queried: currentTimestamp() }, where: { id: agentId } });
  }
  if (!await isOwnTenant(context, tenant_id)) return { flow_run_ids: [] };
  const runs = await dueRuns(context, tenant_id, before ?? currentTimestamp());
  const own = new Set(labels ?? []);
  return { flow_run_ids: runs.filter((run) => fits(run, own)).slice(0, GIVEN).map(({ id }) => id) };
}

/** What agents ask for. Source: `reference/prefect-api.md` §6.5. */
export const queueActions: Actions = { get_runs_in_queue: getRunsInQueue };
