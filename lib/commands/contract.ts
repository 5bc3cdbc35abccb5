import type { StricliProcess } from "@stricli/core";
import { EXIT, type ExitCode, UsageError } from "../core/errors.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { openTerminal } from "./terminal.ts";

/**
 * `proctor contract`: calls the mode that the flags ask for. Each has a file of its own, loaded when it is called.
 *
 * @param flags The command line.
 * @param cases Ids or patterns; none selects all.
 * @param options `terminal` is where to print; the process's own streams unless given. `folder` is where the last run
 * is remembered; the current one unless given.
 * @returns The exit code.
 * @throws {FixtureError} When a fixture is broken.
 * @throws {UsageError} When the selection is empty or the target makes no sense.
 * @throws {UnreachableError} When nothing answers at the target.
 * @throws {AuthenticationError} When the target refuses the key.
 */
export async function runContractCommand(
  flags: ContractFlags,
  cases: readonly string[],
  options: { readonly terminal?: StricliProcess; readonly folder?: string } = {},
): Promise<ExitCode> {
  const { terminal = openTerminal(), folder = "" } = options;
  const failed = flags.failed && await (await import("./contract_last_run.ts")).failedLastTime(folder);
  const call = { cases: failed || cases, terminal, folder };
  if (failed && failed.length === 0) {
    terminal.stderr.write("Nothing failed in the last run\n");
    return EXIT.ok;
  }
  if (flags.list || flags.coverage) {
    return await (await import("./contract_list.ts")).listContract(flags, call);
  }
  const { new: id } = flags;
  if (id !== undefined) {
    return await (await import("./contract_new.ts")).writeNewCase({ ...flags, new: id }, call);
  }
  const { diff } = flags;
  if (diff !== undefined) {
    return await (await import("./contract_diff.ts")).diffContract({ ...flags, diff }, call);
  }
  if (flags.watch) return await (await import("./contract_watch.ts")).watchCases(flags, call);
  const { explore } = flags;
  if (explore === undefined && flags.seed !== undefined) {
    throw new UsageError(`Cannot use --seed ${flags.seed} alone: expected --explore N beside it`);
  }
  if (explore !== undefined) {
    return await (await import("./contract_explore.ts")).exploreContract({ ...flags, explore }, call);
  }
  return await (await import("./contract_run.ts")).runCases(flags, call);
}
