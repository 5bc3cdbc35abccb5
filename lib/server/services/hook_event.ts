import type { JsonObject, JsonValue } from "../../core/json.ts";
import { currentTimestamp } from "../../core/timestamp.ts";
import type { StateEvent } from "../actions/state_event.ts";
import type { Reader } from "../store/store.ts";
import type { HookEvent } from "./hook_call.ts";

/** A flow run with what it belongs to, as hooks are told of it. */
export interface HookSubject {
  readonly flow_run: JsonObject;
  readonly flow: JsonObject;
  readonly tenant: JsonObject;
}

const FLOW_RUN_COLUMNS = ["id", "flow_id", "tenant_id", "name", "version", "state", "scheduled_start_time"];
const FLOW_COLUMNS = ["id", "name", "version", "version_group_id", "flow_group_id", "project_id"];
const TENANT_COLUMNS = ["id", "name", "slug"];

/** The rows with these ids, by id. */
async function rowsById(
  reader: Reader,
  table: string,
  { ids, columns }: { readonly ids: readonly JsonValue[]; readonly columns: readonly string[] },
): Promise<Map<JsonValue, JsonObject>> {
  const known = [...new Set(ids)].filter((id) => id !== null) as string[];
  if (known.length === 0) return new Map();
  const rows = await reader.select(table, columns, { id: known });
  return new Map(rows.map((row) => [row.id!, row]));
}

/**
 * What events are about: three statements, however many events.
 *
 * @param reader Where the rows are.
 * @param events The events.
 * @returns The subjects by the ids of the flow runs; runs that are gone have none.
 */
export async function hookSubjects(
  reader: Reader,
  events: readonly StateEvent[],
): Promise<Map<JsonValue, HookSubject>> {
  const ids = events.map(({ flowRunId }) => flowRunId);
  const runs = await rowsById(reader, "flow_run", { ids, columns: FLOW_RUN_COLUMNS });
  const flowIds = [...runs.values()].map(({ flow_id }) => flow_id!);
  const flows = await rowsById(reader, "flow", { ids: flowIds, columns: FLOW_COLUMNS });
  const tenantIds = events.map(({ tenantId }) => tenantId);
  const tenants = await rowsById(reader, "tenant", { ids: tenantIds, columns: TENANT_COLUMNS });
  return new Map(events.flatMap(({ flowRunId, tenantId }) => {
    const flow_run = runs.get(flowRunId);
    if (!flow_run) return [];
    const flow = flows.get(flow_run.flow_id!) ?? {};
    return [[flowRunId, { flow_run, flow, tenant: tenants.get(tenantId) ?? {} }] as const];
  }));
}

/** Stands for a run where a hook is tried without one. */
const MADE_UP: HookSubject = {
  flow_run: { id: null, name: "test-run" },
  flow: { id: null, name: "test-flow" },
  tenant: {},
};

/**
 * An event as hooks are told it.
 *
 * Source: `reference/prefect-api.md` §6.6.
 *
 * @param event The event.
 * @param options `subject`: what it is about, made up unless given; `isTest`: whether nothing has happened.
 * @returns The event, with an id of its own.
 */
export function hookEvent(
  { state, tenantId }: StateEvent,
  { subject, isTest }: { readonly subject: HookSubject | undefined; readonly isTest: boolean },
): HookEvent {
  return {
    id: crypto.randomUUID(),
    timestamp: currentTimestamp(),
    type: "FlowRunStateChange",
    state,
    ...subject ?? { ...MADE_UP, tenant: { id: tenantId } },
    is_test_event: isTest,
  };
}
