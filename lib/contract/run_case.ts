import { ProctorError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { excerptAnswer } from "./answer_excerpt.ts";
import { evidenceOf } from "./evidence.ts";
import type { Instance } from "./instance.ts";
import { Provisions } from "./provisions.ts";
import type { Verdict } from "./run_events.ts";
import { Scope } from "./scope.ts";
import type { Session } from "./session.ts";
import type { Step } from "./suite.ts";

type Ending = Pick<Verdict, "outcome" | "reason" | "failures" | "checks" | "request" | "answer">;

/** To microseconds: what is finer is noise, and makes reports larger. */
function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

function skipped(reason: string): Ending {
  return { outcome: "skip", reason, failures: [], checks: 0 };
}

/** Why a case cannot be run here, if it cannot. */
async function obstacle(
  { case: each, row, target }: Instance,
  session: Session,
): Promise<string | undefined> {
  if (session.options.signal.aborted) return "interrupted before it began";
  if (session.isDead) return "the target had stopped answering before it began";
  if (each.writes && !target.writable) return "writes to the target: allow it with --allow-writes";
  const { steps, undo } = row.recipe ?? each;
  const raw = [...steps, ...undo].some((step) => step.request.raw);
  if (raw && !target.url.startsWith("http:")) {
    return "sends headers byte by byte: only an http:// target can be asked that";
  }
  for (const name of each.requires) {
    if (!await session.hasCapability(name)) return `the target lacks the capability "${name}"`;
  }
  return undefined;
}

async function runSteps(
  steps: readonly Step[],
  context: { session: Session; scope: Scope; as: string; latencies: number[] },
): Promise<Ending> {
  const { session, scope, as, latencies } = context;
  let checks = 0;
  for (const step of steps) {
    if (step.unless !== undefined && scope.get(step.unless) !== undefined) continue;
    if (session.options.signal.aborted) return skipped("interrupted");
    const { answer, failures, milliseconds } = await session.exchange(step, { as, scope, role: "case" });
    latencies.push(round(milliseconds));
    checks += step.checks.length;
    if (failures.length > 0) {
      const redact = (text: string) => session.options.redactor.redact(text);
      return { outcome: "fail", failures, checks, answer: excerptAnswer(answer, redact) };
    }
  }
  return { outcome: "pass", failures: [], checks };
}

/** Fills the row in, makes what the case needs, does its steps. */
async function attempt(
  instance: Instance,
  context: { session: Session; own: Provisions; latencies: number[] },
): Promise<Ending> {
  const { session, own, latencies } = context;
  const { case: each, row, id } = instance;
  const scope = new Scope(session.scope, { scene: id });
  scope.set("case", id);
  try {
    const reason = await obstacle(instance, session);
    if (reason !== undefined) return skipped(reason);
    const recipe = row.recipe ?? each;
    await own.need(recipe, scope);
    await session.meetPrincipals(row.values.names, scope);
    const values = row.values.fill((name) => scope.get(name)) as JsonObject;
    for (const [name, value] of Object.entries(values)) scope.set(name, value);
    own.promise(recipe, scope);
    return await runSteps(recipe.steps, { session, scope, as: recipe.as, latencies });
  } catch (error) {
    if (!(error instanceof ProctorError)) throw error;
    const redact = (text: string) => session.options.redactor.redact(text);
    const { request, answer } = evidenceOf(error) ?? {};
    return {
      outcome: "error",
      reason: redact(error.message),
      failures: [],
      checks: 0,
      ...(request !== undefined && { request: redact(request) }),
      ...(answer && { answer: excerptAnswer(answer, redact) }),
    };
  }
}

/**
 * Runs one case on one target, and undoes what it made, however it ends.
 *
 * @param instance The case.
 * @param session Its target's session.
 * @param options `origin` is when the run began; `enough` says why no other case is to begin, if that is so.
 * @returns The verdict, and one line for each thing that could not be undone.
 */
export async function runCase(
  instance: Instance,
  session: Session,
  { origin, enough }: { readonly origin: number; readonly enough?: string },
): Promise<{ verdict: Verdict; warnings: readonly string[] }> {
  const started = performance.now();
  const own = new Provisions(session, { shared: session.shared, scene: instance.id });
  const latencies: number[] = [];
  const ending = enough === undefined
    ? await attempt(instance, { session, own, latencies })
    : skipped(`not begun ${enough}, see --max-failures`);
  const warnings = await own.undo();
  const { case: each, target, id } = instance;
  const verdict: Verdict = {
    id,
    backend: target.backend,
    target: target.name,
    title: each.title,
    convention: each.convention,
    proves: each.proves,
    level: each.level,
    file: each.place.file,
    line: each.place.line,
    ...ending,
    started: round(started - origin),
    milliseconds: round(performance.now() - started),
    latencies,
  };
  return { verdict, warnings };
}
