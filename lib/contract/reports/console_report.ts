import { type Counts, countVerdicts, type Report, weigh } from "./report.ts";
import type { Target, Verdict } from "../run_events.ts";

/** How the console report looks. */
export interface ConsoleOptions {
  /** Whether escape codes colour it. */
  readonly color: boolean;
  /** Whether `should` counts as `must`. */
  readonly strict: boolean;
  /** Gives the command line that runs a case alone. */
  readonly rerun: (verdict: Verdict) => string;
}

const COLORS = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;
const SLOWEST = 3;

function paint(text: string, options: { color: boolean; as: keyof typeof COLORS }): string {
  return options.color ? `\x1b[${COLORS[options.as]}m${text}\x1b[0m` : text;
}

/** Control characters of a target's answer must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => {
    return character === "\n" ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`;
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
  const { id, backend, title, proves, level, file, line, reason = "" } = verdict;
  if (verdict.outcome === "pass") return "";
  const { color } = options;
  if (verdict.outcome === "skip") {
    return `${paint("skip", { color, as: "yellow" })} ${id} (${backend}): ${reason}\n`;
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
  const request = verdict.failures[0]?.request;
  if (request !== undefined) lines.push(`     request  ${printable(request)}`);
  lines.push(`     again    ${options.rerun(verdict)}`);
  return `${lines.join("\n")}\n`;
}

/** `N passed, N failed` and, only when there are any, the rest. */
function formatCounts({ passed, failed, warned, skipped }: Counts): string {
  const rest = [...(warned > 0 ? [`${warned} warned`] : []), ...(skipped > 0 ? [`${skipped} skipped`] : [])];
  return [`${passed} passed`, `${failed} failed`, ...rest].join(", ");
}

function formatTable(report: Report, options: ConsoleOptions): string[] {
  const groups = Map.groupBy(report.verdicts, ({ convention }) => convention);
  const width = Math.max(...[...groups.keys()].map((title) => title.length), 0);
  return [...groups].flatMap(([convention, verdicts]) =>
    [...Map.groupBy(verdicts, ({ backend }) => backend)].map(([backend, own]) => {
      const counts = countVerdicts(own, options);
      const mark = counts.failed > 0
        ? paint("✗", { ...options, as: "red" })
        : paint("✓", { ...options, as: "green" });
      return `${mark} ${convention.padEnd(width)}  ${backend.padEnd(6)}  ${formatCounts(counts)}`;
    })
  );
}

function formatSlowest(verdicts: readonly Verdict[]): string {
  const slowest = verdicts.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST);
  return slowest.map(({ id, milliseconds }) => `${id} ${milliseconds.toFixed(0)} ms`).join(", ");
}

/**
 * Writes the end of the report: each convention on each backend, what was left behind, and the closing line.
 *
 * @param report The finished run.
 * @param options See {@linkcode ConsoleOptions}.
 * @returns Lines; the last is `N passed, N failed`, then `N warned` and `N skipped` if there are any.
 */
export function formatSummary(report: Report, options: ConsoleOptions): string {
  const lines = formatTable(report, options);
  lines.push(
    ...report.warnings.map((message) =>
      `${paint("warning", { ...options, as: "yellow" })} ${printable(message)}`
    ),
  );
  if (report.interrupted) {
    lines.push("interrupted: what the run had made is undone, unless a warning says otherwise");
  }
  const where = report.targets.map((target: Target) => `${target.backend} at ${target.url}`).join(", ");
  const seconds = (report.milliseconds / 1000).toFixed(2);
  lines.push(
    paint(`${seconds} s for ${where}; slowest: ${formatSlowest(report.verdicts)}`, { ...options, as: "dim" }),
  );
  return `${lines.join("\n")}\n${formatCounts(countVerdicts(report.verdicts, options))}\n`;
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
