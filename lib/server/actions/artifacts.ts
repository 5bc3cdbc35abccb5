import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { deleteRows, findRow, updateRows } from "./own_rows.ts";
import { MAX_PAYLOAD_LENGTH, payloadLength } from "./payload_size.ts";

interface ArtifactInput {
  readonly task_run_id: string;
  readonly kind: string;
  readonly data: JsonValue;
  readonly tenant_id?: string | null;
}

async function createTaskRunArtifact(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { task_run_id, kind, data, tenant_id = null } = inputOf<ArtifactInput>(args);
  if (payloadLength(data) > MAX_PAYLOAD_LENGTH) {
    throw new ApiError("Artifact data payload exceeds 1000000 bytes limit.");
  }
  const run = await findRow(context, "task_run", { columns: ["tenant_id"], where: { id: task_run_id } });
  if (!run) throw new ApiError(`Task run ${task_run_id} not found`);
  if (tenant_id !== null && tenant_id !== run.tenant_id) throw new ApiError("Invalid tenant ID.");
  const artifact = { tenant_id: run.tenant_id, task_run_id, kind, data };
  const [row] = await context.transaction.insert("task_run_artifact", [artifact]);
  return { id: row!.id! };
}

/** Mutations of what task runs publish. Source: `reference/prefect-api.md` §6.6. */
export const artifactActions: Actions = {
  create_task_run_artifact: createTaskRunArtifact,
  /** The size is not checked, as in Prefect Server. */
  async update_task_run_artifact(context, args) {
    const { task_run_artifact_id: id, data } = inputOf<{ task_run_artifact_id: string; data: JsonValue }>(
      args,
    );
    return { success: await updateRows(context, "task_run_artifact", { set: { data }, where: { id } }) };
  },
  async delete_task_run_artifact(context, args) {
    const { task_run_artifact_id: id } = inputOf<{ task_run_artifact_id: string }>(args);
    return { success: await deleteRows(context, "task_run_artifact", { where: { id } }) };
  },
};
