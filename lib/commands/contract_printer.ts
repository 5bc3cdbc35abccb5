import type { StricliProcess } from "@stricli/core";
import {
  formatProgress,
  formatSkips,
  formatSummary,
  formatVerdict,
} from "../contract/reports/console_report.ts";
import { jsonReport } from "../contract/reports/json_report.ts";
import type { Report } from "../contract/reports/report.ts";
import { ReportBuilder } from "../contract/reports/report_builder.ts";
import type { RunEvent, Verdict } from "../contract/run_events.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { rerunCommand } from "./rerun_command.ts";
import { terminalWidth } from "./terminal_width.ts";

/** Prints as events come, and folds them into the report. */
export class ContractPrinter {
  readonly #builder = new ReportBuilder();
  /** Skipped one after the other for the same reason, and not printed yet: there may be thousands. */
  #skips: Verdict[] = [];
  readonly #flags: ContractFlags;
  readonly #terminal: StricliProcess;
  readonly #color: boolean;
  readonly #live: boolean;

  /**
   * @param flags The command line.
   * @param options Where to print.
   */
  constructor(flags: ContractFlags, options: { terminal: StricliProcess }) {
    this.#flags = flags;
    this.#terminal = options.terminal;
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
   * @param event The next one; no text in it holds a known secret.
   */
  take(event: RunEvent): void {
    this.#builder.take(event);
    if (event.type === "progress" && this.#live) {
      this.#terminal.stderr.write(formatProgress(event.done, event.total));
    }
    if (event.type !== "verdict" || this.#flags.json) return;
    const { verdict } = event;
    const [first = verdict] = this.#skips;
    if (verdict.outcome !== "skip" || verdict.reason !== first.reason) this.#printSkips();
    if (verdict.outcome === "skip") this.#skips.push(verdict);
    else this.#print(formatVerdict(verdict, this.#options));
  }

  #printSkips(): void {
    this.#print(formatSkips(this.#skips, this.#options));
    this.#skips = [];
  }

  #print(lines: string): void {
    if (lines === "") return;
    if (this.#live) this.#terminal.stderr.write("\r\x1b[K");
    this.#terminal.stdout.write(lines);
  }

  /**
   * Gives what was taken so far.
   *
   * @returns The report, as its events were.
   */
  report(): Report {
    return this.#builder.report();
  }

  /**
   * Prints the summary, or the whole report as JSON.
   *
   * @param report The finished run, its secrets masked.
   */
  finish(report: Report): void {
    this.#printSkips();
    const width = terminalWidth();
    const options = { ...this.#options, ...(width !== undefined && { width }) };
    this.#terminal.stdout.write(
      this.#flags.json ? jsonReport(report, this.#flags) : formatSummary(report, options),
    );
  }
}
