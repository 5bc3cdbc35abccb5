/**
 * Tells whether the API will notice that a mutation is sent a second time: its variables, or its `input`, hold an
 * idempotency key.
 *
 * Source: `reference/prefect-api.md` §3.4 (`create_flow_run`), §6.5.
 *
 * @param variables The variables of the request.
 * @returns `true` when there is a key that is not empty.
 *
 * @example A key in the input
 * ```ts
 * import { hasIdempotencyKey } from "./has_idempotency_key.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(hasIdempotencyKey({ input: { idempotency_key: "a" } }), true);
 * assertEquals(hasIdempotencyKey({ input: { idempotency_key: "" } }), false);
 * ```
 */
export function hasIdempotencyKey(variables: Readonly<Record<string, unknown>>): boolean {
  return [variables, variables.input].some((holder) => {
    const key: unknown = Object(holder).idempotency_key;
    return typeof key === "string" && key !== "";
  });
}
