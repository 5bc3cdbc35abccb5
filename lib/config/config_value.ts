/** A value as Prefect's configuration holds it: what TOML and Python literals have in common. */
export type ConfigValue = string | number | boolean | null | ConfigValue[] | { [key: string]: ConfigValue };

/**
 * The text Python's `str` gives for a value; this is what a reference inside a longer text becomes.
 *
 * Source: `reference/prefect-api.md` §2.4 (expansion).
 *
 * @param value Any value of a configuration.
 * @returns Its text; lists and tables as JSON.
 *
 * @example Python spells constants with a capital
 * ```ts
 * import { pythonText } from "./config_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(pythonText(true), "True");
 * assertEquals(pythonText(4200), "4200");
 * ```
 */
export function pythonText(value: ConfigValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * Tells whether Prefect takes a value for unset: what Python calls false.
 *
 * Source: `reference/prefect-api.md` §2.3 (falsy values fall through).
 *
 * @param value Any value of a configuration.
 * @returns `true` for `""`, `0`, `false`, `None`, and empty lists and tables.
 *
 * @example An empty text
 * ```ts
 * import { isFalsy } from "./config_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([isFalsy(""), isFalsy([]), isFalsy("no")], [true, true, false]);
 * ```
 */
export function isFalsy(value: ConfigValue): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return !value;
}
