import type { Instance } from "../contract/instance.ts";
import type { Redactor } from "../contract/redactor.ts";
import type { RunEvent, Target } from "../contract/run_events.ts";
import type { RunOptions } from "../contract/runner.ts";
import type { Suite } from "../contract/suite.ts";
import { UsageError } from "../core/errors.ts";
import type { ContractFlags } from "./contract_flags.ts";

/** What stands between a run and its targets. */
export interface Tape {
  /** What to put to the test in place of what the command line names. */
  readonly targets?: readonly Target[];
  /** How a run that goes over the tape is done. */
  readonly options: Pick<RunOptions, "send" | "sources" | "run">;
  /** Hears an event of the run; gives what is to be told. */
  readonly hear: (
    event: RunEvent,
    run: { suite: Suite; instances: readonly Instance[] },
  ) => readonly RunEvent[];
  /** Is called when the run is over and all secrets are known; gives a line to print. */
  readonly finish: (redactor: Redactor) => Promise<string>;
}

/** The tape of a run that goes straight to its targets. */
export const NO_TAPE: Tape = { options: {}, hear: (event) => [event], finish: () => Promise.resolve("") };

async function recordingTape(folder: string): Promise<Tape> {
  const { checkRecordingFolder, writeRecording } = await import("./recording_folder.ts");
  const { Recorder } = await import("../contract/recordings/recorder.ts");
  const { sendRequest } = await import("../contract/send_request.ts");
  await checkRecordingFolder(folder);
  const recorder = new Recorder();
  let run = "";
  let interrupted = false;
  return {
    options: { send: recorder.overhear(sendRequest), sources: (target) => recorder.sources(target) },
    hear: (event) => {
      if (event.type === "start") run = event.run;
      if (event.type === "end") interrupted = event.interrupted;
      return [event];
    },
    finish: async (redactor) => {
      if (interrupted) return `Nothing recorded to "${folder}": the run was interrupted\n`;
      await writeRecording(folder, recorder.finish({ run, redactor }));
      return `Recorded to "${folder}"\n`;
    },
  };
}

async function replayingTape(flags: ContractFlags, folder: string): Promise<Tape> {
  const { readRecording } = await import("./recording_folder.ts");
  const { Replayer } = await import("../contract/recordings/replayer.ts");
  const { RUN_STAND_IN } = await import("../contract/recordings/stand_ins.ts");
  const { unusedVerdict } = await import("../contract/recordings/unused_verdict.ts");
  const replayer = new Replayer(await readRecording(folder));
  const targets = replayer.targets.filter(({ backend }) => backend === (flags.backend ?? backend));
  if (targets.length === 0) {
    throw new UsageError(`Cannot replay backend "${flags.backend}": it is not in the recording "${folder}"`);
  }
  return {
    targets,
    options: {
      run: RUN_STAND_IN,
      send: (request, options) => replayer.send(request, options),
      sources: (target) => replayer.sources(target),
    },
    hear: (event, run) => {
      if (event.type !== "end" || event.interrupted) return [event];
      const verdict = unusedVerdict(replayer, { ...run, folder });
      return verdict ? [{ type: "verdict", verdict }, event] : [event];
    },
    finish: () => Promise.resolve(""),
  };
}

/**
 * Opens what `--record` or `--replay` names.
 *
 * @param flags The command line.
 * @returns The tape; one that does nothing when neither is asked for.
 * @throws {UsageError} When the folder holds something else, or the flags contradict each other.
 * @throws {ConfigurationError} When there is no recording, or it is broken.
 */
export async function openTape(flags: ContractFlags): Promise<Tape> {
  if (flags.replay === undefined) {
    return flags.record === undefined ? NO_TAPE : await recordingTape(flags.record);
  }
  if (flags.record !== undefined) {
    throw new UsageError("Cannot record what is replayed: give --record or --replay");
  }
  if (flags.api !== undefined || flags.target !== "local") {
    throw new UsageError("Cannot use --target beside --replay: the recording names its targets");
  }
  return await replayingTape(flags, flags.replay);
}
