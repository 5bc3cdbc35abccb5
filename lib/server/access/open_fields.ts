/** Root fields that the cloud backend answers without a key: whether it is there, and what it is. */
const OPEN_FIELDS: ReadonlySet<string> = new Set(["__typename", "api", "hello"]);

/**
 * Tells whether a root field needs no key on the cloud backend. No source shows what Cloud leaves open; these say
 * nothing about anybody.
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
