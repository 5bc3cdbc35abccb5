/** Root fields that the cloud backend answers without a key: whether it is there, what it is, and the way in. */
const OPEN_FIELDS: ReadonlySet<string> = new Set(["__typename", "api", "hello", "log_in"]);

/**
 * Tells whether a root field needs no key on the cloud backend. No source shows what Cloud leaves open; these say
 * nothing about anybody, and `log_in` brings its own proof.
 *
 * @param name The root field.
 * @returns Whether anybody may ask.
 *
 * @example Introspection needs a key
 * ```ts
 * import { isOpenField } from "./open_fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isOpenField("hello"), true);
 * assertEquals(isOpenField("__schema"), false);
 * ```
 */
export function isOpenField(name: string): boolean {
  return OPEN_FIELDS.has(name);
}
