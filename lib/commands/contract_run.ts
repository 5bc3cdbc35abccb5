import { selectInstances } from "../contract/instance.ts";
import { EXIT, type ExitCode } from "../core/errors.ts";
import type { ContractCall } from "./contract_call.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { selectionOf } from "./contract_selection.ts";
import { openTape } from "./contract_tape.ts";
import { openGiven, openTargets } from "./contract_targets.ts";

/**
 * `proctor contract` without another mode: runs cases against a target.
 *
 * @param flags The command line.
 * @param call Which cases, where to print and to remember.
 * @returns The exit code.
 * @throws {FixtureError} When a fixture is broken.
 * @throws {UsageError} When the selection is empty or the target makes no sense.
 * @throws {UnreachableError} When nothing answers at the target.
 * @throws {AuthenticationError} When the target refuses the key.
 */
export async function runCases(flags: ContractFlags, call: ContractCall): Promise<ExitCode> {
  const tape = await openTape(flags);
  const { cases } = call;
  // Embedded servers take longest, so whatever else there is to load is loaded while they boot.
  const judging = () => import("./contract_judge.ts");
  const load = async () => {
    await judging();
    const { loadSuite } = await import("./contract_fixtures.ts");
    // Whether somebody asks for what a recording holds is only known of all cases.
    return await loadSuite(flags, tape.targets ? undefined : cases);
  };
  await using open =
    await (tape.targets ? openGiven(tape.targets, load) : openTargets({ ...flags, cases }, load));
  const { suite, targets } = open;
  const instances = selectInstances(suite.cases, { targets, selection: selectionOf(flags, cases) });
  if (instances.length === 0) {
    call.terminal.stderr.write("No case is in this shard\n");
    return EXIT.ok;
  }
  return await (await judging()).judge(flags, call, { suite, instances, tape });
}
