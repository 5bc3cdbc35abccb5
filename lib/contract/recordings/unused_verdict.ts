import type { Instance } from "../instance.ts";
import type { Verdict } from "../run_events.ts";
import type { Suite } from "../suite.ts";
import { INDEX_FILE } from "./recording_text.ts";
import type { Replayer } from "./replayer.ts";

/** How many scenes a person wants to be told. */
const MOST_SCENES = 20;

/**
 * Judges whether a recording holds what nobody asks for any more. What serves all cases is only looked at when all
 * are run.
 *
 * @param replayer Has answered the run.
 * @param options The suite, what of it was run, and the folder of the recording.
 * @returns A verdict of level `should` that is broken, or `undefined` when everything was asked for.
 */
export function unusedVerdict(
  replayer: Replayer,
  options: { readonly suite: Suite; readonly instances: readonly Instance[]; readonly folder: string },
): Verdict | undefined {
  const { suite, instances, folder } = options;
  const run = new Set(instances.map(({ id }) => id));
  const names = new Set(instances.map((instance) => instance.case.name));
  const backends = new Set(instances.map(({ target }) => target.backend));
  const here = suite.cases.filter((each) => each.backends.some((backend) => backends.has(backend)));
  const isWhole = here.every(({ name }) => names.has(name));
  const known = new Set(suite.cases.map(({ name }) => name));
  const unused = replayer.unused(({ backend, scene }) => {
    if (!backends.has(backend)) return false;
    const [, id, name = ""] = /^(([\w-]+)(?:\[.*?\](?=\/|$))?)/s.exec(scene) ?? [];
    return isWhole || (id !== undefined && (run.has(id) || !known.has(name)));
  });
  const [first] = unused;
  if (first === undefined) return undefined;
  const told = unused.slice(0, MOST_SCENES).map(({ backend, scene, count }) =>
    `${count} of "${scene}" (${backend})`
  );
  const more = unused.length > MOST_SCENES ? ` and of ${unused.length - MOST_SCENES} scenes more` : "";
  const reason = `requests that nobody asks for any more: ${
    told.join(", ")
  }${more}; record again with --record`;
  return {
    id: "recording",
    backend: first.backend,
    target: "recording",
    title: "Everything in the recording is asked for",
    convention: "Recording",
    proves: [],
    level: "should",
    file: `${folder}/${INDEX_FILE}`,
    line: 1,
    outcome: "error",
    reason,
    failures: [],
    checks: unused.length,
    started: 0,
    milliseconds: 0,
    latencies: [],
  };
}
