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
 * @param options The targets, the ids of the laws, and whether what has been said, a failure at last, is enough.
 * @returns The verdicts, of all documents unless fewer were enough.
 * @throws {UnreachableError} When a target is too broken to be explored.
 */
export async function tryLaws(
  suite: Suite,
  { targets, laws, isEnough = () => false }: {
    readonly targets: readonly Target[];
    readonly laws: readonly string[];
    readonly isEnough?: (verdicts: readonly Verdict[]) => boolean;
  },
): Promise<readonly Verdict[]> {
  const builder = new ReportBuilder();
  const controller = new AbortController();
  await explore(suite, {
    targets,
    count: DOCUMENTS,
    seed: SEED,
    selection: { tags: laws },
    signal: controller.signal,
    emit: (event) => {
      builder.take(event);
      if (event.type !== "verdict" || event.verdict.outcome !== "fail") return;
      if (isEnough(builder.report().verdicts)) controller.abort();
    },
    shrinks: false,
  });
  return builder.report().verdicts;
}
