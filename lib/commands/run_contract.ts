import type { Selection } from "../contract/instance.ts";
import type { RunEvent } from "../contract/run_events.ts";
import type { Report } from "../contract/reports/report.ts";
import type { Secret } from "../core/secret.ts";

/** What to put to the test, and how. */
export interface ContractOptions extends Selection {
  /** `local` (starts the embedded server), another name that the profile knows, or a URL. @default "local" */
  readonly target?: string;
  /** Only this backend of `local`; of a URL, the backend that answers there. */
  readonly backend?: string;
  /** The administrator's key at a target that wants one. @default the profile's environment variable */
  readonly apiKey?: Secret;
  /** Whether cases may change a target other than `local`. @default false */
  readonly allowWrites?: boolean;
  /** A folder of cases, or one file. @default the cases of this package */
  readonly fixtures?: string;
  /** Cases at a time. @default 16 on `local`, 4 elsewhere */
  readonly workers?: number;
  /** Requests in a second, all workers together. @default as many as there are */
  readonly rate?: number;
  /** How many failures end the run. @default Infinity */
  readonly maxFailures?: number;
  /** Whether a broken `should` counts as broken `must`. @default false */
  readonly strict?: boolean;
  /** For each request, in milliseconds. @default 15000 */
  readonly timeout?: number;
  /** Ends the run early: nothing new is begun, everything made is undone. */
  readonly signal?: AbortSignal;
}

/** A run of the contract suite: its events as they come, and what they add up to. */
export interface ContractRun extends AsyncIterable<RunEvent> {
  /** Everything, once the run is over and undone; also when nobody listened, or stopped listening. */
  readonly report: Promise<Report>;
}

interface Stage {
  readonly options: ContractOptions;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

/** Everything is loaded here, so that whoever only imports this waits for nothing. */
async function perform({ options, signal, emit }: Stage): Promise<Report> {
  const { loadSuite } = await import("./contract_fixtures.ts");
  const { openTargets } = await import("./contract_targets.ts");
  const { selectInstances } = await import("../contract/instance.ts");
  const { ReportBuilder } = await import("../contract/reports/report_builder.ts");
  const { runSuite } = await import("../contract/runner.ts");
  const { target = "local", allowWrites = false, ids: cases = [] } = options;
  const load = () => loadSuite(options, cases);
  await using open = await openTargets({ ...options, target, allowWrites, cases }, load);
  const { suite, targets } = open;
  const instances = selectInstances(suite.cases, { targets, selection: options });
  const builder = new ReportBuilder();
  await runSuite(suite, {
    ...options,
    instances,
    signal,
    emit: (event) => {
      builder.take(event);
      emit(event);
    },
  });
  return builder.report();
}

/**
 * Runs the contract suite from a program, as `proctor contract` does from a shell. It begins at once; who leaves the
 * loop over its events ends it early, and what it made is undone.
 *
 * @param options See {@linkcode ContractOptions}.
 * @returns The run. Its events and its report fail with what keeps it from running: `FixtureError`, `UsageError`,
 * `ConfigurationError`, `UnreachableError` or `AuthenticationError`.
 *
 * @example Two cases against the embedded server
 * ```ts
 * import { runContract } from "./run_contract.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const run = runContract({ ids: ["ids-columns-are-uuids[flow]"] });
 * const outcomes: string[] = [];
 * for await (const event of run) {
 *   if (event.type === "verdict") outcomes.push(`${event.verdict.backend} ${event.verdict.outcome}`);
 * }
 * assertEquals(outcomes, ["server pass", "cloud pass"]);
 * assertEquals((await run.report).warnings, []);
 * ```
 */
export function runContract(options: ContractOptions = {}): ContractRun {
  const controller = new AbortController();
  const { signal = controller.signal } = options;
  const { promise: report, resolve, reject } = Promise.withResolvers<Report>();
  // Who reads the events alone hears of a failure there.
  report.catch(() => undefined);
  let isHeard = true;
  const events = new ReadableStream<RunEvent>({
    start(stream) {
      const emit = (event: RunEvent) => isHeard && stream.enqueue(event);
      const run = perform({ options, signal: AbortSignal.any([signal, controller.signal]), emit });
      run.then((whole) => {
        resolve(whole);
        if (isHeard) stream.close();
      }, (error) => {
        reject(error);
        if (isHeard) stream.error(error);
      });
    },
    cancel() {
      isHeard = false;
      controller.abort();
    },
  });
  return { report, [Symbol.asyncIterator]: () => events[Symbol.asyncIterator]() };
}
