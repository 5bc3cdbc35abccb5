import { Redactor } from "../contract/redactor.ts";
import { redactDeep } from "../contract/reports/redact_deep.ts";
import { exitCodeOf } from "../contract/reports/report.ts";
import type { RunEvent } from "../contract/run_events.ts";
import type { Suite } from "../contract/suite.ts";
import { type ExitCode, UsageError } from "../core/errors.ts";
import type { ContractCall } from "./contract_call.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { rememberRun } from "./contract_last_run.ts";
import { ContractPrinter } from "./contract_printer.ts";
import { openReports } from "./contract_reports.ts";
import { describeError } from "./describe_error.ts";
import { githubReports } from "./github_reports.ts";
import { listenForStop } from "./listen_for_stop.ts";
import { rerunCommand } from "./rerun_command.ts";

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
 * @throws {UsageError} When two reports are to go to stdout.
 */
export async function reportRun(
  flags: ContractFlags,
  call: ContractCall,
  { suite, run }: ReportedRun,
): Promise<ExitCode> {
  const redactor = new Redactor();
  const redact = (text: string) => redactor.redact(text);
  const { terminal } = call;
  const onStdout = flags.report.find(({ path }) => path === "-");
  if (flags.json && onStdout) {
    throw new UsageError(`Cannot use --json beside --report ${onStdout.kind}=-: one report fits on stdout`);
  }
  const requests = [...flags.report, ...(flags.json ? [] : await githubReports(terminal))];
  // A report on stdout is for a program: what a person reads goes to stderr then.
  const isPiped = requests.some(({ kind, path }) => path === "-" && kind !== "github");
  const printer = new ContractPrinter(flags, {
    terminal: isPiped ? { stdout: terminal.stderr, stderr: terminal.stderr } : terminal,
  });
  using reports = await openReports(requests, {
    suite,
    terminal,
    redactor,
    strict: flags.strict,
    rerun: (verdict) => rerunCommand(verdict, flags),
  });
  const controller = new AbortController();
  using _stop = listenForStop(() => {
    controller.abort();
    terminal.stderr.write("\nInterrupted: undoing what the run has made; once more ends it at once\n");
  });
  const emit = (event: RunEvent) => {
    // A pass has no word of the target's: only what fixtures say.
    const isPass = event.type === "verdict" && event.verdict.outcome === "pass";
    const safe = isPass || event.type === "progress" ? event : redactDeep(event, redact);
    printer.take(safe);
    reports.take(safe);
  };
  await run({ emit, signal: controller.signal, redactor });
  // Once more: an answer may tell that a word in an earlier one was a key.
  const told = printer.report();
  const report = redactDeep(told, redact);
  try {
    await reports.finish(report, { isLate: report !== told });
  } finally {
    // A file that cannot be written to is no reason to be silent about how the run ended.
    printer.finish(report);
  }
  await rememberRun(report, call.folder).catch((error) => {
    terminal.stderr.write(
      `${describeError(error).text}\nThe verdicts stand, but --failed will not know them\n`,
    );
  });
  return exitCodeOf(report, flags);
}
