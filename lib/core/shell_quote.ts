/**
 * Quotes a text for a POSIX shell, so that it is one word and none of it means anything.
 *
 * @param text Any text.
 * @returns The word.
 *
 * @example A quote inside
 * ```ts
 * import { shellQuote } from "./shell_quote.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shellQuote("one's own $HOME"), `'one'\\''s own $HOME'`);
 * ```
 */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
