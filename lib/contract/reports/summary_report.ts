import type { Verdict } from "../run_events.ts";
import { failureText } from "./failure_text.ts";
import { formatCounts } from "./format_counts.ts";
import { formatMilliseconds } from "./format_milliseconds.ts";
import { latencyOf } from "./latency.ts";
import { type Counts, countVerdicts, type Report, type ReportOptions, weigh } from "./report.ts";
import { targetLabels } from "./target_labels.ts";

/** GitHub takes 1 MiB for a step; nobody reads more than this. */
const MOST_DETAILS = 50;

/** Text that Markdown and HTML leave as it is, on one line. */
function plain(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.replace(/[\\`*_{}[\]()#+!|<>&~$@:-]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A block of code whose fence is longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function headline(counts: Counts, report: Report): string {
  if (report.interrupted) return "⚠️ Contract: interrupted";
  if (counts.failed > 0) return `❌ Contract: ${counts.failed} of ${report.verdicts.length} failed`;
  return counts.passed === 0 ? "❌ Contract: nothing passed" : `✅ Contract: ${counts.passed} passed`;
}

function table(report: Report, options: ReportOptions): string[] {
  const { of } = targetLabels(report.targets);
  const rows = [...Map.groupBy(report.verdicts, ({ convention }) => convention)].flatMap((
    [convention, verdicts],
  ) =>
    [...Map.groupBy(verdicts, of)].map(([label, own]) => {
      const counts = countVerdicts(own, options);
      const { p50, p95 } = latencyOf(own);
      const cells = [
        counts.failed > 0 ? "❌" : "✅",
        plain(convention),
        plain(label),
        formatCounts(counts, { brief: true }),
        formatMilliseconds(p50),
        formatMilliseconds(p95),
      ];
      return `| ${cells.join(" | ")} |`;
    })
  );
  return ["|  | Convention | Target | Result | p50 | p95 |", "|--|--|--|--|--:|--:|", ...rows];
}

function details(verdict: Verdict, options: ReportOptions & { label: string }): string {
  const { id, title, file, line, proves, level } = verdict;
  return [
    `<details><summary>${plain(id)} (${plain(options.label)}): ${plain(title)}</summary>`,
    "",
    `${plain(level)}, proves ${plain(proves.join(", "))}, written at ${plain(`${file}:${line}`)}`,
    "",
    fenced(failureText(verdict, { rerun: options.rerun(verdict) })),
    "",
    "</details>",
  ].join("\n");
}

/**
 * Writes a run in Markdown, for the summary of a CI job.
 *
 * @param report The finished run.
 * @param options See {@linkcode ReportOptions}.
 * @returns Markdown: the outcome, a table of the conventions, the first 50 cases that failed or warned in full.
 */
export function summaryReport(report: Report, options: ReportOptions): string {
  const counts = countVerdicts(report.verdicts, options);
  const { of } = targetLabels(report.targets);
  const having = (weight: string) => report.verdicts.filter((verdict) => weigh(verdict, options) === weight);
  const broken = [...having("failed"), ...having("warned")];
  const more = broken.length - MOST_DETAILS;
  return [
    `## ${headline(counts, report)}`,
    "",
    `${formatCounts(counts)} in ${formatMilliseconds(report.milliseconds)}, against ${
      report.targets.map(({ backend, url }) => plain(`${backend} at ${url}`)).join(" and ")
    }`,
    "",
    ...table(report, options),
    "",
    ...report.warnings.map((message) => `- ⚠️ ${plain(message)}`),
    ...broken.slice(0, MOST_DETAILS).map((verdict) => details(verdict, { ...options, label: of(verdict) })),
    ...(more > 0 ? [`\nand ${more} more`] : []),
    "",
  ].join("\n");
}
