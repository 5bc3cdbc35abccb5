import { type JsonValue, NumberText } from "../core/json.ts";
import { instantOf } from "./value_type.ts";

/** Compares two values: negative, zero, positive; `NaN` when they cannot be compared, so that nothing holds of them. */
export type Order = (a: JsonValue, b: JsonValue) => number;

/**
 * Compares moments, in whatever form and offset they are written.
 *
 * @param a A text that names a moment.
 * @param b Another.
 * @returns Their order; `NaN` when one is no moment.
 *
 * @example Two offsets
 * ```ts
 * import { byInstant } from "./order.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(byInstant("2019-01-01T12:00:00+02:00", "2019-01-01T12:00:00Z") < 0, true);
 * ```
 */
export function byInstant(a: JsonValue, b: JsonValue): number {
  const [left, right] = [instantOf(a), instantOf(b)];
  if (left === undefined || right === undefined) return NaN;
  return left < right ? -1 : left > right ? 1 : 0;
}

function toNumber(value: JsonValue): number {
  if (value instanceof NumberText) return Number(value.text);
  return typeof value === "number" ? value : NaN;
}

/**
 * Compares numbers, as precisely as a double can.
 *
 * @param a A number.
 * @param b Another.
 * @returns Their order; `NaN` when one is no number.
 *
 * @example Not by text
 * ```ts
 * import { byNumber } from "./order.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(byNumber(10, 9) > 0, true);
 * ```
 */
export function byNumber(a: JsonValue, b: JsonValue): number {
  return toNumber(a) - toNumber(b);
}

/**
 * Compares texts by code point; JavaScript's own order differs beyond U+FFFF.
 *
 * @param a A text.
 * @param b Another.
 * @returns Their order; `NaN` when one is no text.
 *
 * @example A prefix comes first
 * ```ts
 * import { byText } from "./order.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(byText("ab", "abc") < 0, true);
 * ```
 */
export function byText(a: JsonValue, b: JsonValue): number {
  if (typeof a !== "string" || typeof b !== "string") return NaN;
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at < 0) return left.length - right.length;
  return left[at]!.codePointAt(0)! - (right[at]?.codePointAt(0) ?? -1);
}
