import { formatInterval, parseInterval } from "../../core/interval.ts";
import { jsonbText, type JsonValue, NumberText, parseJson } from "../../core/json.ts";
import { parseTimestamp } from "../../core/timestamp.ts";
import { parsePostgresUuid } from "../../core/uuid.ts";
import { ApiError } from "../model/api_error.ts";
import type { ColumnType } from "../model/model.ts";
import type { SqlValue } from "../model/row.ts";

function refuse(message: string): never {
  throw new ApiError(message, { code: "data-exception", enginePath: "$" });
}

/** The kinds of JSON values by the names that Hasura's messages use. */
function kindOf(value: JsonValue): string {
  if (value === null) return "Null";
  if (typeof value === "boolean") return "Boolean";
  if (typeof value === "string") return "String";
  if (typeof value === "number" || value instanceof NumberText) return "Number";
  return Array.isArray(value) ? "Array" : "Object";
}

function refuseKind(expected: string, parser: string, value: JsonValue): never {
  throw new ApiError(`parsing ${parser} failed, expected ${expected}, but encountered ${kindOf(value)}`, {
    code: "parse-failed",
    enginePath: "$",
  });
}

function encodeText(value: JsonValue): string {
  if (typeof value !== "string") refuseKind("String", "Text", value);
  if (value.includes("\0")) refuse('invalid byte sequence for encoding "UTF8": 0x00');
  if (!value.isWellFormed()) refuse('invalid byte sequence for encoding "UTF8": 0xed');
  return value;
}

function encodeUuid(value: JsonValue): string {
  if (typeof value !== "string") refuseKind("String", "UUID", value);
  return parsePostgresUuid(value) ?? refuse(`invalid input syntax for type uuid: "${value}"`);
}

function encodeInt(value: JsonValue): number {
  const text = typeof value === "string"
    ? value.trim()
    : value instanceof NumberText
    ? value.text
    : String(value);
  if (typeof value !== "string" && typeof value !== "number" && !(value instanceof NumberText)) {
    refuseKind("Number", "Scientific", value);
  }
  if (!/^[+-]?\d+$/.test(text)) refuse(`invalid input syntax for type integer: "${text}"`);
  const number = Number(text);
  if (Math.abs(number) > 2147483648 || number === 2147483648) {
    refuse(`value "${text}" is out of range for type integer`);
  }
  return number;
}

const TRUE_REGEXP = /^(?:t|tr|tru|true|y|ye|yes|on|1)$/i;
const FALSE_REGEXP = /^(?:f|fa|fal|fals|false|n|no|of|off|0)$/i;

function encodeBoolean(value: JsonValue): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string") refuseKind("Bool", "Bool", value);
  if (TRUE_REGEXP.test(value.trim())) return 1;
  return FALSE_REGEXP.test(value.trim()) ? 0 : refuse(`invalid input syntax for type boolean: "${value}"`);
}

/** Runs a parser whose messages are PostgreSQL's, so that what it throws is answered as PostgreSQL would. */
function encodeParsed<T>(value: JsonValue, parse: (text: string) => T): T {
  const text = encodeText(value);
  try {
    return parse(text);
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function encodeJsonb(value: JsonValue): string {
  try {
    return jsonbText(value);
  } catch (error) {
    return refuse((error as Error).message);
  }
}

/**
 * A JSON value as a column of the given type stores it. PostgreSQL's input rules and messages, since clients see
 * them (`reference/hasura.md` §6.2): text is read for every type.
 *
 * @param type The column's type.
 * @param value Any JSON value; `null` stays `null` (also for jsonb: a stored JSON `null` is not told apart).
 * @returns What to bind.
 * @throws {ApiError} `data-exception` or `parse-failed`, with PostgreSQL's or Hasura's message.
 *
 * @example Input forms of PostgreSQL
 * ```ts
 * import { encode } from "./codec.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(encode("uuid", "07786DE27283434FA9B1600044A8AFB3"), "07786de2-7283-434f-a9b1-600044a8afb3");
 * assertEquals(encode("timestamptz", "2019-01-01 12:00:00"), "2019-01-01T12:00:00+00:00");
 * assertThrows(() => encode("uuid", "nope"), Error, 'invalid input syntax for type uuid: "nope"');
 * ```
 */
export function encode(type: ColumnType, value: JsonValue): SqlValue {
  if (value === null) return null;
  switch (type) {
    case "uuid":
      return encodeUuid(value);
    case "String":
      return encodeText(value);
    case "Int":
      return encodeInt(value);
    case "Boolean":
      return encodeBoolean(value);
    case "timestamptz":
      return encodeParsed(value, parseTimestamp);
    case "interval":
      return encodeParsed(value, parseInterval);
    case "jsonb":
      return encodeJsonb(value);
  }
}

/**
 * The reverse of {@linkcode encode}, for rows that actions read.
 *
 * @param type The column's type.
 * @param value What the database gave.
 * @returns The JSON value.
 *
 * @example A stored boolean
 * ```ts
 * import { decode } from "./codec.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decode("Boolean", 1), true);
 * ```
 */
export function decode(type: ColumnType, value: SqlValue): JsonValue {
  if (value === null) return null;
  switch (type) {
    case "Boolean":
      return value === 1;
    case "jsonb":
      return parseJson(String(value));
    case "interval":
      return formatInterval(Number(value));
    default:
      return value;
  }
}
