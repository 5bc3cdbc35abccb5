import type { Instance } from "../contract/instance.ts";
import { expectVerdict } from "../contract/expectations.ts";
import type { RunEvent, Target, Verdict } from "../contract/run_events.ts";
import { runSuite } from "../contract/runner.ts";
import type { Suite } from "../contract/suite.ts";
import { type ExitCode, UsageError } from "../core/errors.ts";
import type { ContractCall } from "./contract_call.ts";
import { loadExpectations } from "./contract_fixtures.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { reportRun } from "./contract_reporting.ts";
import { NO_TAPE, type Tape } from "./contract_tape.ts";

/**
 * How fast a run goes, and for how long.
 *
 * @param flags The command line.
 * @returns What the runner wants to know of it.
 */
export function paceOf({ workers, rate, maxFailures, strict, timeout, maxBytes }: ContractFlags) {
  return {
    strict,
    timeout: timeout * 1000,
    maxBytes,
    ...(workers !== undefined && { workers }),
    ...(rate !== undefined && { rate }),
    ...(maxFailures !== undefined && { maxFailures }),
  };
}

/**
 * Runs chosen cases as the command line says, and tells of it.
 *
 * @param flags The command line.
 * @param call Where to print and to remember.
 * @param chosen The cases on their targets, and what stands between, if anything.
 * @returns The exit code.
 */
export async function judge(
  flags: ContractFlags,
  call: ContractCall,
  { suite, instances, tape = NO_TAPE }: {
    readonly suite: Suite;
    readonly instances: readonly Instance[];
    readonly tape?: Tape;
  },
): Promise<ExitCode> {
  const today = new Date().toISOString().slice(0, 10);
  const expectations = await loadExpectations(flags, suite);
  const isAbout = (target: Target) => [target.name, target.url].includes(expectations?.target ?? target.name);
  if (flags.expectations !== undefined && !instances.some(({ target }) => isAbout(target))) {
    throw new UsageError(
      `Cannot use expectations "${flags.expectations}": they are about target "${expectations?.target}"`,
    );
  }
  const expect = (verdict: Verdict, target: Target) => {
    return expectations ? expectVerdict(verdict, { expectations, target, today }) : verdict;
  };
  return await reportRun(flags, call, {
    suite,
    run: async ({ emit, ...context }) => {
      const tell = (event: RunEvent) => tape.hear(event, { suite, instances }).forEach(emit);
      await runSuite(suite, { ...context, ...paceOf(flags), ...tape.options, expect, emit: tell, instances });
      call.terminal.stderr.write(await tape.finish(context.redactor));
    },
  });
}
