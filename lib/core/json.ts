/**
 * JSON values that keep what JavaScript would lose: numbers beyond 2^53, and `1.50` as it was written.
 *
 * @module
 */
import { isAscii } from "./is_ascii.ts";

/** A number whose text JavaScript's `number` cannot give back: kept as it was written. */
export class NumberText {
  /**
   * Keeps a number.
   *
   * @param text A JSON number.
   */
  constructor(readonly text: string) {}

  /**
   * Lets `JSON.stringify` write the digits as they are.
   *
   * @returns The raw number.
   */
  toJSON(): unknown {
    return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(this.text);
  }
}

/** Any JSON value; numbers that a `number` cannot hold are {@linkcode NumberText}. */
export type JsonValue = null | boolean | number | string | NumberText | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  /** Any member. */
  [key: string]: JsonValue;
}

/**
 * A number that a `number` may not give back, where one can stand: after the quote and colon of a key, in a list, or
 * alone. A colon alone would find the seconds of every moment.
 */
const INEXACT_REGEXP = /(?:^|"\s*:|[,[])\s*(?:-0(?![.\d])|-?(?:\d{16}|\d+[.eE]))/;
type Reviver = (key: string, value: JsonValue, context: { source: string }) => JsonValue;
const parseWithSource = JSON.parse as unknown as (text: string, reviver: Reviver) => JsonValue;

/**
 * Reads JSON text without losing digits. Text without such numbers costs one search beside `JSON.parse`.
 *
 * @param text JSON.
 * @returns The value.
 * @throws {SyntaxError} When the text is not JSON.
 *
 * @example A number beyond 2^53
 * ```ts
 * import { parseJson } from "./json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(JSON.stringify(parseJson('{"n":9007199254740993}')), '{"n":9007199254740993}');
 * ```
 */
export function parseJson(text: string): JsonValue {
  if (!INEXACT_REGEXP.test(text)) return JSON.parse(text);
  return parseWithSource(text, (_key, value, context) => {
    if (typeof value !== "number" || String(value) === context.source) return value;
    return new NumberText(context.source);
  });
}

/**
 * Tells whether a value is a JSON object.
 *
 * @param value Any value.
 * @returns `true` for objects that are neither arrays nor numbers kept as text.
 *
 * @example Arrays are not objects
 * ```ts
 * import { isJsonObject } from "./json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isJsonObject({}), true);
 * assertEquals(isJsonObject([]), false);
 * ```
 */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof NumberText);
}

const NUMBER_REGEXP = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** A JSON number as PostgreSQL's `numeric` prints it: no exponent, its scale kept, no negative zero. */
function numericText(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = NUMBER_REGEXP.exec(text) ?? [];
  const shift = Number(exponent);
  if (Math.abs(shift) > 131071) throw new RangeError("value overflows numeric format");
  const digits = whole + fraction;
  const point = whole.length + shift;
  const integer = point <= 0 ? "0" : digits.slice(0, point).padEnd(point, "0").replace(/^0+(?=\d)/, "");
  const decimals = point >= digits.length
    ? ""
    : "0".repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point));
  const magnitude = decimals === "" ? integer : `${integer}.${decimals}`;
  return sign !== "" && /[1-9]/.test(magnitude) ? `-${magnitude}` : magnitude;
}

const encoder = new TextEncoder();

/**
 * PostgreSQL's order of the keys of a jsonb object: shorter first, in bytes, then bytewise.
 *
 * @param a A key.
 * @param b Another.
 * @returns Negative, zero or positive.
 *
 * @example Shorter first
 * ```ts
 * import { compareKeys } from "./json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["aa", "b", "a"].toSorted(compareKeys), ["a", "b", "aa"]);
 * ```
 */
export function compareKeys(a: string, b: string): number {
  if (isAscii(a) && isAscii(b)) {
    return a.length !== b.length ? a.length - b.length : a < b ? -1 : a > b ? 1 : 0;
  }
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  if (left.length !== right.length) return left.length - right.length;
  for (let i = 0; i < left.length; i++) {
    const difference = left[i]! - right[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** JSON's own escapes for text. @throws {RangeError} For text PostgreSQL cannot store. */
function stringText(text: string): string {
  if (text.includes("\0")) throw new RangeError("unsupported Unicode escape sequence");
  if (!text.isWellFormed()) throw new RangeError("invalid input syntax for type json");
  return JSON.stringify(text);
}

/**
 * Writes a value as PostgreSQL's `jsonb` keeps it, so that equal values have equal texts: keys by length and then
 * bytewise, numbers without exponent, a blank after each colon and comma.
 *
 * Source: `reference/hasura.md` §6.3 (jsonb).
 *
 * @param value Any JSON value.
 * @returns JSON text.
 * @throws {RangeError} When the value holds what jsonb cannot: U+0000, a lone surrogate, a number too large.
 *
 * @example Order of keys and form of numbers
 * ```ts
 * import { jsonbText, parseJson } from "./json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(jsonbText(parseJson('{"bb":1e2,"a":1.50,"b":-0}')), '{"a": 1.50, "b": 0, "bb": 100}');
 * ```
 */
export function jsonbText(value: JsonValue): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return stringText(value);
  if (typeof value === "number") return numericText(String(value));
  if (value instanceof NumberText) return numericText(value.text);
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(", ")}]`;
  const keys = Object.keys(value);
  if (keys.length > 1) keys.sort(compareKeys);
  return `{${keys.map((key) => `${stringText(key)}: ${jsonbText(value[key]!)}`).join(", ")}}`;
}
