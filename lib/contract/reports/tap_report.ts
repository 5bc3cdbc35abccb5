import type { Verdict } from "../run_events.ts";
import { type Report, type ReportOptions, weigh } from "./report.ts";
import { requestOf } from "./request_of.ts";
import { targetLabels } from "./target_labels.ts";

/** One line of a description: `#` begins a directive, `\` escapes. */
function description(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\#]/g, "\\$&");
}

/** Text in double quotes is YAML and JSON alike; a lone surrogate is neither. */
function scalar(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function diagnostics(verdict: Verdict, options: ReportOptions): string[] {
  const { reason, failures, level, proves, file, line, answer } = verdict;
  const request = requestOf(verdict);
  const members = [
    ...(reason === undefined ? [] : [["message", scalar(reason)]]),
    ["severity", weigh(verdict, options) === "warned" ? "todo" : "fail"],
    ["level", level],
    ["statements", `[${proves.map(scalar).join(", ")}]`],
    ["at", scalar(`${file}:${line}`)],
    ...failures.flatMap(({ at, expected, got }, index) => {
      const number = failures.length > 1 ? `_${index + 1}` : "";
      return [[`check${number}`, scalar(at)], [`expected${number}`, scalar(expected)], [
        `got${number}`,
        scalar(got),
      ]];
    }),
    ...(request === undefined ? [] : [["request", scalar(request)]]),
    ...(answer === undefined ? [] : [["answer", scalar(`HTTP ${answer.status} ${answer.body}`)]]),
    ["again", scalar(options.rerun(verdict))],
  ];
  return ["  ---", ...members.map(([name, value]) => `  ${name}: ${value}`), "  ..."];
}

/**
 * Writes a run in the Test Anything Protocol, version 14: a test point for each case on each target. A broken
 * `should` is `not ok` with a `TODO`, which does not fail a run.
 *
 * Source: https://testanything.org/tap-version-14-specification.html
 *
 * @param report The finished run.
 * @param options See {@linkcode ReportOptions}.
 * @returns TAP.
 *
 * @example No case at all
 * ```ts
 * import { EMPTY_REPORT } from "./report.ts";
 * import { tapReport } from "./tap_report.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tapReport(EMPTY_REPORT, { strict: false, rerun: () => "" }), "TAP version 14\n1..0\n");
 * ```
 */
export function tapReport(report: Report, options: ReportOptions): string {
  const { of } = targetLabels(report.targets);
  const points = report.verdicts.flatMap((verdict, index) => {
    const { id, title, reason = "", level } = verdict;
    const point = `${index + 1} - ${description(`${id} (${of(verdict)}): ${title}`)}`;
    switch (weigh(verdict, options)) {
      case "passed":
        return [`ok ${point}`];
      case "skipped":
        return [`ok ${point} # SKIP ${description(reason)}`];
      case "expected":
        return [`not ok ${point} # TODO ${description(reason)}`];
      case "warned":
        return [`not ok ${point} # TODO ${level}`, ...diagnostics(verdict, options)];
      case "failed":
        return [`not ok ${point}`, ...diagnostics(verdict, options)];
    }
  });
  const warnings = report.warnings.map((message) => `# ${message.replace(/\s+/g, " ")}`);
  const bail = report.interrupted ? ["Bail out! interrupted"] : [];
  return ["TAP version 14", `1..${report.verdicts.length}`, ...points, ...warnings, ...bail, ""].join("\n");
}
