import { Redactor } from "../contract/redactor.ts";
import { exitCodeOf } from "../contract/reports/report.ts";
import type { RunEvent } from "../contract/run_events.ts";
import type { Suite } from "../contract/suite.ts";
import type { ExitCode } from "../core/errors.ts";
import type { ContractCall } from "./contract_call.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { rememberRun } from "./contract_last_run.ts";
import { ContractPrinter } from "./contract_printer.ts";
import { writeReports } from "./contract_reports.ts";
import { listenForStop } from "./listen_for_stop.ts";

/** What a run gets from the command around it. */
export interface RunContext {
  /** Gets every event, in order. */
  readonly emit: (event: RunEvent) => void;
  /** Aborted by the first Ctrl-C: nothing new is begun, everything made is undone. */
  readonly signal: AbortSignal;
  /** Learns the secrets of the run; every text that leaves it goes through here. */
  readonly redactor: Redactor;
}

/** What is run, and the fixtures it belongs to. */
export interface ReportedRun {
  readonly suite: Suite;
  /** Runs, and tells by events. */
  readonly run: (context: RunContext) => Promise<void>;
}

/**
 * Runs something that tells by events: prints them as they come, heeds Ctrl-C, writes the reports. Every mode of
 * `proctor contract` that gives verdicts goes through here.
 *
 * @param flags The command line.
 * @param call Where to print and to remember.
 * @param reported What to run.
 * @returns The exit code.
 */
export async function reportRun(
  flags: ContractFlags,
  call: ContractCall,
  { suite, run }: ReportedRun,
): Promise<ExitCode> {
  const redactor = new Redactor();
  const printer = new ContractPrinter(flags, { terminal: call.terminal, redactor });
  const controller = new AbortController();
  using _stop = listenForStop(() => {
    controller.abort();
    call.terminal.stderr.write("\nInterrupted: undoing what the run has made; once more ends it at once\n");
  });
  await run({ emit: (event) => printer.take(event), signal: controller.signal, redactor });
  await rememberRun(printer.report, call.folder);
  await writeReports(printer.report, { suite, flags, redactor });
  printer.finish();
  return exitCodeOf(printer.report, flags);
}
