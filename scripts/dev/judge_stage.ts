/** How many tests, cases or mutants of a stage held. */
export interface Counts {
  /** Those that held. */
  readonly passed: number;
  /** Those that did not, and those that were left out without being asked to. */
  readonly failed: number;
}

const DENO_TEST_REGEXP =
  /\|\s*(\d+) passed(?: \([^)]*\))?\s*\|\s*(\d+) failed(?: \([^)]*\))?(?:\s*\|\s*(\d+) ignored)?/g;
const CLOSING_LINE_REGEXP = /^(\d+) passed, (\d+) failed/gm;

/** The last summary in the output of a stage: Deno's own, or a closing line `N passed, N failed`. */
function readCounts(output: string): Counts | undefined {
  const match = [...output.matchAll(DENO_TEST_REGEXP)].at(-1) ??
    [...output.matchAll(CLOSING_LINE_REGEXP)].at(-1);
  if (match === undefined) return undefined;
  return { passed: Number(match[1]), failed: Number(match[2]) + Number(match[3] ?? 0) };
}

/**
 * Decides what a finished stage adds to the total. A stage that should count and counted nothing, or that ended
 * with an error without naming a failure, is a failure: nothing is left out silently. Ignored tests fail.
 *
 * @param output What it printed, without colours.
 * @param ended Whether it ended with 0, and whether it reports counts.
 * @returns Its counts.
 *
 * @example A stage that ran no test has failed
 * ```ts
 * import { judgeStage } from "./judge_stage.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const ended = { success: true, counted: true };
 * assertEquals(judgeStage("ok | 12 passed | 0 failed (1s)", ended), { passed: 12, failed: 0 });
 * assertEquals(judgeStage("", ended), { passed: 0, failed: 1 });
 * ```
 */
export function judgeStage(
  output: string,
  ended: { readonly success: boolean; readonly counted: boolean },
): Counts {
  if (!ended.counted) return ended.success ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const counts = readCounts(output) ?? { passed: 0, failed: 0 };
  const sound = counts.failed > 0 || (ended.success && counts.passed > 0);
  return sound ? counts : { ...counts, failed: 1 };
}
