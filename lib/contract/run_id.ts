/**
 * Makes a name for a run that nothing else on the target has.
 *
 * @returns `proctor-` and 8 hex digits.
 *
 * @example What a run calls itself
 * ```ts
 * import { newRunId } from "./run_id.ts";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(newRunId(), /^proctor-[0-9a-f]{8}$/);
 * ```
 */
export function newRunId(): string {
  return `proctor-${crypto.randomUUID().slice(0, 8)}`;
}
