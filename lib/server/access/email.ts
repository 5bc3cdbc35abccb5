/**
 * The form in which addresses are stored and compared: nobody registers the same address in two cases.
 *
 * @param text An address as somebody wrote it.
 * @returns Trimmed, in lower case.
 *
 * @example Cases and blanks
 * ```ts
 * import { normalizeEmail } from "./email.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(normalizeEmail(" Ada@Example.com"), "ada@example.com");
 * ```
 */
export function normalizeEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** RFC 5321 §4.5.3.1.3, without the angle brackets. */
const LONGEST = 254;

/**
 * Tells whether a text has the shape of an address; whether somebody reads it, only a message can tell.
 *
 * @param text An address as somebody wrote it.
 * @returns Whether there is one `@` with something on both sides and no blank.
 *
 * @example An address and a name
 * ```ts
 * import { isEmail } from "./email.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isEmail("ada@example.com"), true);
 * assertEquals(isEmail("ada"), false);
 * ```
 */
export function isEmail(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= LONGEST && /^[^\s@]+@[^\s@]+$/.test(trimmed);
}
