import type { Target, Verdict } from "../run_events.ts";
import { formatCounts } from "./format_counts.ts";
import { formatMilliseconds } from "./format_milliseconds.ts";
import { latencyOf } from "./latency.ts";
import { type Counts, countVerdicts, type Report, weigh } from "./report.ts";
import { requestOf } from "./request_of.ts";
import { shorten } from "../show.ts";
import { targetLabels } from "./target_labels.ts";

/** How the console report looks. */
export interface ConsoleOptions {
  /** Whether escape codes colour it. */
  readonly color: boolean;
  /** Whether `should` counts as `must`. */
  readonly strict: boolean;
  /** Gives the command line that runs a case alone. */
  readonly rerun: (verdict: Verdict) => string;
  /** How many characters fit on a line. @default any number, as in a file */
  readonly width?: number;
}

const COLORS = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;
const SLOWEST = 3;
/** So many skips for one reason have a line each. */
const MOST_SKIPS = 5;

function paint(text: string, options: { color: boolean; as: keyof typeof COLORS }): string {
  return options.color ? `\x1b[${COLORS[options.as]}m${text}\x1b[0m` : text;
}

/** Control characters of a target's answer must not reach the terminal; further lines are seen to be further lines. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => {
    return character === "\n" ? "\n            | " : `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}

/**
 * Writes what is to be told of a verdict as soon as it is in.
 *
 * @param verdict The verdict.
 * @param options See {@linkcode ConsoleOptions}.
 * @returns Lines with everything needed to understand and repeat a failure; one line for a skip; nothing for a pass.
 */
export function formatVerdict(verdict: Verdict, options: ConsoleOptions): string {
  const { id, backend, title, proves, level, file, line, reason = "", answer } = verdict;
  if (verdict.outcome === "pass") return "";
  const { color } = options;
  if (verdict.outcome === "skip" || verdict.outcome === "expected") {
    return `${paint(verdict.outcome, { color, as: "yellow" })} ${id} (${backend}): ${reason}\n`;
  }
  const warned = weigh(verdict, options) === "warned";
  const label = paint(warned ? "warn" : verdict.outcome, { color, as: warned ? "yellow" : "red" });
  const lines = [
    `${label} ${paint(id, { color, as: "bold" })} (${backend}, ${level}): ${title}`,
    `     proves ${proves.join(", ")}, written at ${file}:${line}`,
  ];
  if (reason !== "") lines.push(`     broke    ${printable(reason)}`);
  for (const failure of verdict.failures) {
    lines.push(`     check    ${failure.at}${failure.note === undefined ? "" : `: ${failure.note}`}`);
    lines.push(`     expected ${printable(failure.expected)}`, `     got      ${printable(failure.got)}`);
  }
  const request = requestOf(verdict);
  if (request !== undefined) lines.push(`     request  ${printable(request)}`);
  // What came instead of JSON or of data has been told in full.
  const isTold = verdict.failures.some(({ got }) => got.startsWith(`HTTP ${answer?.status}`));
  if (answer !== undefined && !isTold) {
    lines.push(`     answer   HTTP ${answer.status} ${printable(shorten(answer.body))}`);
  }
  lines.push(`     again    ${options.rerun(verdict)}`);
  return `${lines.join("\n")}\n`;
}

/**
 * Writes what is to be told of cases that were skipped one after the other for the same reason.
 *
 * @param verdicts The skips.
 * @param options See {@linkcode ConsoleOptions}.
 * @returns A line for each; one for all where there are many, as after an interruption.
 */
export function formatSkips(verdicts: readonly Verdict[], options: ConsoleOptions): string {
  if (verdicts.length <= MOST_SKIPS) {
    return verdicts.map((verdict) => formatVerdict(verdict, options)).join("");
  }
  const [first, last] = [verdicts[0]!, verdicts.at(-1)!];
  const which = `${first.id} (${first.backend}) to ${last.id} (${last.backend})`;
  const label = paint("skip", { ...options, as: "yellow" });
  return `${label} ${verdicts.length} cases, ${which}: ${first.reason}\n`;
}

/** A line of the summary, not yet aligned. */
interface Row {
  readonly mark: string;
  readonly convention: string;
  readonly target: string;
  readonly p50: string;
  readonly p95: string;
  readonly result: string;
}

/** What was skipped as a whole has kept nothing. */
function markOf({ passed, failed, skipped }: Counts, options: ConsoleOptions): string {
  if (failed > 0) return paint("✗", { ...options, as: "red" });
  return passed === 0 && skipped > 0 ? "-" : paint("✓", { ...options, as: "green" });
}

