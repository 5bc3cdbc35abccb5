import { fingerprintCases } from "../contract/fingerprint.ts";
import { selectInstances } from "../contract/instance.ts";
import { readSuite } from "../contract/read_suite.ts";
import type { Target } from "../contract/run_events.ts";
import type { Suite } from "../contract/suite.ts";
import { EXIT, type ExitCode, ProctorError, UsageError } from "../core/errors.ts";
import type { ContractCall } from "./contract_call.ts";
import { fixtureFolders, readFixtures } from "./contract_fixtures.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { judge } from "./contract_judge.ts";
import { selectionOf } from "./contract_selection.ts";
import { openTargets } from "./contract_targets.ts";
import { describeError } from "./describe_error.ts";
import { listenForStop } from "./listen_for_stop.ts";
import { watchFolders } from "./watch_folders.ts";

const INVITATION = "Watching the fixtures: a change runs the cases it touches, Ctrl-C ends it\n";

/** The rounds of one watch. */
class Rounds {
  readonly #flags: ContractFlags;
  readonly #call: ContractCall;
  /** What each case's verdict hung on when it was last read. */
  #seen: ReadonlyMap<string, string> = new Map();

  constructor(flags: ContractFlags, call: ContractCall) {
    this.#flags = flags;
    this.#call = call;
  }

  /** Runs the selected cases whose text is not what it was in the round before. */
  async run(
    suite: Suite,
    options: { files: Parameters<typeof fingerprintCases>[1]; targets: readonly Target[] },
  ) {
    const { files, targets } = options;
    const now = fingerprintCases(suite, files);
    const before = this.#seen;
    this.#seen = now;
    const selection = selectionOf(this.#flags, this.#call.cases);
    const instances = selectInstances(suite.cases, { targets, selection })
      .filter(({ case: { name } }) => now.get(name) !== before.get(name));
    if (instances.length > 0) return await judge(this.#flags, this.#call, { suite, instances });
    this.#call.terminal.stderr.write("The change touches no case that is selected\n");
    return EXIT.ok;
  }

  /** The same after a change; a mistake in it is told, and the next change may mend it. */
  async rerun(targets: readonly Target[]): Promise<ExitCode> {
    try {
      const files = await readFixtures(this.#flags);
      return await this.run(readSuite(files), { files, targets });
    } catch (error) {
      if (!(error instanceof ProctorError)) throw error;
      const { text, exit } = describeError(error);
      this.#call.terminal.stderr.write(`${text}\n`);
      return exit;
    }
  }
}

/**
 * `proctor contract --watch`: runs the selected cases, then again whichever a change of the fixtures touches: a case
 * that is edited, and each that needs a setup, principal or capability that is. Embedded servers stay up.
 *
 * @param flags The command line.
 * @param call Which cases, where to print and to remember.
 * @returns The exit code: 0 when it is ended between two rounds.
 * @throws {FixtureError} When a fixture is broken at the start.
 * @throws {UsageError} When the selection is empty or the target makes no sense.
 * @throws {UnreachableError} When nothing answers at the target.
 * @throws {AuthenticationError} When the target refuses the key.
 */
export async function watchCases(flags: ContractFlags, call: ContractCall): Promise<ExitCode> {
  for (const mode of ["record", "replay", "explore"] as const) {
    if (flags[mode] === undefined) continue;
    throw new UsageError(`Cannot use --watch beside --${mode}: each round is but a part of the whole`);
  }
  using watch = watchFolders(await fixtureFolders(flags), { suffix: ".toml" });
  const files = await readFixtures(flags);
  await using open = await openTargets(flags, () => Promise.resolve(readSuite(files)));
  const rounds = new Rounds(flags, call);
  let isStopped = false;
  using _stop = listenForStop(() => {
    isStopped = true;
    watch[Symbol.dispose]();
  });
  let code = await rounds.run(open.suite, { files, targets: open.targets });
  if (!isStopped) call.terminal.stderr.write(INVITATION);
  for await (const _change of watch) {
    if (isStopped) break;
    code = await rounds.rerun(open.targets);
    if (!isStopped) call.terminal.stderr.write(INVITATION);
  }
  return code === EXIT.interrupted ? code : EXIT.ok;
}
