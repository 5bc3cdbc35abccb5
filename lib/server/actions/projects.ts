import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { deleteRows, isOwnTenant, updateRows } from "./own_rows.ts";

async function createProject(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const input = inputOf<{ tenant_id: string; name: string; description?: string | null }>(args);
  if (!await isOwnTenant(context, input.tenant_id)) throw new ApiError("Foreign key violation.");
  const { tenant_id, name, description = null } = input;
  const [project] = await context.transaction.insert("project", [{ tenant_id, name, description }]);
  return { id: project!.id! };
}

/** Sets a column of a project. @throws {ApiError} When the project is unknown. */
async function updateProject(context: ActionContext, id: string, set: JsonObject): Promise<JsonValue> {
  if (!await updateRows(context, "project", { set, where: { id } })) throw new ApiError("Update failed");
  return { id };
}

/** Mutations of projects. Source: `reference/prefect-api.md` §6.2. */
export const projectActions: Actions = {
  create_project: createProject,
  async delete_project(context, args) {
    const { project_id } = inputOf<{ project_id: string }>(args);
    return { success: await deleteRows(context, "project", { where: { id: project_id } }) };
  },
  set_project_name(context, args) {
    const { project_id, name } = inputOf<{ project_id: string; name: string }>(args);
    return updateProject(context, project_id, { name });
  },
  async set_project_description(context, args) {
    const { project_id, description } = inputOf<{ project_id: string; description?: string | null }>(args);
    // Clients match on texts, and this is what the service says when the key is not there.
    if (description === undefined) throw new ApiError("'description'");
    return await updateProject(context, project_id, { description });
  },
};
