import { selectInstances } from "../../lib/contract/instance.ts";
import type { Target } from "../../lib/contract/run_events.ts";
import type { Suite } from "../../lib/contract/suite.ts";
import { type HollowAnswer, hollowVerdicts } from "../contract/hollow_verdicts.ts";
import type { Finding } from "./judge_mutant.ts";

/**
 * Tries all must-level cases on a server that says the same to everything. What a case needs is made at sound servers,
 * so that it is the case's own checks that have to fail.
 *
 * @param suite Has the cases.
 * @param options Sound servers, and what is said instead.
 * @returns A row of the table.
 */
export async function tryHollowServer(
  suite: Suite,
  { targets, answer }: { readonly targets: readonly Target[]; readonly answer: HollowAnswer },
): Promise<Finding> {
  const asked = selectInstances(suite.cases, { targets, selection: { levels: ["must"] } }).length;
  const passed = await hollowVerdicts(suite, { targets, answer });
  const fooled = passed.filter(({ level }) => level === "must");
  return {
    id: "hollow",
    breaks: `Answers HTTP ${answer.status} ${answer.body} to everything`,
    caughtBy: [`${asked - fooled.length} of ${asked} must-level cases`],
    problems: fooled.map(({ id, backend }) => `"${id}" on ${backend} does not notice`),
  };
}