function rowsOf(report: Report, options: ConsoleOptions): Row[] {
  const { of } = targetLabels(report.targets);
  const groups = Map.groupBy(report.verdicts, ({ convention }) => convention);
  return [...groups].flatMap(([convention, verdicts]) =>
    [...Map.groupBy(verdicts, of)].map(([target, own]) => {
      const counts = countVerdicts(own, options);
      const { requests, p50, p95 } = latencyOf(own);
      const time = (milliseconds: number) => requests === 0 ? "-" : formatMilliseconds(milliseconds);
      return {
        mark: markOf(counts, options),
        convention,
        target,
        p50: time(p50),
        p95: time(p95),
        result: formatCounts(counts, { brief: true }),
      };
    })
  );
}

/** One line for each row; two where one would not fit. */
function formatTable(report: Report, options: ConsoleOptions): string[] {
  const head = { mark: " ", convention: "CONVENTION", target: "TARGET", p50: "P50", p95: "P95", result: "" };
  const rows = [{ ...head, result: "RESULT" }, ...rowsOf(report, options)];
  const widest = (key: Exclude<keyof Row, "mark">) => Math.max(...rows.map((row) => row[key].length));
  const [convention, target, p50, p95] = [
    widest("convention"),
    widest("target"),
    widest("p50"),
    widest("p95"),
  ];
  const fits = 2 + convention + 2 + target + 2 + p50 + 2 + p95 + 2 + widest("result") <=
    (options.width ?? Infinity);
  return rows.flatMap((row, index) => {
    const rest = `${row.target.padEnd(target)}  ${row.p50.padStart(p50)}  ${
      row.p95.padStart(p95)
    }  ${row.result}`;
    const lines = fits
      ? [`${row.mark} ${row.convention.padEnd(convention)}  ${rest}`]
      : [`${row.mark} ${row.convention}`, `    ${rest}`];
    return index === 0 ? lines.map((line) => paint(line, { ...options, as: "dim" })) : lines;
  });
}

function formatTargets(report: Report): string[] {
  const { of } = targetLabels(report.targets);
  const groups = Map.groupBy(report.verdicts, of);
  return report.targets.map((target: Target) => {
    const label = of({ backend: target.backend, target: target.name });
    const { requests, p50, p95 } = latencyOf(groups.get(label) ?? []);
    if (requests === 0) return `${label} at ${target.url}: no requests`;
    const times = `p50 ${formatMilliseconds(p50)}, p95 ${formatMilliseconds(p95)}`;
    return `${label} at ${target.url}: ${requests} ${requests === 1 ? "request" : "requests"}, ${times}`;
  });
}

/** How long all of it took, and the cases that took longest; a skipped one took none. */
function formatTimes({ milliseconds, verdicts }: Report): string[] {
  const ran = verdicts.filter(({ outcome }) => outcome !== "skip");
  const slowest = ran.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST);
  return [
    `${formatMilliseconds(milliseconds)} in all${slowest.length === 0 ? "" : "; the slowest cases:"}`,
    ...slowest.map(({ id, milliseconds }) => `${formatMilliseconds(milliseconds).padStart(9)}  ${id}`),
  ];
}

/**
 * Writes the end of the report: each convention on each target with the latency of its requests, what was left
 * behind, and the closing line.
 *
 * @param report The finished run.
 * @param options See {@linkcode ConsoleOptions}.
 * @returns Lines; the last is `N passed, N failed`, then `N warned`, `N expected` and `N skipped` if there are any.
 */
export function formatSummary(report: Report, options: ConsoleOptions): string {
  const warnings = report.warnings.map((message) =>
    `${paint("warning", { ...options, as: "yellow" })} ${printable(message)}`
  );
  const counts = countVerdicts(report.verdicts, options);
  const isIdle = !report.interrupted && counts.passed === 0 && counts.failed === 0;
  const interrupted = "interrupted: what the run had made is undone, unless a warning says otherwise";
  const times = [...formatTargets(report), ...formatTimes(report)];
  const lines = [
    ...formatTable(report, options),
    ...warnings,
    ...(report.interrupted ? [interrupted] : []),
    ...times.map((line) => paint(line, { ...options, as: "dim" })),
    ...(isIdle ? ["nothing passed, so this run proves nothing and counts as failed"] : []),
    formatCounts(counts),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * Writes the progress line of a terminal; it overwrites itself.
 *
 * @param done Cases done.
 * @param total All cases.
 * @returns The line, without a line end; nothing once all are done.
 */
export function formatProgress(done: number, total: number): string {
  return done < total ? `\r\x1b[K${done}/${total}` : "\r\x1b[K";
}
