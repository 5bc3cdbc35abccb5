import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext } from "./action.ts";
import { archiveFlows } from "./archive_flows.ts";
import { findRow, findRows, updateRows } from "./own_rows.ts";
import { registerEdges } from "./register_edges.ts";
import { registerTasks } from "./register_tasks.ts";
import { setScheduleActive } from "./set_schedule_active.ts";

/** What the mutations that create a flow take. */
export interface FlowInput {
  readonly serialized_flow: JsonValue;
  readonly project_id: string;
  readonly version_group_id?: string | null;
  readonly description?: string | null;
  readonly idempotency_key?: string | null;
  /** @default true */
  readonly set_schedule_active?: boolean | null;
}

/** What the service says when a flow is not what it expects. */
const INTERNAL = "Unable to complete operation. An internal API error occurred.";

/** The oldest Prefect whose flows this API takes. Source: `reference/prefect-api.md` §6.3. */
const OLDEST = [0, 6, 1];

function checkCoreVersion(version: JsonValue | undefined): void {
  if (typeof version !== "string") return;
  const [, ...parts] = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version) ?? [];
  const numbers = parts.map((part) => Number(part ?? 0));
  const differing = numbers.findIndex((number, i) => number !== OLDEST[i]);
  if (differing < 0 || numbers[differing]! > OLDEST[differing]!) return;
  throw new ApiError(
    `Prefect backends require new flows to be built with Prefect 0.6.1+, but this flow was built with Prefect ${version}.`,
  );
}

/** What the versions of a flow share: as given, else as the flow of this name in the project has it, else new. */
async function chooseVersionGroup(context: ActionContext, input: FlowInput, name: string): Promise<string> {
  if (input.version_group_id) return input.version_group_id;
  const newest = await findRow(context, "flow", {
    columns: ["version_group_id"],
    where: { project_id: input.project_id, name },
    orderBy: [["created", "desc"]],
  });
  return newest?.version_group_id as string | undefined ?? crypto.randomUUID();
}

/**
 * The group of a flow, with this registration's idempotency key written into it; made when there is none.
 *
 * @returns The group, or the flow that was registered last with the same key.
 */
async function enterGroup(
  context: ActionContext,
  { tenant_id, name, key }: {
    readonly tenant_id: JsonValue;
    readonly name: string;
    readonly key: string | null;
  },
): Promise<{ readonly groupId: JsonValue } | { readonly flowId: JsonValue }> {
  const where = { tenant_id: tenant_id as string, name };
  const group = await findRow(context, "flow_group", { columns: ["id", "settings"], where });
  if (!group) {
    const [created] = await context.transaction.insert("flow_group", [{
      tenant_id,
      name,
      settings: {
        heartbeat_enabled: true,
        lazarus_enabled: true,
        version_locking_enabled: false,
        idempotency_key: key,
      },
    }]);
    return { groupId: created!.id! };
  }
  const settings = group.settings as JsonObject;
  if (key && settings.idempotency_key === key) {
    const registered = await findRow(context, "flow", {
      columns: ["id"],
      where: { flow_group_id: group.id as string, archived: false },
      orderBy: [["version", "desc"]],
    });
    if (registered) return { flowId: registered.id };
  }
  const set = { settings: { ...settings, idempotency_key: key } };
  await context.transaction.update("flow_group", set, { id: group.id as string });
  return { groupId: group.id };
}

/** Tasks and edges of a new flow. Whatever is wrong with them, the service says the same. */
async function registerParts(context: ActionContext, id: JsonValue, serialized: JsonObject): Promise<void> {
  const columns = ["id", "tenant_id", "serialized_flow"] as const;
  const flow = await findRow(context, "flow", { columns, where: { id: id as string } });
  try {
    await registerTasks(context, flow!, { serialized: serialized.tasks ?? [] });
    await registerEdges(context, flow!, { serialized: serialized.edges ?? [] });
  } catch (error) {
    if (error instanceof ApiError) throw new ApiError(INTERNAL, { cause: error });
    throw error;
  }
}

/** A flow that cannot be scheduled is registered all the same. */
async function trySchedule(context: ActionContext, id: string): Promise<void> {
  try {
    await setScheduleActive(context, id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await updateRows(context, "flow", { set: { is_schedule_active: false }, where: { id } });
  }
}

/**
 * Registers a flow with its tasks and edges as the next version of its group, and archives the others. Its schedule is
 * made active if it can be.
 *
 * Source: `reference/prefect-api.md` §6.3.
 *
 * @param context Who asks; projects of other tenants are unknown.
 * @param input The input of the mutation, with the serialized flow as a value.
 * @returns The payload with the id: of the new version, or of the last one when the idempotency key is the last one's.
 * @throws {ApiError} When the project is unknown or the flow is not one that Prefect 0.6.1 or later serialized.
 */
export async function createFlow(context: ActionContext, input: FlowInput): Promise<JsonValue> {
  const serialized = input.serialized_flow;
  if (!isJsonObject(serialized)) throw new ApiError(INTERNAL);
  checkCoreVersion(serialized.__version__);
  const project = await findRow(context, "project", {
    columns: ["tenant_id"],
    where: { id: input.project_id },
  });
  if (!project) throw new ApiError("Invalid project.");
  const { tenant_id } = project;
  const name = serialized.name;
  if (typeof name !== "string") throw new ApiError("Not-NULL violation.");
  const versionGroup = await chooseVersionGroup(context, input, name);
  const entered = await enterGroup(context, {
    tenant_id,
    name: versionGroup,
    key: input.idempotency_key ?? null,
  });
  if ("flowId" in entered) return { id: entered.flowId };
  const others = await findRows(context, "flow", {
    columns: ["id", "version", "archived"],
    where: { tenant_id: tenant_id as string, version_group_id: versionGroup },
  });
  const [flow] = await context.transaction.insert("flow", [{
    tenant_id,
    project_id: input.project_id,
    flow_group_id: entered.groupId,
    version_group_id: versionGroup,
    version: others.reduce((highest, { version }) => Math.max(highest, Number(version)), 0) + 1,
    name,
    description: input.description ?? null,
    serialized_flow: serialized,
    core_version: serialized.__version__ ?? null,
    environment: serialized.environment ?? null,
    run_config: serialized.run_config ?? null,
    storage: serialized.storage ?? null,
    parameters: serialized.parameters ?? [],
    schedule: serialized.schedule ?? null,
  }]);
  await registerParts(context, flow!.id!, serialized);
  // Null is a value, and not true.
  const { set_schedule_active: isToBeScheduled = true } = input;
  if (isToBeScheduled) await trySchedule(context, flow!.id as string);
  await archiveFlows(context, others.filter(({ archived }) => !archived).map(({ id }) => id as string));
  return { id: flow!.id! };
}
