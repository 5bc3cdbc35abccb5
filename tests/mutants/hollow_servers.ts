import { selectInstances } from "../../lib/contract/instance.ts";
import type { Target } from "../../lib/contract/run_events.ts";
import type { Suite } from "../../lib/contract/suite.ts";
import { HOLLOW_ANSWERS, hollowVerdicts } from "../contract/hollow_verdicts.ts";
import type { Finding } from "./judge_mutant.ts";

/**
 * Tries all must-level cases on servers that say the same to everything. What a case needs is made at a sound server,
 * so that it is the case's own checks that have to fail.
 *
 * @param suite Has the cases.
 * @param targets Sound servers.
 * @returns A row of the table for each answer.
 */
export async function tryHollowServers(suite: Suite, targets: readonly Target[]): Promise<Finding[]> {
  const asked = selectInstances(suite.cases, { targets, selection: { levels: ["must"] } }).length;
  const findings: Finding[] = [];
  for (const answer of HOLLOW_ANSWERS) {
    const passed = await hollowVerdicts(suite, { targets, answer });
    const fooled = passed.filter(({ level }) => level === "must");
    findings.push({
      id: "hollow",
      breaks: `Answers HTTP ${answer.status} ${answer.body} to everything`,
      caughtBy: [`${asked - fooled.length} of ${asked} must-level cases`],
      problems: fooled.map(({ id, backend }) => `"${id}" on ${backend} does not notice`),
    });
  }
  return findings;
}
