import { castValue } from "./cast_value.ts";
import { type Environment, expandVariables } from "./expand_variables.ts";
import type { Written } from "./interpolate.ts";

/**
 * Expands a text of the configuration and gives it its type.
 *
 * Source: `reference/prefect-api.md` §2.4 (casting, expansion).
 *
 * @param text The text as it was written.
 * @param environment For `$VAR` and `~`.
 * @returns The value, and the text it would be without a type.
 *
 * @example A key of digits is a number to Prefect
 * ```ts
 * import { readValue } from "./read_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readValue("$KEY", { KEY: "1e5" }), { value: 100000, text: "1e5" });
 * ```
 */
export function readValue(text: string, environment: Environment): Written {
  const expanded = expandVariables(text, environment);
  const value = castValue(expanded);
  return { value, text: typeof value === "string" ? value : expanded };
}
