import type { Backend } from "../../lib/config/settings.ts";
import type { Verdict } from "../../lib/contract/run_events.ts";
import type { Suite } from "../../lib/contract/suite.ts";
import { type Finding, judgeMutant } from "./judge_mutant.ts";
import type { Mutant } from "./mutant.ts";
import { tryCases } from "./try_cases.ts";
import { tryLaws } from "./try_laws.ts";
import { withServers } from "./with_servers.ts";
import type { Workshop } from "./workshop.ts";

/** Of the embedded server. */
export const BACKENDS: readonly Backend[] = ["server", "cloud"];

/** What is to catch mutants. */
export type Catchers = Pick<Mutant, "cases" | "laws">;

interface Trial extends Catchers {
  /** Of the module that starts the servers. */
  readonly module: string;
  /** Whether verdicts show that the laws are broken; then no more is asked of them. */
  readonly isEnough?: (verdicts: readonly Verdict[]) => boolean;
}

async function exploreServer(suite: Suite, { module, laws, isEnough }: Trial): Promise<readonly Verdict[]> {
  if (laws.length === 0) return [];
  const options = { laws, ...(isEnough && { isEnough }) };
  return await withServers(
    { module, backends: ["server"] },
    (targets) => tryLaws(suite, { targets, ...options }),
  );
}

/**
 * Puts fresh servers to the test: by each case on one backend at least, for that is enough to catch a mutant.
 *
 * @param suite Has the cases.
 * @param trial Which cases and laws, and where the servers come from.
 * @returns The verdicts.
 * @throws {Error} When a server cannot be started or asked.
 */
export async function tryServers(suite: Suite, trial: Trial): Promise<readonly Verdict[]> {
  const { module, cases: ids } = trial;
  const explored = await exploreServer(suite, trial);
  if (ids.length === 0) return explored;
  const names = new Set(ids.map((id) => id.replace(/\[.*$/s, "")));
  const asked = suite.cases.filter(({ name }) => names.has(name));
  const backends = new Set(asked.map((each) => BACKENDS.find((backend) => each.backends.includes(backend))!));
  const verdicts = await withServers(
    { module, backends },
    (targets) => tryCases(suite, { targets, selection: { ids } }),
  );
  return [...verdicts, ...explored];
}

/**
 * Breaks the server and sees who notices.
 *
 * @param mutant How to break it.
 * @param options The suite, where to break the server, and what its cases and laws say of the sound one.
 * @returns A row of the table.
 */
export async function tryMutant(
  mutant: Mutant,
  { suite, workshop, sound }: {
    readonly suite: Suite;
    readonly workshop: Workshop;
    readonly sound: readonly Verdict[];
  },
): Promise<Finding> {
  const isEnough = (broken: readonly Verdict[]) =>
    judgeMutant({ ...mutant, cases: [] }, { sound, broken }).problems.length === 0;
  try {
    using server = workshop.break(mutant);
    const broken = await tryServers(suite, { ...mutant, module: server.url, isEnough });
    return judgeMutant(mutant, { sound, broken });
  } catch (error) {
    // Whatever keeps the cases from being asked is no catch: a mutant has to live.
    if (!(error instanceof Error)) throw error;
    return { id: mutant.id, breaks: mutant.breaks, caughtBy: [], problems: [error.message] };
  }
}
