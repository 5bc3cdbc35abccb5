/**
 * `deno task mutants [ID…]`: breaks the server on purpose, in one promise at a time, and sees the suite catch it.
 * Prints a table, and `N passed, N failed` as its last line. Without ids it also tries the hollow servers.
 *
 * @module
 */

import { fromFileUrl, join } from "@std/path";
import { nearestName } from "../../lib/contract/nearest_name.ts";
import { type FixtureText, readSuite } from "../../lib/contract/read_suite.ts";
import type { Backend } from "../../lib/config/settings.ts";
import type { Suite } from "../../lib/contract/suite.ts";
import type { Target, Verdict } from "../../lib/contract/run_events.ts";
import { EXIT, ProctorError, UsageError } from "../../lib/core/errors.ts";
import { tryHollowServers } from "./hollow_servers.ts";
import { checkMutant, type Finding, judgeMutant, judgeSound } from "./judge_mutant.ts";
import { type Mutant, readMutants } from "./mutant.ts";
import { startServerProcess } from "./server_process.ts";
import { tryCases } from "./try_cases.ts";
import { tryLaws } from "./try_laws.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const BACKENDS = ["server", "cloud"] as const;
/** Mutants that are tried at a time, each with servers and a copy of the tree of its own. */
const WORKERS = navigator.hardwareConcurrency;

async function readFiles(folder: string): Promise<FixtureText[]> {
  const path = fromFileUrl(new URL(folder, import.meta.url));
  const files: FixtureText[] = [];
  for await (const { name } of Deno.readDir(path)) {
    if (name.endsWith(".toml")) files.push({ name, text: await Deno.readTextFile(join(path, name)) });
  }
  return files.sort((a, b) => a.name < b.name ? -1 : 1);
}

/** Starts servers from a workshop, which end when `use` does. */
async function withServers<T>(
  { folder }: Workshop,
  backends: Iterable<Backend>,
  use: (targets: readonly Target[]) => Promise<T>,
): Promise<T> {
  await using stack = new AsyncDisposableStack();
  const targets: Target[] = [];
  for (const backend of backends) targets.push(stack.use(await startServerProcess(folder, backend)).target);
  return await use(targets);
}

/** What is to catch mutants. */
interface Catchers extends Pick<Mutant, "cases" | "laws"> {
  /** Whether verdicts show that the laws are broken; then no more is asked of them. */
  readonly isEnough?: (verdicts: readonly Verdict[]) => boolean;
}

/** Explores a fresh server from a workshop. */
async function exploreServer(suite: Suite, { laws, isEnough }: Catchers, workshop: Workshop) {
  if (laws.length === 0) return [];
  return await withServers(
    workshop,
    ["server"],
    (targets) => tryLaws(suite, { targets, laws, ...(isEnough && { isEnough }) }),
  );
}

/** Runs cases on fresh servers from a workshop: each on one backend at least, for that is enough to catch a mutant. */
async function tryServers(suite: Suite, catchers: Catchers, workshop: Workshop) {
  const { cases: ids } = catchers;
  const explored = await exploreServer(suite, catchers, workshop);
  if (ids.length === 0) return explored;
  const names = new Set(ids.map((id) => id.replace(/\[.*$/s, "")));
  const asked = suite.cases.filter(({ name }) => names.has(name));
  const backends = new Set(asked.map((each) => BACKENDS.find((backend) => each.backends.includes(backend))!));
  const verdicts = await withServers(
    workshop,
    backends,
    (targets) => tryCases(suite, { targets, selection: { ids } }),
  );
  return [...verdicts, ...explored];
}

async function tryMutant(
  mutant: Mutant,
  { suite, sound, workshop }: {
    readonly suite: Suite;
    readonly sound: readonly Verdict[];
    readonly workshop: Workshop;
  },
): Promise<Finding> {
  try {
    await using _broken = await workshop.break(mutant);
    const isEnough = (broken: readonly Verdict[]) =>
      judgeMutant({ ...mutant, cases: [] }, { sound, broken }).problems.length === 0;
    const broken = await tryServers(suite, { ...mutant, isEnough }, workshop);
    return judgeMutant(mutant, { sound, broken });
  } catch (error) {
    // Whatever keeps the cases from being asked is no catch: a mutant has to live.
    if (!(error instanceof ProctorError || error instanceof Deno.errors.NotFound)) throw error;
    return { id: mutant.id, breaks: mutant.breaks, caughtBy: [], problems: [error.message] };
  }
}

function print({ id, breaks, caughtBy, problems }: Finding): void {
  const caught = caughtBy.length > 0 ? `; caught by ${caughtBy.join(", ")}` : "";
  console.log(`${problems.length === 0 ? "✓" : "✗"} ${id.padEnd(36)} ${breaks}${caught}`);
  for (const problem of problems) console.log(`    ${problem}`);
}

/** Tries mutants, each worker in a workshop of its own, and reports on each. */
async function tryMutants(
  mutants: readonly Mutant[],
  { suite, workshops, report }: {
    readonly suite: Suite;
    readonly workshops: readonly Workshop[];
    readonly report: (finding: Finding) => void;
  },
): Promise<void> {
  if (mutants.length === 0) return;
  const [cases, laws] = (["cases", "laws"] as const).map((key) => [
    ...new Set(mutants.flatMap((mutant) => mutant[key])),
  ]);
  const sound = await tryServers(suite, { cases: cases!, laws: laws! }, workshops[0]!);
  report(judgeSound(sound));
  const waiting = mutants.values();
  await Promise.all(workshops.map(async (workshop) => {
    for (const mutant of waiting) report(await tryMutant(mutant, { suite, sound, workshop }));
  }));
}

/**
 * Tries mutants, and the hollow servers when all are tried.
 *
 * @param ids Which; none for all.
 * @returns Whether each was caught by each of its cases.
 * @throws {UsageError} When there is no such mutant.
 */
async function runMutants(ids: readonly string[]): Promise<boolean> {
  const suite = readSuite(await readFiles("../../fixtures/"));
  const mutants = readMutants(await readFiles("./"));
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
  await using stack = new AsyncDisposableStack();
  const workshops: Workshop[] = [];
  for (let i = 0; i < WORKERS; i++) workshops.push(stack.use(await openWorkshop()));
  const viable: Mutant[] = [];
  for (const mutant of mutants.filter(({ id }) => ids.length === 0 || ids.includes(id))) {
    const problems = checkMutant(mutant, suite);
    if (problems.length === 0) viable.push(mutant);
    else report({ id: mutant.id, breaks: mutant.breaks, caughtBy: [], problems });
  }
  await tryMutants(viable, { suite, workshops, report });
  if (ids.length === 0) {
    const findings = await withServers(
      workshops[0]!,
      BACKENDS,
      (targets) => tryHollowServers(suite, targets),
    );
    findings.forEach(report);
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0;
}

if (import.meta.main) {
  try {
    Deno.exitCode = await runMutants(Deno.args) ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (!(error instanceof ProctorError)) throw error;
    console.error(error.message);
    Deno.exitCode = error.exit;
  }
}
