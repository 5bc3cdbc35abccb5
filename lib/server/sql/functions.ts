/**
 * What PostgreSQL can do and SQLite cannot, as functions that statements call by name. All are deterministic; a NULL
 * argument gives NULL, as in PostgreSQL.
 *
 * @module
 */
import { formatInterval } from "../../core/interval.ts";
import {
  compareKeys,
  isJsonObject,
  jsonbText,
  type JsonObject,
  type JsonValue,
  NumberText,
  parseJson,
} from "../../core/json.ts";
import type { SqlValue } from "../model/row.ts";
import { lowerCase } from "./patterns.ts";

/** A function of one or two arguments, registered under its name. */
export interface SqlFunction {
  readonly name: string;
  readonly apply: (...parameters: SqlValue[]) => SqlValue;
}

const expressions = new Map<string, RegExp>();

/** A compiled expression; statements ask for the same one for every row. */
function expressionOf(pattern: string): RegExp {
  let expression = expressions.get(pattern);
  if (!expression) {
    if (expressions.size > 200) expressions.clear();
    const [, flags, source] = /^\/(i?)\/(.*)$/s.exec(pattern)!;
    expression = new RegExp(source!, `${flags}su`);
    expressions.set(pattern, expression);
  }
  return expression;
}

const RANKS = { null: 1, string: 2, number: 3, boolean: 4, array: 5, object: 6 } as const;

function rankOf(value: JsonValue): number {
  if (value === null) return RANKS.null;
  if (Array.isArray(value)) return RANKS.array;
  if (value instanceof NumberText) return RANKS.number;
  return RANKS[typeof value as "string" | "number" | "boolean" | "object"];
}

/** Keys and values in the order in which jsonb keeps them. */
function entriesOf(value: JsonObject): JsonValue[] {
  return Object.keys(value).sort(compareKeys).flatMap((key) => [key, value[key]!]);
}

/** The greatest digit of a key, in which the digits of negative numbers are turned around. */
const NINE = 9;
/** Between the exponents of the smallest and the greatest number of PostgreSQL. */
const EXPONENT_ZERO = 500_000;

/** A number as text whose order is the order of the numbers, to the last digit. */
function numberKey(value: number | NumberText): string {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(jsonbText(value))!;
  const digits = `${whole}${fraction}`.replace(/^0+/, "").replace(/0+$/, "");
  if (digits === "") return "1";
  const leadingZeros = /^0*/.exec(`${whole}${fraction}`)![0].length;
  const exponent = whole!.length - leadingZeros;
  if (sign === "") return `2${EXPONENT_ZERO + exponent}${digits}`;
  const turned = digits.replace(/\d/g, (digit) => String(NINE - Number(digit)));
  return `0${EXPONENT_ZERO - exponent}${turned}~`;
}

/** A text whose order is the order of the values inside a container. */
function elementKey(value: JsonValue): string {
  const rank = String(rankOf(value));
  if (value === null) return rank;
  if (typeof value === "string") return `${rank}${value}\u0001`;
  if (typeof value === "boolean") return `${rank}${Number(value)}`;
  if (typeof value === "number" || value instanceof NumberText) return `${rank}${numberKey(value)}\u0001`;
  const elements = Array.isArray(value) ? value : entriesOf(value);
  return `${rank}${String(elements.length).padStart(9, "0")}${elements.map(elementKey).join("")}`;
}

/**
 * A text whose order in bytes is the order that PostgreSQL's `jsonb` has: object > array > boolean > number > string >
 * null; longer containers are greater; then entry by entry. An empty array that stands alone comes before all, which
 * PostgreSQL's documentation calls historical.
 *
 * @param value Any JSON value.
 * @returns Equal for equal values only.
 *
 * @example Kinds come before values
 * ```ts
 * import { jsonbKey } from "./functions.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const values = [{}, [1], true, 10, 9, -1, "b", null, []];
 * assertEquals(values.toReversed().toSorted((a, b) => jsonbKey(a) < jsonbKey(b) ? -1 : 1), values.toReversed());
 * ```
 */
export function jsonbKey(value: JsonValue): string {
  return Array.isArray(value) && value.length === 0 ? "0" : elementKey(value);
}

const encoder = new TextEncoder();

