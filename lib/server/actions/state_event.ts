import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { Run } from "./record_states.ts";

/** A flow run has come into a state. */
export interface StateEvent {
  readonly flowRunId: JsonValue;
  readonly tenantId: JsonValue;
  /** The state as a webhook is told it: the columns of a row of `flow_run_state`. */
  readonly state: JsonObject;
}

/** A cloud hook that is to be called. */
export interface CloudHook {
  readonly id: string;
  readonly tenantId: string;
  /** One of `cloud_hook_type`. */
  readonly type: string;
  readonly config: JsonObject;
}

/**
 * Calls a cloud hook once and waits for it.
 *
 * Rejects with an error whose message can be shown when the hook could not be called; it holds nothing of the config.
 */
export type CallHook = (
  hook: CloudHook,
  event: StateEvent,
  options: { readonly isTest: boolean },
) => Promise<void>;

/**
 * The event of a flow run's latest state.
 *
 * @param run The run, as it is in that state.
 * @returns The event.
 */
export function stateEvent(run: Run & JsonObject): StateEvent {
  return {
    flowRunId: run.id,
    tenantId: run.tenant_id,
    state: {
      flow_run_id: run.id,
      version: run.version,
      state: run.state,
      timestamp: run.state_timestamp ?? null,
      message: run.state_message ?? null,
      start_time: run.state_start_time ?? null,
      serialized_state: run.serialized_state,
    },
  };
}
