import { explore } from "../../lib/contract/explore/explore.ts";
import { ReportBuilder } from "../../lib/contract/reports/report_builder.ts";
import type { Target, Verdict } from "../../lib/contract/run_events.ts";
import type { Suite } from "../../lib/contract/suite.ts";

/** A broken server has to be found out by so many documents in all, of which those of the named laws are asked. */
const DOCUMENTS = 2000;
const SEED = 1;

/**
 * Explores targets by some laws and keeps silent about it.
 *
 * @param suite Has the setups that make rows.
 * @param options The targets, and the ids of the laws.
 * @returns The verdicts.
 * @throws {UnreachableError} When a target is too broken to be explored.
 */
export async function tryLaws(
  suite: Suite,
  { targets, laws }: { readonly targets: readonly Target[]; readonly laws: readonly string[] },
): Promise<readonly Verdict[]> {
  const builder = new ReportBuilder();
  await explore(suite, {
    targets,
    count: DOCUMENTS,
    seed: SEED,
    selection: { tags: laws },
    signal: new AbortController().signal,
    emit: (event) => builder.take(event),
    shrinks: false,
  });
  return builder.report().verdicts;
}
