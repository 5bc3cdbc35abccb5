import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { deleteRows, findRow, isOwnTenant, updateRows } from "./own_rows.ts";

interface ConfigInput {
  readonly name?: string | null;
  readonly settings?: JsonValue;
}

async function createAgentConfig(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { tenant_id, name = null, settings } = inputOf<ConfigInput & { tenant_id: string }>(args);
  if (!await isOwnTenant(context, tenant_id)) throw new ApiError("Foreign key violation.");
  const config = { tenant_id, name, settings: settings ?? {} };
  const [row] = await context.transaction.insert("agent_config", [config]);
  return { id: row!.id! };
}

/** Null leaves a column as it is. */
async function updateAgentConfig(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const { agent_config_id: id, ...input } = inputOf<ConfigInput & { agent_config_id: string }>(args);
  const set = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
  if (Object.keys(set).length > 0) {
    return { success: await updateRows(context, "agent_config", { set, where: { id } }) };
  }
  return {
    success: await findRow(context, "agent_config", { columns: ["id"], where: { id } }) !== undefined,
  };
}

/** Mutations of the settings of agents. Source: `reference/prefect-api.md` §6.6. */
export const agentConfigActions: Actions = {
  create_agent_config: createAgentConfig,
  update_agent_config: updateAgentConfig,
  async delete_agent_config(context, args) {
    const { agent_config_id: id } = inputOf<{ agent_config_id: string }>(args);
    return { success: await deleteRows(context, "agent_config", { where: { id } }) };
  },
};
