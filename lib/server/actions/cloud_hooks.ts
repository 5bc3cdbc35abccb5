import type { JsonObject, JsonValue } from "../../core/json.ts";
import { currentTimestamp } from "../../core/timestamp.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext, Actions, AfterCommit } from "./action.ts";
import { cloudHookConfig } from "./cloud_hook_config.ts";
import { inputOf } from "./input.ts";
import { deleteRows, findRow, isOwnTenant, updateRows } from "./own_rows.ts";
import type { CloudHook, StateEvent } from "./state_event.ts";
import { isStateType, stateTypes } from "./state_types.ts";

interface HookInput {
  readonly tenant_id: string;
  readonly type: string;
  readonly name?: string | null;
  readonly version_group_id?: string | null;
  readonly states: readonly string[];
  readonly config?: JsonValue;
}

/** Upper-cased, each once. @throws {ApiError} When there is none, or one is no state. */
function hookStates(states: readonly string[]): string[] {
  const known = new Set(stateTypes().map((type) => type.toUpperCase()));
  const wanted = new Set(states.map((state) => state.toUpperCase()));
  if (wanted.size === 0 || [...wanted].some((state) => !known.has(state))) {
    throw new ApiError("Invalid states");
  }
  return [...wanted];
}

async function createCloudHook(context: ActionContext, args: JsonObject): Promise<JsonValue> {
  const input = inputOf<HookInput>(args);
  const { tenant_id, type, name = null, version_group_id = null } = input;
  const states = hookStates(input.states);
  const config = cloudHookConfig(type, input.config ?? null);
  if (!await isOwnTenant(context, tenant_id)) throw new ApiError("Foreign key violation.");
  const hook = { tenant_id, type, name, version_group_id, states, config };
  const [row] = await context.transaction.insert("cloud_hook", [hook]);
  return { id: row!.id! };
}

async function setActive(context: ActionContext, args: JsonObject, active: boolean): Promise<JsonValue> {
  const { cloud_hook_id: id } = inputOf<{ cloud_hook_id: string }>(args);
  return { success: await updateRows(context, "cloud_hook", { set: { active }, where: { id } }) };
}

interface TestInput {
  readonly cloud_hook_id: string;
  readonly flow_run_id?: string | null;
  readonly state_type?: string | null;
}

/** What a hook is told when it is tried: the given run in the given state, though it need not be in it. */
function testEvent(hook: CloudHook, { flow_run_id, state_type }: TestInput): StateEvent {
  const wanted = state_type ?? "SUCCESS";
  const type = stateTypes().find((one) => one.toUpperCase() === wanted)!;
  const timestamp = currentTimestamp();
  const message = `Test ${type.toLowerCase()} state`;
  const start_time = isStateType(type, "Scheduled") ? timestamp : null;
  const serialized_state = { type, message, ...(start_time !== null && { start_time }) };
  return {
    flowRunId: flow_run_id ?? null,
    tenantId: hook.tenantId,
    state: {
      flow_run_id: flow_run_id ?? null,
      version: 1,
      state: type,
      timestamp,
      message,
      start_time,
      serialized_state,
    },
  };
}

/** @returns The call, which is made when nobody has to wait for it; whatever is wrong is part of the payload. */
async function testCloudHook(context: ActionContext, args: JsonObject): Promise<JsonValue | AfterCommit> {
  const input = inputOf<TestInput>(args);
  const columns = ["id", "tenant_id", "type", "config"] as const;
  const found = await findRow(context, "cloud_hook", { columns, where: { id: input.cloud_hook_id } });
  const flowRun = input.flow_run_id
    ? await findRow(context, "flow_run", { columns: ["id"], where: { id: input.flow_run_id } })
    : undefined;
  if (!found || (input.flow_run_id && !flowRun)) return { success: false, error: "Invalid ID" };
  const { id, tenant_id: tenantId, type, config } = found;
  const hook = { id, tenantId, type, config } as unknown as CloudHook;
  return async () => {
    try {
      await context.callHook(hook, testEvent(hook, input), { isTest: true });
      return { success: true, error: null };
    } catch (error) {
      return { success: false, error: (error as Error).message };
    }
  };
}

/** Mutations of cloud hooks. Source: `reference/prefect-api.md` §6.6. */
export const cloudHookActions: Actions = {
  create_cloud_hook: createCloudHook,
  async delete_cloud_hook(context, args) {
    const { cloud_hook_id: id } = inputOf<{ cloud_hook_id: string }>(args);
    return { success: await deleteRows(context, "cloud_hook", { where: { id } }) };
  },
  set_cloud_hook_active: (context, args) => setActive(context, args, true),
  set_cloud_hook_inactive: (context, args) => setActive(context, args, false),
  test_cloud_hook: testCloudHook,
};
