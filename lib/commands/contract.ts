import { fromFileUrl, join, relative } from "@std/path";
import type { StricliProcess } from "@stricli/core";
import { formatProgress, formatSummary, formatVerdict } from "../contract/console_report.ts";
import { coverage, formatCoverage } from "../contract/coverage.ts";
import { selectInstances } from "../contract/instance.ts";
import { jsonReport } from "../contract/json_report.ts";
import { junitReport } from "../contract/junit_report.ts";
import { matrixReport } from "../contract/matrix_report.ts";
import { type FixtureText, readSuite } from "../contract/read_suite.ts";
import { Redactor } from "../contract/redactor.ts";
import { EMPTY_REPORT, exitCodeOf, foldReport, type Report } from "../contract/report.ts";
import type { RunEvent, Verdict } from "../contract/run_events.ts";
import { runSuite } from "../contract/runner.ts";
import type { Suite } from "../contract/suite.ts";
import { ConfigurationError, EXIT, type ExitCode, UsageError } from "../core/errors.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { openTargets } from "./contract_targets.ts";
import { openTerminal } from "./terminal.ts";
import { writeFile } from "./write_file.ts";

const FIXTURES = fromFileUrl(new URL("../../fixtures", import.meta.url));
/** Where a folder remembers its last run. */
const LAST_RUN = join(".proctor", "last_run.json");
const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

async function readFixtures(folder: string): Promise<FixtureText[]> {
  const files: FixtureText[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (!isFile || !name.endsWith(".toml")) continue;
      const path = join(folder, name);
      files.push({ name: relative(Deno.cwd(), path), text: await Deno.readTextFile(path) });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) throw error;
    throw new ConfigurationError(`Read fixtures "${folder}" failed: no such folder, check --fixtures`, {
      cause: error,
    });
  }
  if (files.length === 0) {
    throw new ConfigurationError(`Read fixtures "${folder}" failed: no .toml file in it, check --fixtures`);
  }
  return files.sort((a, b) => a.name < b.name ? -1 : 1);
}

function listCases({ cases }: Suite, flags: ContractFlags): string {
  const rows = cases.map(({ name, level, proves, backends, title }) => ({
    id: name,
    level,
    proves,
    backends,
    title,
  }));
  if (flags.json) return `${JSON.stringify(rows, undefined, 2)}\n`;
  const width = Math.max(...rows.map(({ id }) => id.length), 0);
  return rows.map(({ id, level, proves, title }) =>
    `${id.padEnd(width)}  ${level.padEnd(6)}  ${proves.join(",")}  ${title}\n`
  ).join("");
}

/** The ids that failed in the last run in a folder. */
async function failedLastTime(folder: string): Promise<string[]> {
  try {
    const { failed } = JSON.parse(await Deno.readTextFile(join(folder, LAST_RUN))) as { failed: string[] };
    return failed;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError(`Read "${LAST_RUN}" failed: nothing has run here yet, run without --failed first`);
  }
}

function isBroken({ outcome }: Verdict): boolean {
  return outcome === "fail" || outcome === "error";
}

/** The command line that runs a case alone, against the same target. */
function rerunCommand({ id, backend, target }: Verdict, flags: ContractFlags): string {
  const words = ["deno task contract", "--target", target, "--backend", backend];
  if (flags.fixtures !== undefined) words.push("--fixtures", flags.fixtures);
  if (flags.allowWrites) words.push("--allow-writes");
  return [...words, /^[\w.-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`].join(" ");
}

async function writeReports(
  report: Report,
  context: { suite: Suite; flags: ContractFlags; redactor: Redactor; folder: string },
): Promise<void> {
  const { suite, flags, redactor, folder } = context;
  const write = {
    junit: () => junitReport(report, flags),
    json: () => jsonReport(report, flags),
    matrix: () => matrixReport(suite.matrices, report.verdicts),
  };
  const failed = [...new Set(report.verdicts.filter(isBroken).map(({ id }) => id))];
  await writeFile(
    join(folder, LAST_RUN),
    redactor.redact(`${JSON.stringify({ run: report.run, failed })}\n`),
  );
  for (const { kind, path } of flags.report) {
    await writeFile(path, redactor.redact(write[kind]()));
  }
}

/** Prints as events come, and folds them into the report. */
class Printer {
  report: Report = EMPTY_REPORT;
  readonly #flags: ContractFlags;
  readonly #terminal: StricliProcess;
  readonly #redactor: Redactor;
  readonly #color: boolean;
  readonly #live: boolean;

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

  finish(): void {
    this.#print(
      this.#flags.json ? jsonReport(this.report, this.#flags) : formatSummary(this.report, this.#options),
    );
  }

  #print(text: string): void {
    this.#terminal.stdout.write(this.#redactor.redact(text));
  }
}

/** Aborts at the first SIGINT or SIGTERM; the second one ends the process as if nobody listened. */
function listenForStop(controller: AbortController, terminal: StricliProcess): Disposable {
  const stop = () => {
    controller.abort();
    remove();
    terminal.stderr.write("\nInterrupted: undoing what the run has made; once more ends it at once\n");
  };
  const remove = () => {
    for (const signal of STOP_SIGNALS) Deno.removeSignalListener(signal, stop);
  };
  for (const signal of STOP_SIGNALS) Deno.addSignalListener(signal, stop);
  return { [Symbol.dispose]: remove };
}

/**
 * `proctor contract`: runs cases against a target, prints what broke, writes reports.
 *
 * @param flags The command line.
 * @param cases Ids or patterns; none selects all.
 * @param options `terminal` is where to print; the process's own streams unless given. `folder` is where the last run
 * is remembered; the current one unless given.
 * @returns The exit code.
 * @throws {FixtureError} When a fixture is broken.
 * @throws {UsageError} When the selection is empty or the target makes no sense.
 * @throws {UnreachableError} When nothing answers at the target.
 * @throws {AuthenticationError} When the target refuses the key.
 */
export async function runContractCommand(
  flags: ContractFlags,
  cases: readonly string[],
  options: { readonly terminal?: StricliProcess; readonly folder?: string } = {},
): Promise<ExitCode> {
  const { terminal = openTerminal(), folder = "" } = options;
  const load = async () => readSuite(await readFixtures(flags.fixtures ?? FIXTURES));
  if (flags.list || flags.coverage) {
    const suite = await load();
    const rows = coverage(suite);
    const table = flags.json ? `${JSON.stringify(rows, undefined, 2)}\n` : formatCoverage(rows);
    terminal.stdout.write(flags.list ? listCases(suite, flags) : table);
    return EXIT.ok;
  }
  const ids = flags.failed ? await failedLastTime(folder) : cases;
  if (flags.failed && ids.length === 0) {
    terminal.stderr.write("Nothing failed in the last run\n");
    return EXIT.ok;
  }
  await using open = await openTargets(flags, load);
  const { suite } = open;
  const selection = { ids, tags: flags.tag, levels: flags.level ?? [] };
  const instances = selectInstances(suite.cases, { targets: open.targets, selection });
  const redactor = new Redactor();
  const printer = new Printer(flags, { terminal, redactor });
  const controller = new AbortController();
  using _stop = listenForStop(controller, terminal);
  await runSuite(suite, {
    instances,
    signal: controller.signal,
    emit: (event) => printer.take(event),
    workers: flags.workers,
    redactor,
  });
  await writeReports(printer.report, { suite, flags, redactor, folder });
  printer.finish();
  return exitCodeOf(printer.report, flags);
}
