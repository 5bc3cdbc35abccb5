import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { currentTimestamp, parseTimestamp } from "../../core/timestamp.ts";
import { ApiError } from "../model/api_error.ts";
import { MAX_PAYLOAD_LENGTH, payloadLength } from "./payload_size.ts";
import { SCHEDULED_STATES, stateKeys } from "./state_types.ts";

/** A state as it was sent, checked: what the columns of a run are made of. */
export interface SerializedState {
  readonly type: string;
  readonly message: string | null;
  /** When a scheduled run is to start. */
  readonly startTime: string | null;
  /** What is stored: the known keys in the order they came. */
  readonly serialized: JsonObject;
}

function invalid(key: string, problem: string): ApiError {
  return new ApiError(`{'${key}': ['${problem}']}`);
}

function knownKeys(state: JsonObject): JsonObject {
  const { type } = state;
  if (type === undefined || type === null) throw invalid("type", "Missing data for required field.");
  const keys = typeof type === "string" ? stateKeys(type) : undefined;
  if (!keys) {
    throw invalid("type", `Unsupported value: ${typeof type === "string" ? type : JSON.stringify(type)}`);
  }
  return Object.fromEntries(Object.entries(state).filter(([key]) => keys.includes(key)));
}

function messageOf(state: JsonObject): string | null {
  const message = state.message ?? null;
  if (message !== null && typeof message !== "string") throw invalid("message", "Not a valid string.");
  return message;
}

function startTimeOf(state: JsonObject): string | null {
  if (state.start_time === undefined || state.start_time === null) return null;
  if (typeof state.start_time !== "string") throw invalid("start_time", "Not a valid datetime.");
  try {
    return parseTimestamp(state.start_time);
  } catch {
    throw invalid("start_time", "Not a valid datetime.");
  }
}

/**
 * Loads a state as Prefect's serializer does: the type must be one of its classes, keys that the class does not know
 * are dropped, and a scheduled state without a start time starts now.
 *
 * Source: `reference/prefect-api.md` §5.4 and §6.5.
 *
 * @param state What the request has as `state`.
 * @returns The state.
 * @throws {ApiError} When it is no state, with the serializer's text, or longer than
 * {@linkcode MAX_PAYLOAD_LENGTH}.
 *
 * @example Unknown keys are dropped
 * ```ts
 * import { loadState } from "./serialized_state.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(loadState({ type: "Success", shoe: 44 }).serialized, { type: "Success" });
 * assertThrows(() => loadState({ type: "Foo" }), Error, "{'type': ['Unsupported value: Foo']}");
 * ```
 */
export function loadState(state: JsonValue): SerializedState {
  if (!isJsonObject(state)) throw new ApiError(`{'_schema': 'Invalid data type: ${JSON.stringify(state)}'}`);
  if (payloadLength(state) > MAX_PAYLOAD_LENGTH) throw new ApiError("State payload is too large.");
  const serialized = knownKeys(state);
  const type = serialized.type as string;
  const message = messageOf(serialized);
  const given = startTimeOf(serialized);
  if (given !== null || !SCHEDULED_STATES.includes(type)) {
    return { type, message, startTime: given, serialized };
  }
  const startTime = currentTimestamp();
  return { type, message, startTime, serialized: { ...serialized, start_time: startTime } };
}
