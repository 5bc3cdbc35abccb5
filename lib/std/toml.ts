/**
 * The part of `@std/toml` this project uses, with its signatures, over `smol-toml`.
 *
 * @module
 */

import { parse as parseToml, stringify as stringifyToml, TomlError } from "smol-toml";

/** The first line of the parser's message, without its preamble and its excerpt of the file. */
function firstLine(error: TomlError): string {
  return (error.message.split("\n", 1)[0] ?? "").replace("Invalid TOML document: ", "");
}

/**
 * Reads TOML text.
 *
 * @param tomlString The text.
 * @returns The table at its root.
 * @throws {SyntaxError} When the text is not TOML; the message is `Parse error on line L, column C: …`.
 *
 * @example A table
 * ```ts
 * import { parse } from "./toml.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(parse("port = 4200").port, 4200);
 * assertThrows(() => parse("\nport ="), SyntaxError, "Parse error on line 2");
 * ```
 */
export function parse(tomlString: string): Record<string, unknown> {
  try {
    return parseToml(tomlString);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new SyntaxError(`Parse error on line ${error.line}, column ${error.column}: ${firstLine(error)}`, {
      cause: error,
    });
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
