import { type JsonObject, type JsonValue, parseJson } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { archiveFlows } from "./archive_flows.ts";
import { createFlow, type FlowInput } from "./create_flow.ts";
import { inputOf } from "./input.ts";
import { deleteRows, findRow, updateRows } from "./own_rows.ts";
import { registerEdges } from "./register_edges.ts";
import { type FlowOfTasks, registerTasks } from "./register_tasks.ts";
import { setFlowSettings } from "./set_flow_settings.ts";

/** What a compressed flow may grow to: a small text must not fill the memory. */
const MAX_FLOW_BYTES = 50 * 1024 * 1024;

async function decompress(text: string): Promise<JsonValue> {
  // It takes longer to load than most of a server, and few clients compress.
  const { gunzipSync } = await import("node:zlib");
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return parseJson(new TextDecoder().decode(gunzipSync(bytes, { maxOutputLength: MAX_FLOW_BYTES })));
  } catch (cause) {
    throw new ApiError("Unable to decompress serialized flow", { cause });
  }
}

async function findFlowOfTasks(context: ActionContext, id: string): Promise<FlowOfTasks> {
  const columns = ["id", "tenant_id", "serialized_flow"] as const;
  const flow = await findRow(context, "flow", { columns, where: { id } });
  if (!flow) throw new ApiError("Invalid flow ID.");
  return flow;
}

async function archiveFlow(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { flow_id: id } = inputOf<{ flow_id: string }>(args);
  const flow = await findRow(context, "flow", { columns: ["id"], where: { id } });
  if (flow) await archiveFlows(context, [id]);
  return { success: flow !== undefined };
}

async function updateFlowProject(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { flow_id: id, project_id } = inputOf<{ flow_id: string; project_id: string }>(args);
  const columns = ["tenant_id"] as const;
  const flow = await findRow(context, "flow", { columns, where: { id } });
  const project = await findRow(context, "project", { columns, where: { id: project_id } });
  if (!flow || !project || flow.tenant_id !== project.tenant_id) {
    throw new ApiError("Invalid flow or project ID.");
  }
  await updateRows(context, "flow", { set: { project_id }, where: { id } });
  return { id };
}

/** Mutations of flows. Source: `reference/prefect-api.md` §6.3. */
export const flowActions: Actions = {
  create_flow: (context, args) => createFlow(context, inputOf<FlowInput>(args)),
  async create_flow_from_compressed_string(context, args) {
    const input = inputOf<FlowInput & { serialized_flow: string }>(args);
    return await createFlow(context, { ...input, serialized_flow: await decompress(input.serialized_flow) });
  },
  async register_tasks(context, args) {
    const input = inputOf<{ flow_id: string; serialized_tasks: JsonValue }>(args);
    const flow = await findFlowOfTasks(context, input.flow_id);
    await registerTasks(context, flow, { serialized: input.serialized_tasks });
    return { success: true };
  },
  async register_edges(context, args) {
    const input = inputOf<{ flow_id: string; serialized_edges: JsonValue }>(args);
    const flow = await findFlowOfTasks(context, input.flow_id);
    await registerEdges(context, flow, { serialized: input.serialized_edges });
    return { success: true };
  },
  async delete_flow(context, args) {
    const { flow_id } = inputOf<{ flow_id: string }>(args);
    return { success: await deleteRows(context, "flow", { where: { id: flow_id } }) };
  },
  archive_flow: archiveFlow,
  update_flow_project: updateFlowProject,
  enable_flow_heartbeat: setFlowSettings({ heartbeat_enabled: true, disable_heartbeat: false }),
  disable_flow_heartbeat: setFlowSettings({ heartbeat_enabled: false, disable_heartbeat: true }),
  enable_flow_lazarus_process: setFlowSettings({ lazarus_enabled: true }),
  disable_flow_lazarus_process: setFlowSettings({ lazarus_enabled: false }),
};
