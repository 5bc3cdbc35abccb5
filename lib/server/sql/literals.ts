/**
 * A name as SQL takes it, whatever it is.
 *
 * @param name Of a table, a column or an alias.
 * @returns The name in double quotes.
 *
 * @example A name with a quote in it
 * ```ts
 * import { quote } from "./literals.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(quote('a"b'), '"a""b"');
 * ```
 */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A text as SQL takes it, whatever it is.
 *
 * @param text Any text.
 * @returns The text in single quotes.
 */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
