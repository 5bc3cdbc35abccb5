import type { RunEvent, Verdict } from "../run_events.ts";
import { EMPTY_REPORT, type Report } from "./report.ts";

/**
 * Collects the events of a run into a {@linkcode Report}. An event costs the same however many came before it, which
 * an exploration of tens of thousands of documents needs.
 *
 * @example A run in two events
 * ```ts
 * import { ReportBuilder } from "./report_builder.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const builder = new ReportBuilder();
 * builder.take({ type: "warning", message: "left behind" });
 * builder.take({ type: "end", milliseconds: 5, interrupted: true });
 * const { warnings, interrupted } = builder.report();
 * assertEquals([warnings, interrupted], [["left behind"], true]);
 * ```
 */
export class ReportBuilder {
  readonly #verdicts: Verdict[] = [];
  readonly #warnings: string[] = [];
  #rest: Report = EMPTY_REPORT;

  /**
   * Adds an event.
   *
   * @param event The next one.
   */
  take(event: RunEvent): void {
    switch (event.type) {
      case "start":
        this.#rest = { ...this.#rest, run: event.run, at: event.at, targets: event.targets };
        break;
      case "progress":
        break;
      case "verdict":
        this.#verdicts.push(event.verdict);
        break;
      case "warning":
        this.#warnings.push(event.message);
        break;
      case "end":
        this.#rest = { ...this.#rest, milliseconds: event.milliseconds, interrupted: event.interrupted };
        break;
    }
  }

  /**
   * Gives what the events so far add up to.
   *
   * @returns A report that later events do not change.
   */
  report(): Report {
    return { ...this.#rest, verdicts: [...this.#verdicts], warnings: [...this.#warnings] };
  }
}
