import type { StricliProcess } from "@stricli/core";
import { formatProgress, formatSummary, formatVerdict } from "../contract/reports/console_report.ts";
import { jsonReport } from "../contract/reports/json_report.ts";
import type { Redactor } from "../contract/redactor.ts";
import { EMPTY_REPORT, foldReport, type Report } from "../contract/reports/report.ts";
import type { RunEvent, Verdict } from "../contract/run_events.ts";
import type { ContractFlags } from "./contract_flags.ts";

/** The command line that runs a case alone, against the same target. */
function rerunCommand({ id, backend, target }: Verdict, flags: ContractFlags): string {
  const words = ["deno task contract", "--target", target, "--backend", backend];
  if (flags.fixtures !== undefined) words.push("--fixtures", flags.fixtures);
  if (flags.allowWrites) words.push("--allow-writes");
  if (flags.explore !== undefined) words.push(`--explore ${flags.explore} --seed ${flags.seed}`);
  return [...words, /^[\w.-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`].join(" ");
}

/** Prints as events come, and folds them into the report. */
export class ContractPrinter {
  /** Everything so far. */
  report: Report = EMPTY_REPORT;
  readonly #flags: ContractFlags;
  readonly #terminal: StricliProcess;
  readonly #redactor: Redactor;
  readonly #color: boolean;
  readonly #live: boolean;

  /**
   * @param flags The command line.
   * @param options Where to print, and what knows the secrets of the run.
   */
  constructor(flags: ContractFlags, options: { terminal: StricliProcess; redactor: Redactor }) {
    this.#flags = flags;
    this.#terminal = options.terminal;
    this.#redactor = options.redactor;
    this.#color = flags.color && (options.terminal.stdout.getColorDepth?.() ?? 1) > 1;
    this.#live = flags.color && (options.terminal.stderr.getColorDepth?.() ?? 1) > 1;
  }

  get #options() {
    const { strict } = this.#flags;
    return { strict, color: this.#color, rerun: (verdict: Verdict) => rerunCommand(verdict, this.#flags) };
  }

  /**
   * Prints what is to be told of an event at once.
   *
   * @param event The next one.
   */
  take(event: RunEvent): void {
    this.report = foldReport(this.report, event);
    if (event.type === "progress" && this.#live) {
      this.#terminal.stderr.write(formatProgress(event.done, event.total));
    }
    if (event.type !== "verdict" || this.#flags.json) return;
    const lines = formatVerdict(event.verdict, this.#options);
    if (lines === "") return;
    if (this.#live) this.#terminal.stderr.write("\r\x1b[K");
    this.#print(lines);
  }

  /** Prints the summary, or the whole report as JSON. */
  finish(): void {
    this.#print(
      this.#flags.json ? jsonReport(this.report, this.#flags) : formatSummary(this.report, this.#options),
    );
  }

  #print(text: string): void {
    this.#terminal.stdout.write(this.#redactor.redact(text));
  }
}
