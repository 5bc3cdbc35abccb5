import { selectInstances } from "../contract/instance.ts";
import { type Comparison, diffRecordings } from "../contract/recordings/diff_recordings.ts";
import { Recorder } from "../contract/recordings/recorder.ts";
import type { Recording } from "../contract/recordings/recording.ts";
import { Redactor } from "../contract/redactor.ts";
import { runSuite } from "../contract/runner.ts";
import { sendRequest } from "../contract/send_request.ts";
import type { Suite } from "../contract/suite.ts";
import { EXIT, type ExitCode, UsageError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { ContractCall } from "./contract_call.ts";
import { loadSuite } from "./contract_fixtures.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { paceOf } from "./contract_judge.ts";
import { selectionOf } from "./contract_selection.ts";
import { openTargets } from "./contract_targets.ts";
import { listenForStop } from "./listen_for_stop.ts";
import { isRecording, readRecording } from "./recording_folder.ts";

/** As much of a value as a person reads. */
const LONGEST = 300;

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A target's answers to the cases: from a recording, or asked for now. */
async function answersOf(
  name: string,
  { flags, call, signal }: { flags: ContractFlags; call: ContractCall; signal: AbortSignal },
): Promise<Recording> {
  if (await isRecording(name)) return await readRecording(name);
  const { api: _api, ...rest } = flags;
  await using open = await openTargets({ ...rest, target: name }, () => loadSuite(flags));
  const { suite, targets } = open;
  const selection = selectionOf(flags, call.cases);
  const recorder = new Recorder();
  const redactor = new Redactor();
  let run = "";
  await runSuite(suite, {
    ...paceOf(flags),
    // One case at a time: otherwise an answer would have in it what other cases have just made, or not yet.
    workers: 1,
    instances: selectInstances(suite.cases, { targets, selection }),
    signal,
    redactor,
    send: recorder.overhear(sendRequest),
    sources: (target) => recorder.sources(target),
    emit: (event) => {
      if (event.type === "start") run = event.run;
      if (event.type === "warning") call.terminal.stderr.write(`warning ${redactor.redact(event.message)}\n`);
    },
  });
  return recorder.finish({ run, redactor });
}

function format({ compared, differences }: Comparison, [a, b]: readonly [string, string]): string {
  const groups = Map.groupBy(differences, ({ scene, backend }) => `${scene} (${backend})`);
  const width = Math.max(a.length, b.length);
  const lines = [...groups].flatMap(([title, own]) => [
    `differ ${title}`,
    ...own.flatMap(({ step, at, a: left, b: right }) => [
      `     step ${step}, ${at}`,
      `     ${a.padEnd(width)}  ${shorten(left)}`,
      `     ${b.padEnd(width)}  ${shorten(right)}`,
    ]),
  ]);
  return `${[...lines, `${compared - groups.size} alike, ${groups.size} differ`].join("\n")}\n`;
}

/** The names of the chosen cases, with their rows, and what of their answers may differ. */
function chosen(suite: Suite, selection: ReturnType<typeof selectionOf>) {
  const target = { name: "", url: "", writable: true };
  const targets = suite.profile.backends.map(({ name }) => ({ ...target, backend: name }));
  const instances = selectInstances(suite.cases, { targets, selection });
  return new Map(instances.map((instance) => [instance.id, instance.case.volatile]));
}

/**
 * `proctor contract --diff A B`: asks two targets the same, or takes a recording's word for one of them, and prints
 * where the answers differ in meaning.
 *
 * @param flags The command line; `diff` is A.
 * @param call B, then the cases.
 * @returns The exit code: 1 when something differs.
 * @throws {UsageError} When B is missing, nothing is selected, or the two have no backend in common.
 * @throws {UnreachableError} When nothing answers at a target.
 * @throws {AuthenticationError} When a target refuses its key.
 */
export async function diffContract(
  flags: ContractFlags & { diff: string },
  call: ContractCall,
): Promise<ExitCode> {
  const [second, ...cases] = call.cases;
  if (second === undefined) {
    throw new UsageError(
      `Cannot compare "${flags.diff}" with nothing: expected --diff A B, targets or recordings`,
    );
  }
  const first = flags.diff;
  const suite = await loadSuite(flags);
  const volatile = chosen(suite, selectionOf(flags, cases));
  const controller = new AbortController();
  using _stop = listenForStop(() => {
    controller.abort();
    call.terminal.stderr.write("\nInterrupted: undoing what the run has made; once more ends it at once\n");
  });
  const context = { call: { ...call, cases }, signal: controller.signal };
  const a = await answersOf(first, { ...context, flags });
  const fromEnvironment = Deno.env.get("PROCTOR_DIFF_API_KEY");
  const key = flags.diffApiKey ?? (fromEnvironment ? new Secret(fromEnvironment) : flags.apiKey);
  const b = await answersOf(second, { ...context, flags: { ...flags, ...(key && { apiKey: key }) } });
  if (controller.signal.aborted) {
    call.terminal.stderr.write("Nothing compared: the run was interrupted\n");
    return EXIT.interrupted;
  }
  const comparison = diffRecordings(a, b, {
    scenes: [...volatile.keys()],
    volatileOf: (scene) => volatile.get(scene) ?? [],
  });
  if (comparison.compared === 0) {
    throw new UsageError(`Cannot compare "${first}" with "${second}": no case was asked of both`);
  }
  call.terminal.stdout.write(
    flags.json ? `${JSON.stringify(comparison, undefined, 2)}\n` : format(comparison, [first, second]),
  );
  return comparison.differences.length > 0 ? EXIT.failed : EXIT.ok;
}
