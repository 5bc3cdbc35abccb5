/**
 * Remembers what was made.
 *
 * @param make Makes it, when somebody asks for the first time.
 * @returns Gives what was made.
 *
 * @example Made once
 * ```ts
 * import { once } from "./once.ts";
 * import { assertEquals } from "@std/assert";
 *
 * let count = 0;
 * const next = once(() => ++count);
 * assertEquals([next(), next()], [1, 1]);
 * ```
 */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
