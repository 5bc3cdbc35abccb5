/** Root fields that the cloud backend answers without a key: the type of the root, and the way in. */
const OPEN_FIELDS: ReadonlySet<string> = new Set(["__typename", "log_in"]);

/**
 * Tells whether a root field needs no key on the cloud backend: `__typename` says nothing that the documents do not,
 * and `log_in` brings its own proof.
 *
 * Source: statement S04, every client sends a key.
 *
 * @param name The root field.
 * @returns Whether anybody may ask.
 *
 * @example A greeting needs a key
 * ```ts
 * import { isOpenField } from "./open_fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isOpenField("log_in"), true);
 * assertEquals(isOpenField("hello"), false);
 * ```
 */
export function isOpenField(name: string): boolean {
  return OPEN_FIELDS.has(name);
}
