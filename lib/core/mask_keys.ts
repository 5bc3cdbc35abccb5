/**
 * Masks what looks like a key or token, in text that quotes what Proctor did not write: a command line with a key in
 * the wrong place, the message of an error from below, a value that a request has where none belongs. A key that is
 * known is a `Secret` and masks itself.
 *
 * @param text Any text.
 * @returns The text without keys and tokens.
 *
 * @example A key among the arguments
 * ```ts
 * import { maskKeys } from "./mask_keys.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(maskKeys('Unknown case "pcu_abcdefgh1234"'), 'Unknown case "pcu_****"');
 * assertEquals(maskKeys("authorization: Bearer abcdefgh1234"), "authorization: Bearer ****");
 * ```
 */
export function maskKeys(text: string): string {
  return text.replace(/\b(pc[rsu]_|eyJ)[\w.-]+/g, "$1****").replace(/\b(bearer +)[^\s"'*]+/gi, "$1****");
}
