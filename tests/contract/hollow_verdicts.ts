import { selectInstances } from "../../lib/contract/instance.ts";
import type { Target, Verdict } from "../../lib/contract/run_events.ts";
import { runSuite } from "../../lib/contract/runner.ts";
import { sendRequest } from "../../lib/contract/send_request.ts";
import type { Suite } from "../../lib/contract/suite.ts";
import type { Send } from "../../lib/contract/wire_request.ts";

/** An answer that never says anything. */
export interface HollowAnswer {
  readonly status: number;
  readonly body: string;
}

/** The answers a case must never pass with. */
export const HOLLOW_ANSWERS: readonly HollowAnswer[] = [
  { status: 200, body: "{}" },
  { status: 200, body: '{"data":{}}' },
  { status: 500, body: '{"errors":[{"message":"Internal Server Error"}]}' },
];

/**
 * Runs cases against real targets, but answers their own steps always the same: what passes then, tests nothing.
 * Greetings, setups, principals and undo steps reach the target.
 *
 * @param suite The cases.
 * @param options The targets, the answer, and `send` for what is let through.
 * @returns The verdicts of the cases that pass all the same.
 */
export async function hollowVerdicts(
  suite: Suite,
  options: { targets: readonly Target[]; answer: HollowAnswer; send?: Send },
): Promise<Verdict[]> {
  const { targets, answer, send = sendRequest } = options;
  const passed: Verdict[] = [];
  await runSuite(suite, {
    instances: selectInstances(suite.cases, { targets, selection: {} }),
    signal: new AbortController().signal,
    emit: (event) => {
      if (event.type === "verdict" && event.verdict.outcome === "pass") passed.push(event.verdict);
    },
    send: async (request, context) => {
      if (context.role !== "case") return await send(request, context);
      return {
        status: answer.status,
        headers: [["content-type", "application/json"]],
        body: new TextEncoder().encode(answer.body),
      };
    },
  });
  return passed;
}
