/**
 * The part of `@std/toml` this project uses, with its signatures, over `smol-toml`.
 *
 * @module
 */

import { parse as parseToml, stringify as stringifyToml } from "smol-toml";

/**
 * Reads TOML text.
 *
 * @param tomlString The text.
 * @returns The table at its root.
 * @throws {SyntaxError} When the text is not TOML; the message holds line and column.
 *
 * @example A table
 * ```ts
 * import { parse } from "./toml.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parse('[cloud]\napi = "x"').cloud !== undefined, true);
 * ```
 */
export function parse(tomlString: string): Record<string, unknown> {
  try {
    return parseToml(tomlString);
  } catch (error) {
    throw new SyntaxError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/**
 * Writes a table as TOML text.
 *
 * @param obj The table.
 * @returns The text.
 *
 * @example A table
 * ```ts
 * import { stringify } from "./toml.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(stringify({ a: 1 }).trim(), "a = 1");
 * ```
 */
export function stringify(obj: Record<string, unknown>): string {
  return stringifyToml(obj);
}
