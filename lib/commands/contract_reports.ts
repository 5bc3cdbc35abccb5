import { dirname } from "@std/path";
import type { StricliProcess } from "@stricli/core";
import type { Redactor } from "../contract/redactor.ts";
import { ndjsonLine } from "../contract/reports/ndjson_line.ts";
import { redactDeep } from "../contract/reports/redact_deep.ts";
import type { Report, ReportOptions } from "../contract/reports/report.ts";
import type { RunEvent } from "../contract/run_events.ts";
import type { Suite } from "../contract/suite.ts";
import { UsageError } from "../core/errors.ts";
import type { ReportKind, ReportRequest } from "./contract_flags.ts";
import { writeFile } from "./write_file.ts";

/** What reports are written with. */
export interface ReportContext extends ReportOptions {
  /** The fixtures that run. */
  readonly suite: Suite;
  /** Where a report with the path `-` goes. */
  readonly terminal: StricliProcess;
  /** Knows the secrets of the run. */
  readonly redactor: Redactor;
}

/** The reports of a run that has begun. */
export interface OpenReports extends Disposable {
  /** Writes what is written as it happens; no text in the event holds a known secret. */
  readonly take: (event: RunEvent) => void;
  /** Writes the rest. `isLate` tells that secrets of earlier events became known only later. */
  readonly finish: (report: Report, options: { readonly isLate: boolean }) => Promise<void>;
}

type Format = (report: Report, context: ReportContext) => string;

/** Each is loaded when it is asked for. */
const FORMATS: Readonly<Record<Exclude<ReportKind, "ndjson">, () => Promise<Format>>> = {
  badge: async () => (await import("../contract/reports/badge_report.ts")).badgeReport,
  github: async () => (await import("../contract/reports/github_report.ts")).githubReport,
  html: async () => {
    const { htmlReport } = await import("../contract/reports/html/html_report.ts");
    return (report, context) => htmlReport(report, { ...context, statements: context.suite.statements });
  },
  json: async () => (await import("../contract/reports/json_report.ts")).jsonReport,
  junit: async () => (await import("../contract/reports/junit_report.ts")).junitReport,
  matrix: async () => {
    const { matrixReport } = await import("../contract/reports/matrix_report.ts");
    return ({ verdicts }, { suite }) => matrixReport(suite.matrices, verdicts);
  },
  summary: async () => (await import("../contract/reports/summary_report.ts")).summaryReport,
  tap: async () => (await import("../contract/reports/tap_report.ts")).tapReport,
};

/** A job has one summary for all of its steps, and Deno may be allowed the file alone, without its folder. */
async function append(path: string, text: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, text, { append: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, text, { append: true });
  }
}

/** A report that is there once the run is over. */
function openFinal(
  { kind, path }: ReportRequest & { readonly kind: keyof typeof FORMATS },
  context: ReportContext,
): OpenReports {
  return {
    take: () => {},
    async finish(report) {
      const format = await FORMATS[kind]();
      const text = format(report, context);
      if (path === "-") context.terminal.stdout.write(text);
      else await (kind === "summary" ? append : writeFile)(path, text);
    },
    [Symbol.dispose]() {},
  };
}

/** What GitHub takes for commands in a target's answer must do nothing until the annotations come. */
function openAnnotations(request: ReportRequest, context: ReportContext): OpenReports {
  const { terminal: { stdout } } = context;
  const token = crypto.randomUUID();
  const final = openFinal({ ...request, kind: "github" }, context);
  let isStopped = true;
  const resume = () => {
    if (isStopped) stdout.write(`::${token}::\n`);
    isStopped = false;
  };
  stdout.write(`::stop-commands::${token}\n`);
  return {
    ...final,
    async finish(report, options) {
      resume();
      await final.finish(report, options);
    },
    [Symbol.dispose]() {
      resume();
    },
  };
}

async function openStream(path: string, { terminal, redactor }: ReportContext): Promise<OpenReports> {
  if (path === "-") {
    return {
      take: (event) => terminal.stdout.write(ndjsonLine(event)),
      async finish() {},
      [Symbol.dispose]() {},
    };
  }
  await Deno.mkdir(dirname(path), { recursive: true });
  const file = await Deno.open(path, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  return {
    take(event) {
      let rest = encoder.encode(ndjsonLine(event));
      while (rest.length > 0) rest = rest.subarray(file.writeSync(rest));
    },
    async finish(_report, { isLate }) {
      if (!isLate) return;
      const lines = (await Deno.readTextFile(path)).trimEnd().split("\n").map((line) => JSON.parse(line));
      const safe = redactDeep(lines, (text) => redactor.redact(text));
      await writeFile(path, safe.map((line) => `${JSON.stringify(line)}\n`).join(""));
    },
    [Symbol.dispose]() {
      file.close();
    },
  };
}

async function openReport(request: ReportRequest, context: ReportContext): Promise<OpenReports> {
  const { kind, path } = request;
  if (kind === "ndjson") return await openStream(path, context);
  if (kind === "github" && path === "-") return openAnnotations(request, context);
  return openFinal({ kind, path }, context);
}

/**
 * Begins the reports that are asked for.
 *
 * @param requests Which, and where to.
 * @param context See {@linkcode ReportContext}.
 * @returns What takes the events of the run, and writes the files at its end.
 * @throws {UsageError} When two reports are to go to stdout.
 */
export async function openReports(
  requests: readonly ReportRequest[],
  context: ReportContext,
): Promise<OpenReports> {
  const piped = requests.filter(({ kind, path }) => path === "-" && kind !== "github");
  if (piped.length > 1) {
    const kinds = piped.map(({ kind }) => kind).join(" and ");
    throw new UsageError(`Cannot write ${kinds} to stdout: one report fits there, give the others a PATH`);
  }
  using stack = new DisposableStack();
  const open: OpenReports[] = [];
  for (const request of requests) open.push(stack.use(await openReport(request, context)));
  const opened = stack.move();
  return {
    take: (event) => open.forEach((report) => report.take(event)),
    async finish(report, options) {
      for (const each of open) await each.finish(report, options);
    },
    [Symbol.dispose]: () => opened.dispose(),
  };
}
