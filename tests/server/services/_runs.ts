/** Flows and runs that the tests of the services work with. */
import type { JsonObject } from "../../../lib/core/json.ts";
import { formatTimestamp } from "../../../lib/core/timestamp.ts";
import type { ServiceContext } from "../../../lib/server/services/background_service.ts";
import { serializedFlow, type TestServer } from "../actions/_test_server.ts";

/** Registers a flow; nothing is scheduled unless it says so. */
export async function addFlow(server: TestServer, more: JsonObject = {}): Promise<string> {
  const { projectId: project_id } = await server.addTenant(`t-${crypto.randomUUID()}`);
  const input = { project_id, serialized_flow: serializedFlow(more), set_schedule_active: false };
  return (await server.mutate("create_flow", input)).id as string;
}

/** Runs a flow; the run has been silent for as many minutes. */
export async function addSilentRun(
  server: TestServer,
  flowId: string,
  { state = "Running", minutes = 11 }: { readonly state?: string; readonly minutes?: number } = {},
): Promise<string> {
  const id = (await server.mutate("create_flow_run", { flow_id: flowId })).id as string;
  await server.mutate("set_flow_run_states", { states: [{ flow_run_id: id, state: { type: "Running" } }] });
  await server.mutate("set_flow_run_states", { states: [{ flow_run_id: id, state: { type: state } }] });
  await server.update("flow_run", {
    set: { heartbeat: formatTimestamp(Date.now() - minutes * 60_000) },
    where: { id },
  });
  return id;
}

/** Puts the first task run of a flow run into a state. */
export async function setTaskState(
  server: TestServer,
  flowRunId: string,
  { state }: { readonly state: JsonObject },
): Promise<string> {
  const [task] = await server.rows("task_run", ["id"], { where: { flow_run_id: flowRunId } });
  const task_run_id = task!.id as string;
  await server.mutate("set_task_run_states", { states: [{ task_run_id, state }] });
  return task_run_id;
}

/** What a service is run with: events are kept with the server's, faults in a list. */
export function contextOf(
  server: TestServer,
  { now = Date.now(), faults = [], signal = new AbortController().signal }: {
    readonly now?: number;
    readonly faults?: unknown[];
    readonly signal?: AbortSignal;
  } = {},
): ServiceContext {
  return {
    store: server.store,
    now,
    signal,
    onEvents: (events) => server.events.push(...events),
    onFault: (fault) => faults.push(fault),
  };
}
