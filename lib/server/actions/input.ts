import type { JsonObject } from "../../core/json.ts";

/**
 * The `input` argument of a mutation. GraphQL has coerced it by then: it has the shape that the schema declares, ids
 * are lower-case hyphenated text, moments are in the API's form, and what was left out is an absent key.
 *
 * @typeParam T The shape that `lib/server/schema/operations/` declares for this mutation.
 * @param args The arguments of the root field.
 * @returns The input.
 *
 * @example What was left out is absent
 * ```ts
 * import { inputOf } from "./input.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { description } = inputOf<{ name: string; description?: string | null }>({ input: { name: "x" } });
 * assertEquals(description, undefined);
 * ```
 */
export function inputOf<T>(args: JsonObject): T {
  return args.input as T;
}
