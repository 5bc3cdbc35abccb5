const TOKEN_REGEXP = /^[!#$%&'*+.^`|~\w-]+$/;
const BREAK_REGEXP = /[\r\n\0]/;

/**
 * Tells whether a text may be the name of a method or a header.
 *
 * @param text The text.
 * @returns `true` when it is a token. Source: RFC 9110, section 5.6.2.
 *
 * @example A blank is no part of a token
 * ```ts
 * import { isToken } from "./is_field.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([isToken("x-a"), isToken("x a")], [true, false]);
 * ```
 */
export function isToken(text: string): boolean {
  return TOKEN_REGEXP.test(text);
}

/**
 * Tells whether a name and a value make a line of a head, and no more than one.
 *
 * @param name The name.
 * @param value The value.
 * @returns `true` when they do. Source: RFC 9110, section 5.5.
 *
 * @example A value that is two lines
 * ```ts
 * import { isField } from "./is_field.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([isField("x-a", "1"), isField("x-a", "1\r\nx-b: 2")], [true, false]);
 * ```
 */
export function isField(name: string, value: string): boolean {
  return isToken(name) && !BREAK_REGEXP.test(value);
}
