import { join } from "@std/path";
import { SEEDS } from "../contract/explore/draw.ts";
import { type Exploration, explore } from "../contract/explore/explore.ts";
import { formatReach } from "../contract/explore/reach.ts";
import type { ExitCode } from "../core/errors.ts";
import type { ContractCall } from "./contract_call.ts";
import { loadSuite } from "./contract_fixtures.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { reportRun } from "./contract_reporting.ts";
import { paceOf } from "./contract_judge.ts";
import { selectionOf } from "./contract_selection.ts";
import { openTargets } from "./contract_targets.ts";
import { writeFile } from "./write_file.ts";

/** Writes what was found beside the last run, and tells how far the documents went. */
async function tell({ reaches, kept }: Exploration, seed: number, call: ContractCall): Promise<void> {
  const { terminal, folder } = call;
  terminal.stderr.write(`explored with --seed ${seed}\n`);
  for (const { target, reach } of reaches) {
    terminal.stderr.write(formatReach(reach).replaceAll(/^/gm, `${target.backend}: `).replace(/^.*: $/m, ""));
  }
  for (const { file, text } of kept) {
    await writeFile(join(folder, file), text);
    terminal.stderr.write(`\nkept in ${file}:\n${text}`);
  }
}

/**
 * `proctor contract --explore N`: tries generated documents instead of the fixtures' cases.
 *
 * @param flags The command line, with the number of documents.
 * @param call Which of the documents, where to print and to keep what was found.
 * @returns The exit code.
 * @throws {FixtureError} When a fixture is broken.
 * @throws {UsageError} When the selection is empty or the target makes no sense.
 * @throws {UnreachableError} When nothing answers at the target, or nothing can be read there.
 * @throws {AuthenticationError} When the target refuses the key.
 * @throws {ProvisionError} When the rows that are worth exploring cannot be made.
 */
export async function exploreContract(
  flags: ContractFlags & { readonly explore: number },
  call: ContractCall,
): Promise<ExitCode> {
  const seed = flags.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]! % SEEDS;
  await using open = await openTargets(flags, () => loadSuite(flags));
  const { suite, targets } = open;
  const selection = selectionOf(flags, call.cases);
  return await reportRun({ ...flags, seed }, call, {
    suite,
    run: async (context) => {
      const options = { ...context, ...paceOf(flags), targets, count: flags.explore, seed, selection };
      await tell(await explore(suite, options), seed, call);
    },
  });
}
