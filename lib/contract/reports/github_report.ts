import type { Verdict } from "../run_events.ts";
import { failureText } from "./failure_text.ts";
import { type Report, type ReportOptions, weigh } from "./report.ts";
import { targetLabels } from "./target_labels.ts";

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** The line of the check that did not hold, or else of the case. */
function placeOf({ failures, file, line }: Verdict): { file: string; line: string } {
  const [, checkFile, checkLine] = /^(.*):(\d+)$/.exec(failures[0]?.at ?? "") ?? [];
  return checkFile === undefined ? { file, line: String(line) } : { file: checkFile, line: checkLine! };
}

/**
 * Writes what broke as workflow commands, which GitHub shows beside the lines of the fixtures. It shows ten errors
 * and ten warnings of a step, so errors come first.
 *
 * Source: GitHub documentation, "Workflow commands for GitHub Actions"; its toolkit, `core/src/command.ts`, has the
 * escapes.
 *
 * @param report The finished run.
 * @param options See {@linkcode ReportOptions}.
 * @returns A line for each case that failed or warned, and for each warning of the run; empty when there is none.
 *
 * @example A warning of the run
 * ```ts
 * import { githubReport } from "./github_report.ts";
 * import { EMPTY_REPORT } from "./report.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const report = { ...EMPTY_REPORT, warnings: ["100% left\nbehind"] };
 * assertEquals(githubReport(report, { strict: false, rerun: () => "" }), "::warning::100%25 left%0Abehind\n");
 * ```
 */
export function githubReport(report: Report, options: ReportOptions): string {
  const { of } = targetLabels(report.targets);
  const annotate = (command: "error" | "warning", verdict: Verdict) => {
    const { file, line } = placeOf(verdict);
    const title = `${verdict.id} (${of(verdict)}): ${verdict.title}`;
    const text = failureText(verdict, { rerun: options.rerun(verdict) });
    return `::${command} file=${property(file)},line=${line},title=${property(title)}::${data(text)}\n`;
  };
  const having = (weight: string) => report.verdicts.filter((verdict) => weigh(verdict, options) === weight);
  return [
    ...having("failed").map((verdict) => annotate("error", verdict)),
    ...having("warned").map((verdict) => annotate("warning", verdict)),
    ...report.warnings.map((message) => `::warning::${data(message)}\n`),
  ].join("");
}
