import type { Verdict } from "../run_events.ts";

/**
 * Finds the request that a case failed or broke with.
 *
 * @param verdict The verdict.
 * @returns A curl command; `undefined` when nothing had been sent.
 *
 * @example Of a setup that nobody answered
 * ```ts
 * import { requestOf } from "./request_of.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(requestOf({ failures: [], request: "curl X" }), "curl X");
 * ```
 */
export function requestOf({ failures, request }: Pick<Verdict, "failures" | "request">): string | undefined {
  return failures[0]?.request ?? request;
}
