import type { ConfigValue } from "./config_value.ts";
import { parsePythonLiteral } from "./python_literal.ts";

/**
 * Gives a text of the configuration its type, as Prefect does with variables of the environment and with every
 * text in a TOML file: `true` and `false` in any case, else a Python literal, else the text itself.
 *
 * Source: `reference/prefect-api.md` §2.4 (casting).
 *
 * @param text The text as it was written.
 * @returns The value.
 *
 * @example A number, a list and a word
 * ```ts
 * import { castValue } from "./cast_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(castValue("TRUE"), true);
 * assertEquals(castValue('["a","b"]'), ["a", "b"]);
 * assertEquals(castValue("a,b"), "a,b");
 * ```
 */
export function castValue(text: string): ConfigValue {
  const upper = text.toUpperCase();
  if (upper === "TRUE") return true;
  if (upper === "FALSE") return false;
  const literal = parsePythonLiteral(text);
  return literal === undefined ? text : literal;
}
