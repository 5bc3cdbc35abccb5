import { ProctorError } from "../core/errors.ts";
import { MAX_BYTES } from "./answer.ts";
import { greet } from "./greet.ts";
import { weigh } from "./reports/report.ts";
import type { Instance } from "./instance.ts";
import { Pacer } from "./pacer.ts";
import { runCase } from "./run_case.ts";
import type { RunEvent, Target, Verdict } from "./run_events.ts";
import { newRunId } from "./run_id.ts";
import { Redactor } from "./redactor.ts";
import { sendRequest } from "./send_request.ts";
import type { Session } from "./session.ts";
import { LIVE, type Sources } from "./sources.ts";
import type { Suite } from "./suite.ts";
import type { Send } from "./wire_request.ts";

/** How a run is done. */
export interface RunOptions {
  /** What to run, in the order of the report. */
  readonly instances: readonly Instance[];
  /** Ends the run early: nothing new is begun, everything made is undone. */
  readonly signal: AbortSignal;
  /** Gets every event, in order. */
  readonly emit: (event: RunEvent) => void;
  /** @default `proctor-` and 8 hex digits */
  readonly run?: string;
  /** How many cases run at a time. @default 16 on servers of this process, 4 elsewhere */
  readonly workers?: number;
  /** How many requests are sent in a second, all workers together. @default as many as there are */
  readonly rate?: number;
  /** After so many failures no other case is begun. @default Infinity */
  readonly maxFailures?: number;
  /** Whether a broken `should` is such a failure. @default false */
  readonly strict?: boolean;
  /** Weighs a verdict before it counts. @default as it is */
  readonly expect?: (verdict: Verdict, target: Target) => Verdict;
  /** For each request, in milliseconds. @default 15000 */
  readonly timeout?: number;
  /** How large the body of an answer may be. @default 16 MiB */
  readonly maxBytes?: number;
  /** The transport. @default HTTP */
  readonly send?: Send;
  /** The clock and the ids of each target. @default the real ones */
  readonly sources?: (target: Target) => Sources;
  /** Learns the secrets of the run, so that the reports can be cleaned. @default a new one */
  readonly redactor?: Redactor;
}

/** A server of this process has nobody else to answer, and sleeps less often the more it is asked at a time. */
function workersFor(targets: readonly Target[]): number {
  return targets.every(({ name }) => name === "local") ? 16 : 4;
}

/**
 * Runs cases: greets the targets, lets the workers take one case after the other, undoes everything.
 *
 * @param suite Where setups, principals and greetings are found.
 * @param options See {@linkcode RunOptions}.
 * @throws {UnreachableError} When nothing answers at a target.
 * @throws {AuthenticationError} When a target refuses the key.
 */
export async function runSuite(suite: Suite, options: RunOptions): Promise<void> {
  const { instances, signal, emit, timeout = 15_000, send = sendRequest } = options;
  const { run = newRunId(), redactor = new Redactor(), maxBytes = MAX_BYTES, sources = () => LIVE } = options;
  const { rate, maxFailures = Infinity, strict = false, expect = (verdict) => verdict } = options;
  const started = performance.now();
  const pacer = rate === undefined ? {} : { pacer: new Pacer(rate) };
  const warn = (messages: readonly string[]) => {
    for (const message of messages) emit({ type: "warning", message: redactor.redact(message) });
  };
  redactor.spare(instances.map(({ id }) => id));
  const targets = [...new Set(instances.map(({ target }) => target))];
  const { workers = workersFor(targets) } = options;
  const sessions = new Map<Target, Session>();
  emit({ type: "start", run, at: new Date().toISOString(), targets, total: instances.length });
  try {
    for (const target of targets) {
      const own = { target, sources: sources(target) };
      const { session, warnings } = await greet({
        suite,
        run,
        send,
        redactor,
        timeout,
        maxBytes,
        signal,
        ...pacer,
        ...own,
      });
      sessions.set(target, session);
      warn(warnings);
    }
    await runAll(instances, { sessions, workers, emit, warn, origin: started, maxFailures, strict, expect });
  } catch (error) {
    // Whoever is interrupted before the first case gets a report all the same.
    if (!signal.aborted || !(error instanceof ProctorError)) throw error;
  } finally {
    for (const session of sessions.values()) warn(await session.leave());
  }
  emit({ type: "end", milliseconds: performance.now() - started, interrupted: signal.aborted });
}

interface Floor {
  readonly sessions: ReadonlyMap<Target, Session>;
  readonly workers: number;
  readonly emit: (event: RunEvent) => void;
  readonly warn: (messages: readonly string[]) => void;
  /** When the run began. */
  readonly origin: number;
  readonly maxFailures: number;
  readonly strict: boolean;
  readonly expect: (verdict: Verdict, target: Target) => Verdict;
}

/** The order in which cases are begun: those of each target are spread over the run, so that none of them idles. */
function inTurn(instances: readonly Instance[]): number[] {
  const ofTargets = Map.groupBy(instances.keys(), (index) => instances[index]!.target);
  const turns = [...ofTargets.values()].flatMap((own) =>
    own.map((index, place) => ({ index, at: (place + 1) / own.length }))
  );
  return turns.sort((a, b) => a.at - b.at).map(({ index }) => index);
}

/** Verdicts are kept back until those before them are in, so that the order never depends on the workers. */
async function runAll(
  instances: readonly Instance[],
  { sessions, workers, emit, warn, origin, maxFailures, strict, expect }: Floor,
): Promise<void> {
  const endings: (Awaited<ReturnType<typeof runCase>> | undefined)[] = [];
  const turns = inTurn(instances).values();
  let told = 0;
  let done = 0;
  let failed = 0;
  const work = async () => {
    // All workers take from the same turns.
    for (const index of turns) {
      const instance = instances[index]!;
      const context = failed < maxFailures ? { origin } : { origin, enough: `after ${failed} failures` };
      const { verdict: plain, warnings } = await runCase(instance, sessions.get(instance.target)!, context);
      const verdict = expect(plain, instance.target);
      endings[index] = { verdict, warnings };
      if (weigh(verdict, { strict }) === "failed") failed++;
      emit({ type: "progress", done: ++done, total: instances.length });
      for (let ending = endings[told]; ending; ending = endings[++told]) {
        warn(ending.warnings);
        emit({ type: "verdict", verdict: ending.verdict });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, workers) }, work));
}
