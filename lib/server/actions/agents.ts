import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { Where } from "../model/row.ts";
import type { ActionContext, Actions } from "./action.ts";
import { inputOf } from "./input.ts";
import { deleteRows, findRow, findRows, requestedTenant } from "./own_rows.ts";

interface AgentInput {
  readonly type: string;
  readonly name?: string | null;
  readonly labels?: string[] | null;
  readonly tenant_id?: string | null;
  readonly agent_config_id?: string | null;
}

/** The tenant that the agent works for. @throws {ApiError} When there is none. */
async function tenantOf(context: ActionContext, { tenant_id }: AgentInput): Promise<string> {
  const named = context.principal.kind !== "open" || (tenant_id ?? null) !== null;
  const tenantId = named ? await requestedTenant(context, tenant_id) : undefined;
  if (tenantId === undefined) throw new ApiError("No tenant found.");
  return tenantId;
}

/** The agent that this one was before it was started anew; what it does not tell of itself matches any. */
async function findAgent(
  context: ActionContext,
  told: { readonly where: Readonly<Record<string, string | null>>; readonly labels: readonly string[] },
): Promise<JsonValue | undefined> {
  const where: Where = Object.fromEntries(Object.entries(told.where).filter(([, value]) => value !== null));
  const orderBy = [["created", "asc"]] as const;
  const agents = await findRows(context, "agent", { columns: ["id", "labels"], where, orderBy });
  const labels = JSON.stringify(told.labels);
  return agents.find((agent) => JSON.stringify(agent.labels) === labels)?.id;
}

async function registerAgent(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const input = inputOf<AgentInput>(args);
  const { type, name = null, agent_config_id = null } = input;
  const tenant_id = await tenantOf(context, input);
  const core_version = context.headers.get("x-prefect-core-version");
  const labels = [...input.labels ?? []].sort();
  const known = await findAgent(context, { where: { tenant_id, type, name, core_version }, labels });
  if (known !== undefined) return { id: known };
  if (agent_config_id !== null) {
    const where = { id: agent_config_id, tenant_id };
    const config = await findRow(context, "agent_config", { columns: ["id"], where });
    if (!config) throw new ApiError("Foreign key violation.");
  }
  const agent = { tenant_id, type, name, core_version, labels, agent_config_id };
  const [row] = await context.transaction.insert("agent", [agent]);
  return { id: row!.id! };
}

/** Mutations of agents. Source: `reference/prefect-api.md` §6.6. */
export const agentActions: Actions = {
  register_agent: registerAgent,
  async delete_agent(context, args) {
    const { agent_id: id } = inputOf<{ agent_id: string }>(args);
    return { success: await deleteRows(context, "agent", { where: { id } }) };
  },
};
