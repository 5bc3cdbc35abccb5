/**
 * What PostgreSQL can do and SQLite cannot, as functions that statements call by name. All are deterministic; a NULL
 * argument gives NULL, as in PostgreSQL.
 *
 * @module
 */
import { formatInterval } from "../../core/interval.ts";
import { isJsonObject, type JsonValue, NumberText, parseJson } from "../../core/json.ts";
import type { SqlValue } from "../model/row.ts";

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

function numberOf(value: number | NumberText): number {
  return typeof value === "number" ? value : Number(value.text);
}

const RANKS = { null: 0, string: 1, number: 2, boolean: 3, array: 4, object: 5 } as const;

function rankOf(value: JsonValue): number {
  if (value === null) return RANKS.null;
  if (Array.isArray(value)) return RANKS.array;
  if (value instanceof NumberText) return RANKS.number;
  return RANKS[typeof value as "string" | "number" | "boolean" | "object"];
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Digits decide where two numbers are one `number`: beyond 2^53 and far behind the point. */
function compareNumbers(a: number | NumberText, b: number | NumberText): number {
  const difference = numberOf(a) - numberOf(b);
  if (difference !== 0 || !(a instanceof NumberText || b instanceof NumberText)) return difference;
  const [left, right] = [a, b].map((one) => one instanceof NumberText ? one.text : String(one)) as [
    string,
    string,
  ];
  if (/^-?\d+$/.test(left) && /^-?\d+$/.test(right)) {
    return BigInt(left) < BigInt(right) ? -1 : left === right ? 0 : 1;
  }
  const trimmed = [left, right].map((one) => one.includes(".") ? one.replace(/\.?0+$/, "") : one) as [
    string,
    string,
  ];
  return compareText(trimmed[0], trimmed[1]);
}

/**
 * Compares two values as PostgreSQL's `jsonb` does: object > array > boolean > number > string > null; longer
 * containers are greater; then entry by entry.
 *
 * @param a Any JSON value.
 * @param b Any JSON value; keys in jsonb's order in both.
 * @returns Negative, zero or positive.
 *
 * @example Kinds come before values
 * ```ts
 * import { compareJsonb } from "./functions.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(compareJsonb({}, [1, 2, 3]) > 0, true);
 * assertEquals(compareJsonb("b", "a") > 0, true);
 * ```
 */
export function compareJsonb(a: JsonValue, b: JsonValue): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0 || a === null || b === null) return rank;
  if (typeof a === "string") return compareText(a, b as string);
  if (typeof a === "boolean") return Number(a) - Number(b);
  if (typeof a === "number" || a instanceof NumberText) return compareNumbers(a, b as number | NumberText);
  const [left, right] = [a, b].map((one) =>
    Array.isArray(one) ? one : Object.entries(one as object).flat()
  ) as [
    JsonValue[],
    JsonValue[],
  ];
  if (left.length !== right.length) return left.length - right.length;
  for (const [position, value] of left.entries()) {
    const difference = compareJsonb(value, right[position]!);
    if (difference !== 0) return difference;
  }
  return 0;
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
  return compareJsonb(value, part) === 0;
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

function keyList(text: string): string[] {
  return JSON.parse(text);
}

/** The functions by name. */
export const SQLITE_FUNCTIONS: readonly SqlFunction[] = [
  { name: "matches", apply: strict((text, pattern) => expressionOf(pattern!).test(text!)) },
  { name: "jsonb_compare", apply: strict((a, b) => compareJsonb(parseJson(a!), parseJson(b!))) },
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
  { name: "jsonb_rank", apply: strict((a) => sortKey(parseJson(a!))) },
  { name: "interval_text", apply: strict((microseconds) => formatInterval(Number(microseconds))) },
  { name: "square_root", apply: strict((value) => Math.sqrt(Math.max(0, Number(value)))) },
];

/** A text whose order is jsonb's order, to sort by; numbers are ordered as doubles. */
function sortKey(value: JsonValue): string {
  const rank = String(rankOf(value));
  if (value === null) return rank;
  if (typeof value === "string") return `${rank}${value}\u0001`;
  if (typeof value === "boolean") return `${rank}${Number(value)}`;
  if (typeof value === "number" || value instanceof NumberText) return rank + orderedNumber(numberOf(value));
  const entries = Array.isArray(value) ? value : Object.entries(value).flat() as JsonValue[];
  return `${rank}${String(entries.length).padStart(9, "0")}${entries.map(sortKey).join("")}`;
}

/** The bits of a double as hexadecimal text whose order is the order of the numbers. */
function orderedNumber(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const flipped = bits >> 63n === 1n ? ~bits & 0xffffffffffffffffn : bits | 0x8000000000000000n;
  return flipped.toString(16).padStart(16, "0");
}
