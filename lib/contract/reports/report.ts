import { EXIT, type ExitCode } from "../../core/errors.ts";
import type { Outcome, Target, Verdict } from "../run_events.ts";

/** Everything a finished run can tell. */
export interface Report {
  /** The run's id. */
  readonly run: string;
  /** When it began, in ISO 8601. */
  readonly at: string;
  /** What was put to the test. */
  readonly targets: readonly Target[];
  /** In the order of the fixtures. */
  readonly verdicts: readonly Verdict[];
  /** What went wrong beside the cases, such as something left behind. */
  readonly warnings: readonly string[];
  /** The whole run. */
  readonly milliseconds: number;
  /** Whether it was ended early. */
  readonly interrupted: boolean;
}

/** A run of which nothing is known yet. */
export const EMPTY_REPORT: Report = {
  run: "",
  at: "",
  targets: [],
  verdicts: [],
  warnings: [],
  milliseconds: 0,
  interrupted: false,
};

/** What a verdict comes to, once its level is weighed. */
export type Weight = "passed" | "failed" | "warned" | "expected" | "skipped";

/**
 * Weighs a verdict: a broken `should` is a warning unless the run is strict, a broken `may` always is.
 *
 * @param verdict The verdict.
 * @param options `strict` makes `should` count as `must`.
 * @returns The weight.
 */
export function weigh(verdict: Pick<Verdict, "outcome" | "level">, options: { strict: boolean }): Weight {
  const weights: Record<Outcome, Weight> = {
    pass: "passed",
    fail: "failed",
    error: "failed",
    skip: "skipped",
    expected: "expected",
  };
  const weight = weights[verdict.outcome];
  const light = verdict.level === "may" || (verdict.level === "should" && !options.strict);
  return weight === "failed" && light ? "warned" : weight;
}

/** What every report is written with, beside the run itself. */
export interface ReportOptions {
  /** Whether `should` counts as `must`. */
  readonly strict: boolean;
  /** Gives the command line that runs a case alone. */
  readonly rerun: (verdict: Verdict) => string;
}

/** How many of each {@linkcode Weight}. */
export type Counts = Readonly<Record<Weight, number>>;

/**
 * Counts verdicts by weight.
 *
 * @param verdicts Any verdicts.
 * @param options As in {@linkcode weigh}.
 * @returns The counts.
 */
export function countVerdicts(verdicts: readonly Verdict[], options: { strict: boolean }): Counts {
  const counts = { passed: 0, failed: 0, warned: 0, expected: 0, skipped: 0 };
  for (const verdict of verdicts) counts[weigh(verdict, options)]++;
  return counts;
}

/**
 * The exit code of a run. A run in which nothing passed proves nothing, so it is no success.
 *
 * @param report The finished run.
 * @param options As in {@linkcode weigh}.
 * @returns One of {@linkcode EXIT}.
 */
export function exitCodeOf(report: Report, options: { strict: boolean }): ExitCode {
  if (report.interrupted) return EXIT.interrupted;
  const { failed, passed } = countVerdicts(report.verdicts, options);
  return failed > 0 || passed === 0 ? EXIT.failed : EXIT.ok;
}
