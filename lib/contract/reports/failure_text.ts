import type { Verdict } from "../run_events.ts";
import { requestOf } from "./request_of.ts";

/**
 * Writes why a case did not pass, as plain text for reports that have room for it.
 *
 * @param verdict The verdict.
 * @param options `rerun` gives the command line that runs the case alone.
 * @returns Lines: what broke, each check with what it expected and what it got, the request, the answer, the command.
 *
 * @example A check that did not hold
 * ```ts
 * import { failureText } from "./failure_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const failures = [{ at: "ids.toml:7", expected: "type uuid", got: "7", request: "curl X" }];
 * assertEquals(
 *   failureText({ failures }, { rerun: "contract ids-a" }),
 *   "ids.toml:7\n  expected type uuid\n  got      7\nrequest  curl X\nagain    contract ids-a",
 * );
 * ```
 */
export function failureText(
  verdict: Pick<Verdict, "reason" | "failures" | "request" | "answer">,
  options: { readonly rerun: string },
): string {
  const { reason, failures, answer } = verdict;
  const checks = failures.map(({ at, note, expected, got }) =>
    `${at}${note === undefined ? "" : `: ${note}`}\n  expected ${expected}\n  got      ${got}`
  );
  const request = requestOf(verdict);
  return [
    ...(reason === undefined ? [] : [reason]),
    ...checks,
    ...(request === undefined ? [] : [`request  ${request}`]),
    ...(answer === undefined ? [] : [`answer   HTTP ${answer.status} ${answer.body}`]),
    `again    ${options.rerun}`,
  ].join("\n");
}
