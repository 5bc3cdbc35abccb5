import { isJsonObject, type JsonValue } from "../../core/json.ts";
import { sameJson } from "../same_json.ts";

/** The way from the root of a JSON value to one inside. */
export type Location = readonly (string | number)[];

/** A place at which two JSON values differ; what is not there on one side is `undefined`. */
export interface JsonDifference {
  readonly location: Location;
  readonly a: JsonValue | undefined;
  readonly b: JsonValue | undefined;
}

/** What is another at each target and each time: ids, moments, and the stand-ins of keys. */
const PASSING_REGEXP =
  /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?|\b(?:[a-z]{2,4}_)?\d+standin\w*/gi;

function lasting(value: JsonValue): JsonValue {
  return typeof value === "string" ? value.replace(PASSING_REGEXP, "*") : value;
}

/**
 * Lists where two JSON values differ in meaning: not in the order of keys, the form of numbers, ids and moments.
 *
 * @param a One value.
 * @param b The other.
 * @param options `isVolatile` tells what is not to be looked at; `location` is where the two stand.
 * @returns The innermost places that differ.
 *
 * @example An id is another, and so is a name
 * ```ts
 * import { diffJson } from "./diff_json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const a = { name: "x", id: "07786de2-7283-434f-a9b1-600044a8afb3" };
 * const b = { id: "17786de2-7283-434f-a9b1-600044a8afb3", name: "y" };
 * assertEquals(diffJson(a, b).map(({ location }) => location), [["name"]]);
 * ```
 */
export function diffJson(
  a: JsonValue,
  b: JsonValue,
  options: { readonly isVolatile?: (location: Location) => boolean; readonly location?: Location } = {},
): readonly JsonDifference[] {
  const { isVolatile = () => false, location = [] } = options;
  if (isVolatile(location)) return [];
  const isBoth = (is: (value: JsonValue) => boolean) => is(a) && is(b);
  if (!isBoth(Array.isArray) && !isBoth(isJsonObject)) {
    return sameJson(lasting(a), lasting(b)) ? [] : [{ location, a, b }];
  }
  const [left, right] = [a, b] as unknown as Record<string, JsonValue>[];
  const keys = [...new Set([...Object.keys(left!), ...Object.keys(right!)])];
  return keys.flatMap((key) => {
    const inner = [...location, Array.isArray(a) ? Number(key) : key];
    const hasBoth = Object.hasOwn(left!, key) && Object.hasOwn(right!, key);
    if (hasBoth) return diffJson(left![key]!, right![key]!, { isVolatile, location: inner });
    return isVolatile(inner) ? [] : [{ location: inner, a: left![key], b: right![key] }];
  });
}
