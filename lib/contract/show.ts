import type { JsonValue } from "../core/json.ts";

const LONGEST = 400;

/**
 * Shortens text for a report.
 *
 * @param text Any text.
 * @param longest Its length at most, in UTF-16 units.
 * @returns The text, cut with `…` when it is longer.
 *
 * @example Cut
 * ```ts
 * import { shorten } from "./show.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shorten("abcdef", 3), "abc…");
 * ```
 */
export function shorten(text: string, longest: number = LONGEST): string {
  return text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()}…`;
}

/**
 * Writes a value for a report, short.
 *
 * @param value A JSON value, or the regular expression or list of names a check wants.
 * @returns One line.
 *
 * @example Text is quoted
 * ```ts
 * import { show } from "./show.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(show("a\nb"), '"a\\nb"');
 * assertEquals(show(["uuid", "null"]), '["uuid","null"]');
 * ```
 */
export function show(value: unknown): string {
  return shorten(value instanceof RegExp ? String(value) : JSON.stringify(value) ?? String(value));
}

const LONGEST_WHOLE = 4096;

/**
 * Writes a value for a report, on as many lines as it takes to compare it with another.
 *
 * @param value A JSON value.
 * @param redact Masks secrets, before anything is cut.
 * @returns Indented JSON, cut at 4096 characters.
 *
 * @example One member a line
 * ```ts
 * import { showWhole } from "./show.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(showWhole({ a: 1 }, (text) => text), '{\n  "a": 1\n}');
 * ```
 */
export function showWhole(value: JsonValue, redact: (text: string) => string): string {
  return shorten(redact(JSON.stringify(value, undefined, 2)), LONGEST_WHOLE);
}
