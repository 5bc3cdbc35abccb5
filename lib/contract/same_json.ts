import { isJsonObject, jsonbText, type JsonValue, NumberText } from "../core/json.ts";

/** A number's digits without a fraction of zeros, so that `1`, `1.0` and `1e0` are one. */
function digits(value: number | NumberText): string {
  const text = jsonbText(value);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function isNumber(value: JsonValue): value is number | NumberText {
  return typeof value === "number" || value instanceof NumberText;
}

/**
 * Tells whether two JSON values are equal: numbers by value, to the last digit; objects in any order of keys.
 *
 * @param a One value.
 * @param b The other.
 * @returns `true` when they are.
 *
 * @example Digits beyond 2^53 count
 * ```ts
 * import { parseJson } from "../core/json.ts";
 * import { sameJson } from "./same_json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sameJson(parseJson("[9007199254740993]"), parseJson("[9007199254740992]")), false);
 * assertEquals(sameJson({ a: 1, b: 2 }, { b: 2, a: 1 }), true);
 * ```
 */
export function sameJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return digits(a) === digits(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => sameJson(element, b[index]!));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key]!, b[key]!));
}
