import type { Target } from "../../lib/contract/run_events.ts";
import { sendRequest } from "../../lib/contract/send_request.ts";
import type { Suite } from "../../lib/contract/suite.ts";
import type { Finding } from "./judge_mutant.ts";
import { tryCases } from "./try_cases.ts";

/** Servers that say the same to everything. A check that cannot fail lets one of them pass. */
const HOLLOW_SERVERS = [
  { id: "hollow-object", breaks: "Answers {} to everything", answer: () => Response.json({}) },
  {
    id: "hollow-data",
    breaks: 'Answers {"data":{}} to everything',
    answer: () => Response.json({ data: {} }),
  },
  {
    id: "hollow-fault",
    breaks: "Answers 500 to everything",
    answer: () => new Response("Internal Server Error", { status: 500 }),
  },
] as const;

/**
 * Tries all must-level cases against the hollow servers. What a case needs is made at a sound server, so that it is
 * the case's own checks that have to fail.
 *
 * @param suite Has the cases.
 * @param targets Sound servers.
 * @returns A row of the table for each hollow server.
 */
export async function tryHollowServers(suite: Suite, targets: readonly Target[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { id, breaks, answer } of HOLLOW_SERVERS) {
    const verdicts = await tryCases(suite, {
      targets,
      selection: { levels: ["must"] },
      send: (request, options) =>
        options.role === "case" ? Promise.resolve(answer()) : sendRequest(request, options),
    });
    // An error would say that the case was not even asked.
    const fooled = verdicts.filter(({ outcome }) => outcome !== "fail");
    findings.push({
      id,
      breaks,
      caughtBy: [`${verdicts.length - fooled.length} verdicts on must-level cases`],
      problems: fooled.map((verdict) => `"${verdict.id}" on ${verdict.backend}: ${verdict.outcome}`),
    });
  }
  return findings;
}
