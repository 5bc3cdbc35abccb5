import { selectInstances, type Selection } from "../../lib/contract/instance.ts";
import { ReportBuilder } from "../../lib/contract/reports/report_builder.ts";
import type { Target, Verdict } from "../../lib/contract/run_events.ts";
import { runSuite } from "../../lib/contract/runner.ts";
import type { Suite } from "../../lib/contract/suite.ts";
import type { Send } from "../../lib/contract/wire_request.ts";

/**
 * Puts targets to the test and keeps silent about it.
 *
 * @param suite Has the cases.
 * @param options The targets, which cases to run there, and the transport, HTTP unless given.
 * @returns The verdicts.
 * @throws {UsageError} When no case is selected.
 * @throws {AuthenticationError} When a target refuses the key of its administrator.
 */
export async function tryCases(
  suite: Suite,
  { targets, selection, send }: {
    readonly targets: readonly Target[];
    readonly selection: Selection;
    readonly send?: Send;
  },
): Promise<readonly Verdict[]> {
  const builder = new ReportBuilder();
  await runSuite(suite, {
    instances: selectInstances(suite.cases, { targets, selection }),
    signal: new AbortController().signal,
    emit: (event) => builder.take(event),
    ...(send && { send }),
  });
  return builder.report().verdicts;
}
