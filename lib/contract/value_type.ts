import { isJsonObject, type JsonValue, NumberText } from "../core/json.ts";
import { parseTimestamp } from "../core/timestamp.ts";

const UUID_REGEXP = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DATE_TIME_REGEXP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const UTC_REGEXP = /^[^.]{19}(?:\.\d{0,5}[1-9])?\+00:00$/;
const DATE_REGEXP = /^\d{4}-\d{2}-\d{2}$/;

function isMoment(value: JsonValue): value is string {
  return instantOf(value) !== undefined;
}

function isJsonText(value: JsonValue): boolean {
  if (typeof value !== "string") return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function isDateTime(value: JsonValue): value is string {
  return typeof value === "string" && DATE_TIME_REGEXP.test(value) && isMoment(value);
}

const TYPES = {
  "uuid": (value: JsonValue) => typeof value === "string" && UUID_REGEXP.test(value),
  "iso-datetime": isDateTime,
  "utc": (value: JsonValue) => isDateTime(value) && UTC_REGEXP.test(value),
  "iso-date": (value: JsonValue) => typeof value === "string" && DATE_REGEXP.test(value) && isMoment(value),
  "string": (value: JsonValue) => typeof value === "string",
  "text": (value: JsonValue) => typeof value === "string" && value !== "",
  "number": (value: JsonValue) => typeof value === "number" || value instanceof NumberText,
  "integer": (value: JsonValue) =>
    value instanceof NumberText ? /^-?\d+$/.test(value.text) : Number.isInteger(value),
  "boolean": (value: JsonValue) => typeof value === "boolean",
  "null": (value: JsonValue) => value === null,
  "object": (value: JsonValue) => isJsonObject(value),
  "array": (value: JsonValue) => Array.isArray(value),
  "json-text": isJsonText,
  "api-key": (value: JsonValue) => typeof value === "string" && /^\S{20,}$/.test(value),
} as const satisfies Record<string, (value: JsonValue) => boolean>;

/** The name of a type a check may ask for. */
export type ValueType = keyof typeof TYPES;

/** All names of types, for hints and schemas. */
export const VALUE_TYPES = Object.keys(TYPES) as ValueType[];

/**
 * Tells whether a value is of one of some types; their meaning is in `fixtures/README.md`, "A check".
 *
 * @param value Any JSON value.
 * @param types Names of types.
 * @returns `true` when it is of one of them.
 *
 * @example An id has to be written in lower case with hyphens
 * ```ts
 * import { isOfType } from "./value_type.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isOfType("07786de2-7283-434f-a9b1-600044a8afb3", ["uuid"]), true);
 * assertEquals(isOfType("07786DE2-7283-434F-A9B1-600044A8AFB3", ["uuid"]), false);
 * ```
 */
export function isOfType(value: JsonValue, types: readonly ValueType[]): boolean {
  return types.some((type) => TYPES[type](value));
}

/**
 * The moment a text names.
 *
 * @param value Any JSON value.
 * @returns The moment in UTC, its text in an order that is the order of moments; `undefined` for anything else.
 *
 * @example One moment, two offsets
 * ```ts
 * import { instantOf } from "./value_type.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(instantOf("2019-01-01 14:00:00+02"), instantOf("2019-01-01T12:00:00Z"));
 * ```
 */
export function instantOf(value: JsonValue): string | undefined {
  if (typeof value !== "string" || !/^\d/.test(value)) return undefined;
  try {
    return parseTimestamp(value);
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
