/**
 * `deno task mutants [ID…]`: breaks the server on purpose, in one promise at a time, and sees the suite catch it.
 * Prints a table, and `N passed, N failed` as its last line. Without ids it also tries the hollow servers.
 *
 * @module
 */

import { nearestName } from "../../lib/contract/nearest_name.ts";
import { readSuite } from "../../lib/contract/read_suite.ts";
import type { Verdict } from "../../lib/contract/run_events.ts";
import { EXIT, ProctorError, UsageError } from "../../lib/core/errors.ts";
import { HOLLOW_ANSWERS } from "../contract/hollow_verdicts.ts";
import { checkMutant, type Finding, judgeSound, verdictsOf } from "./judge_mutant.ts";
import { type Mutant, readMutants } from "./mutant.ts";
import { MutantThread } from "./mutant_thread.ts";
import { readTexts } from "./read_texts.ts";
import type { Catchers } from "./try_mutant.ts";

/** Mutants that are tried at a time. */
const THREADS = navigator.hardwareConcurrency;
/** Off UTC by no whole number of hours, so that a server that minds the zone of its machine is seen. */
const TIME_ZONE = "Asia/Kathmandu";

function print({ id, breaks, caughtBy, problems }: Finding): void {
  const caught = caughtBy.length > 0 ? `; caught by ${caughtBy.join(", ")}` : "";
  console.log(`${problems.length === 0 ? "✓" : "✗"} ${id.padEnd(36)} ${breaks}${caught}`);
  for (const problem of problems) console.log(`    ${problem}`);
}

/** Each thread takes one after the other. */
async function deal<T>(
  threads: readonly MutantThread[],
  items: Iterable<T>,
  work: (thread: MutantThread, item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items].values();
  await Promise.all(threads.map(async (thread) => {
    for (const item of waiting) await work(thread, item);
  }));
}

async function askMutant(
  thread: MutantThread,
  { mutant, sound }: { readonly mutant: Mutant; readonly sound: readonly Verdict[] },
): Promise<Finding> {
  try {
    // Not all of them: what goes to a thread is copied twice.
    return await thread.ask("mutant", { mutant, sound: verdictsOf(mutant, sound) });
  } catch (error) {
    if (!(error instanceof ProctorError)) throw error;
    return { id: mutant.id, breaks: mutant.breaks, caughtBy: [], problems: [error.message] };
  }
}

/** Tries mutants, and the sound server before and after them. */
async function tryMutants(
  mutants: readonly Mutant[],
  { threads, report }: {
    readonly threads: readonly MutantThread[];
    readonly report: (finding: Finding) => void;
  },
): Promise<void> {
  if (mutants.length === 0) return;
  const [cases, laws] = (["cases", "laws"] as const).map((key) => [
    ...new Set(mutants.flatMap((mutant) => mutant[key])),
  ]);
  const parts: Catchers[] = threads.map((_, part) => ({
    cases: cases!.filter((_, index) => index % threads.length === part),
    laws: part === 0 ? laws! : [],
  }));
  const sound: Verdict[] = [];
  await deal(threads, parts, async (thread, part) => void sound.push(...await thread.ask("sound", part)));
  report(judgeSound(sound));
  await deal(threads, mutants, async (thread, mutant) => report(await askMutant(thread, { mutant, sound })));
  // In each thread: what a mutant leaves behind in a module that it shares would decide about those after it.
  const after = await Promise.all(threads.map((thread) => thread.ask("sound", { cases: cases!, laws: [] })));
  report({ ...judgeSound(after.flat()), breaks: "Nothing: no mutant has left anything behind" });
}

/**
 * Tries mutants, and the hollow servers when all are tried.
 *
 * @param ids Which; none for all.
 * @returns Whether each was caught by each of its cases.
 * @throws {UsageError} When there is no such mutant.
 */
async function runMutants(ids: readonly string[]): Promise<boolean> {
  const suite = readSuite(await readTexts("../../fixtures/"));
  const mutants = readMutants(await readTexts("./"));
  const stray = ids.find((id) => !mutants.some((mutant) => mutant.id === id));
  if (stray !== undefined) {
    const near = nearestName(stray, mutants.map(({ id }) => id));
    const hint = near === undefined ? "tests/mutants/*.toml describe them all" : `did you mean "${near}"?`;
    throw new UsageError(`Try mutant "${stray}" failed: ${hint}`);
  }
  const counts = { passed: 0, failed: 0 };
  const report = (finding: Finding) => {
    counts[finding.problems.length === 0 ? "passed" : "failed"]++;
    print(finding);
  };
  using stack = new DisposableStack();
  const threads = Array.from({ length: THREADS }, () => stack.use(new MutantThread()));
  const viable: Mutant[] = [];
  for (const mutant of mutants.filter(({ id }) => ids.length === 0 || ids.includes(id))) {
    const problems = checkMutant(mutant, suite);
    if (problems.length === 0) viable.push(mutant);
    else report({ id: mutant.id, breaks: mutant.breaks, caughtBy: [], problems });
  }
  await tryMutants(viable, { threads, report });
  const hollow = ids.length === 0 ? HOLLOW_ANSWERS : [];
  await deal(threads, hollow, async (thread, answer) => report(await thread.ask("hollow", answer)));
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0;
}

if (import.meta.main) {
  Deno.env.set("TZ", TIME_ZONE);
  try {
    Deno.exitCode = await runMutants(Deno.args) ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (!(error instanceof ProctorError)) throw error;
    console.error(error.message);
    Deno.exitCode = error.exit;
  }
}
