const ASCII_REGEXP = /^[\0-\x7f]*$/;

/**
 * Tells whether a text is ASCII: its characters are its bytes, and both databases know their upper and lower case.
 *
 * @param text Any text.
 * @returns `false` when one character is beyond U+007F.
 *
 * @example An umlaut
 * ```ts
 * import { isAscii } from "./is_ascii.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([isAscii("train"), isAscii("Zürich")], [true, false]);
 * ```
 */
export function isAscii(text: string): boolean {
  return ASCII_REGEXP.test(text);
}
