/**
 * The classes of states. Checks are by class: a Cancelling run counts as running, a Mapped one as finished.
 *
 * Source: `reference/prefect-api.md` §5.4.
 *
 * @module
 */
import type { JsonObject } from "../../core/json.ts";

interface StateType {
  readonly parent: string | null;
  readonly color: string;
  /** What its serialized form has beyond what every state has. */
  readonly keys?: readonly string[];
}

const START = ["start_time"];
const NESTED = ["state"];

const STATE_TYPES: Readonly<Record<string, StateType>> = {
  State: { parent: null, color: "#696969" },
  Pending: { parent: "State", color: "#7ebdff" },
  Scheduled: { parent: "Pending", color: "#ffab00", keys: START },
  Paused: { parent: "Scheduled", color: "#99a8e8", keys: START },
  Resume: { parent: "Scheduled", color: "#f58c0c", keys: START },
  Retrying: { parent: "Scheduled", color: "#f66a0a", keys: [...START, "run_count"] },
  Submitted: { parent: "State", color: "#ffdf5d", keys: NESTED },
  Queued: { parent: "State", color: "#ffea7f", keys: [...START, ...NESTED] },
  ClientFailed: { parent: "State", color: "#eb0000", keys: NESTED },
  Running: { parent: "State", color: "#3d67ff" },
  Cancelling: { parent: "Running", color: "#E8E8E8" },
  Finished: { parent: "State", color: "#003ccb" },
  Looped: { parent: "Finished", color: "#003ccb", keys: ["loop_count"] },
  Success: { parent: "Finished", color: "#28a745" },
  Cached: { parent: "Success", color: "#34d058", keys: ["cached_parameters", "cached_result_expiration"] },
  Mapped: { parent: "Success", color: "#003ccb", keys: ["n_map_states"] },
  Skipped: { parent: "Success", color: "#62757f" },
  Cancelled: { parent: "Finished", color: "#bdbdbd" },
  Failed: { parent: "Finished", color: "#eb0000" },
  TimedOut: { parent: "Failed", color: "#ff4e33" },
  TriggerFailed: { parent: "Failed", color: "#ff5131" },
  ValidationFailed: { parent: "Failed", color: "#ff5131" },
};

const COMMON_KEYS = ["type", "message", "context", "_result", "cached_inputs", "__version__"];

/** States in which a run waits for its start time. */
export const SCHEDULED_STATES: readonly string[] = ["Scheduled", "Paused", "Resume", "Retrying", "Queued"];

/** States that set a run's `end_time`: fewer than those that count as finished (`reference/prefect-api.md` §5.5). */
export const ENDING_STATES: ReadonlySet<string> = new Set([
  "Success",
  "Failed",
  "Cached",
  "TimedOut",
  "Looped",
  "Cancelled",
]);

/**
 * The classes that a run can be in a state of.
 *
 * @returns Their names.
 *
 * @example The base of all is none
 * ```ts
 * import { stateTypes } from "./state_types.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([stateTypes().includes("Success"), stateTypes().includes("State")], [true, false]);
 * ```
 */
export function stateTypes(): string[] {
  return Object.keys(STATE_TYPES).filter((type) => type !== "State");
}

/**
 * Tells whether a state is of a class.
 *
 * @param type The state's type; unknown types are of no class.
 * @param ancestor The class.
 * @returns Whether they are the same or the class is above the type.
 *
 * @example Cancelling counts as running
 * ```ts
 * import { isStateType } from "./state_types.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isStateType("Cancelling", "Running"), true);
 * assertEquals(isStateType("Submitted", "Pending"), false);
 * ```
 */
export function isStateType(type: string, ancestor: string): boolean {
  for (let at: string | null | undefined = type; at; at = STATE_TYPES[at]?.parent) {
    if (at === ancestor) return true;
  }
  return false;
}

/**
 * The keys that the serialized form of a state has; others are dropped when it is loaded.
 *
 * @param type The state's type.
 * @returns The keys, or `undefined` when no run can be in such a state.
 *
 * @example Only scheduled states have a start time
 * ```ts
 * import { stateKeys } from "./state_types.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(stateKeys("Scheduled")?.includes("start_time"), true);
 * assertEquals(stateKeys("Running")?.includes("start_time"), false);
 * assertEquals(stateKeys("Foo"), undefined);
 * ```
 */
export function stateKeys(type: string): readonly string[] | undefined {
  const found = Object.hasOwn(STATE_TYPES, type) && type !== "State" ? STATE_TYPES[type] : undefined;
  return found && [...COMMON_KEYS, ...found.keys ?? []];
}

/**
 * What `reference_data` answers.
 *
 * @returns Every class with itself and its subclasses, and every class with its colour.
 *
 * @example The family of Success
 * ```ts
 * import { stateReference } from "./state_types.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { state_hierarchy } = stateReference();
 * assertEquals(state_hierarchy.Success, ["Success", "Cached", "Mapped", "Skipped"]);
 * ```
 */
export function stateReference(): { state_hierarchy: JsonObject; state_info: JsonObject } {
  const types = Object.keys(STATE_TYPES);
  return {
    state_hierarchy: Object.fromEntries(
      types.map((type) => [type, types.filter((other) => isStateType(other, type))]),
    ),
    state_info: Object.fromEntries(types.map((type) => [type, { color: STATE_TYPES[type]!.color }])),
  };
}