/** Compares two texts by their characters, as UTF-8 does and UTF-16 does not. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  const differing = left.findIndex((byte, position) => byte !== right[position]);
  return differing === -1 ? -1 : left[differing]! - (right[differing] ?? -1);
}

function contains(value: JsonValue, part: JsonValue): boolean {
  if (Array.isArray(value)) {
    // The one exception of PostgreSQL's rule: an array contains a primitive.
    const parts = Array.isArray(part) ? part : isJsonObject(part) ? undefined : [part];
    return parts !== undefined &&
      parts.every((one) => value.some((element) => containsElement(element, one)));
  }
  if (isJsonObject(value)) {
    return isJsonObject(part) &&
      Object.entries(part).every(([key, one]) => {
        const own = Object.hasOwn(value, key) ? value[key] : undefined;
        return own !== undefined && containsElement(own, one);
      });
  }
  return jsonbKey(value) === jsonbKey(part);
}

/** Inside a container an array contains an array only, never a primitive. */
function containsElement(value: JsonValue, part: JsonValue): boolean {
  return Array.isArray(value) === Array.isArray(part) && contains(value, part);
}

function hasKey(value: JsonValue, key: string): boolean {
  if (Array.isArray(value)) return value.includes(key);
  return isJsonObject(value) ? Object.hasOwn(value, key) : value === key;
}

function strict(apply: (...parameters: string[]) => SqlValue | boolean) {
  return (...parameters: SqlValue[]): SqlValue => {
    if (parameters.includes(null)) return null;
    const result = apply(...parameters as string[]);
    return typeof result === "boolean" ? Number(result) : result;
  };
}

/** What is at a path, as PostgreSQL's `#>` finds it: positions count from the end where they are negative. */
function partAt(value: JsonValue, steps: readonly string[]): JsonValue | undefined {
  let part: JsonValue | undefined = value;
  for (const step of steps) {
    if (Array.isArray(part)) part = /^-?\d+$/.test(step) ? part.at(Number(step)) : undefined;
    else part = isJsonObject(part) && Object.hasOwn(part, step) ? part[step] : undefined;
  }
  return part;
}

/**
 * The part of a JSON text at a path.
 *
 * @param text JSON.
 * @param steps Keys and positions.
 * @returns Its text; `null` when nothing is there.
 *
 * @example A position in a list
 * ```ts
 * import { jsonbAt } from "./functions.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(jsonbAt('{"a": [1, 2]}', ["a", "1"]), "2");
 * ```
 */
export function jsonbAt(text: string, steps: readonly string[]): string | null {
  const part = partAt(parseJson(text), steps);
  return part === undefined ? null : jsonbText(part);
}

/** A double as PostgreSQL writes it: the fewest digits that mean it. */
function doubleText(value: number): string {
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  if (value === 0 || (power >= -4 && power < 15)) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

function keyList(text: string): string[] {
  return JSON.parse(text);
}

/** The functions by name. */
export const SQLITE_FUNCTIONS: readonly SqlFunction[] = [
  { name: "matches", apply: strict((text, pattern) => expressionOf(pattern!).test(text!)) },
  {
    name: "jsonb_compare",
    apply: strict((a, b) => compareText(jsonbKey(parseJson(a!)), jsonbKey(parseJson(b!)))),
  },
  { name: "jsonb_contains", apply: strict((a, b) => contains(parseJson(a!), parseJson(b!))) },
  { name: "jsonb_has_key", apply: strict((a, key) => hasKey(parseJson(a!), key!)) },
  {
    name: "jsonb_has_any",
    apply: strict((a, keys) => {
      const value = parseJson(a!);
      return keyList(keys!).some((key) => hasKey(value, key));
    }),
  },
  {
    name: "jsonb_has_all",
    apply: strict((a, keys) => {
      const value = parseJson(a!);
      return keyList(keys!).every((key) => hasKey(value, key));
    }),
  },
  { name: "jsonb_rank", apply: strict((a) => jsonbKey(parseJson(a!))) },
  { name: "jsonb_at", apply: strict((a, steps) => jsonbAt(a!, keyList(steps!))) },
  { name: "lower_case", apply: strict((text) => lowerCase(text!)) },
  { name: "interval_text", apply: strict((microseconds) => formatInterval(Number(microseconds))) },
  { name: "square_root", apply: strict((value) => Math.sqrt(Number(value))) },
  { name: "double_text", apply: strict((value) => doubleText(Number(value))) },
];
