import type { JsonObject, JsonValue } from "../../core/json.ts";
import { currentTimestamp } from "../../core/timestamp.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { pendingTaskRun } from "./create_task_runs.ts";
import { inputOf } from "./input.ts";
import { findRow, updateRows } from "./own_rows.ts";

interface TaskRunInput {
  readonly flow_run_id: string;
  readonly task_id: string;
  readonly map_index?: number | null;
}

type TaskRun = Record<"id" | "version" | "state" | "serialized_state", JsonValue>;

/** The run of a task within a flow run; one is made when there is none. */
async function getOrCreate(
  context: ActionContext,
  input: TaskRunInput,
  errors: { readonly task: string; readonly flowRun: string },
): Promise<TaskRun> {
  const { flow_run_id, task_id } = input;
  const map_index = input.map_index ?? -1;
  const columns = ["id", "version", "state", "serialized_state"] as const;
  const identity = { flow_run_id, task_id, map_index };
  const present = await findRow(context, "task_run", { columns, where: identity });
  if (present) return present;
  const [task, flowRun] = await Promise.all([
    findRow(context, "task", { columns: ["cache_key"], where: { id: task_id } }),
    findRow(context, "flow_run", { columns: ["tenant_id"], where: { id: flow_run_id } }),
  ]);
  if (!task) throw new ApiError(errors.task);
  if (!flowRun) throw new ApiError(errors.flowRun);
  const tenant_id = flowRun.tenant_id;
  const { run, state } = pendingTaskRun({ ...identity, tenant_id, cache_key: task.cache_key });
  // Several processes of one flow run may ask at once: whoever is late finds what the first has made.
  const [, stored] = await Promise.all([
    context.transaction.insert("task_run", [run], { onConflict: "ignore" }),
    findRow(context, "task_run", { columns, where: identity }),
  ]);
  if (stored!.id !== run.id) return stored!;
  await context.transaction.insert("task_run_state", [state]);
  // The service answers with the row as it was before its first state was recorded.
  return { id: run.id!, version: 0, state: run.state!, serialized_state: run.serialized_state! };
}

async function getOrCreateId(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const errors = { task: "Invalid ID", flowRun: "Invalid ID" };
  return { id: (await getOrCreate(context, inputOf<TaskRunInput>(args), errors)).id };
}

async function getOrCreateInfo(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const errors = { task: "Invalid task ID", flowRun: "Foreign key violation." };
  return { ...await getOrCreate(context, inputOf<TaskRunInput>(args), errors) };
}

/** Mutations of task runs, except of their states. Source: `reference/prefect-api.md` §6.5. */
export const taskRunActions: Actions = {
  get_or_create_task_run: getOrCreateId,
  get_or_create_task_run_info: getOrCreateInfo,
  async set_task_run_name(context, args) {
    const { task_run_id: id, name } = inputOf<{ task_run_id: string; name: string }>(args);
    if (name === "") throw new ApiError("Invalid name");
    return { success: await updateRows(context, "task_run", { set: { name }, where: { id } }) };
  },
  async update_task_run_heartbeat(context, args) {
    const { task_run_id: id } = inputOf<{ task_run_id: string }>(args);
    await updateRows(context, "task_run", { set: { heartbeat: currentTimestamp() }, where: { id } });
    // Prefect writes heartbeats after it answered, so it answers the same for a run that is not there.
    return { success: true };
  },
};
