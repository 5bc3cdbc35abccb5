import { UnreachableError } from "../../core/errors.ts";
import { MAX_BYTES } from "../answer.ts";
import { type Instance, selectInstances, type Selection } from "../instance.ts";
import { Redactor } from "../redactor.ts";
import type { RunEvent, Target } from "../run_events.ts";
import { newRunId } from "../run_id.ts";
import { type RunOptions, runSuite } from "../runner.ts";
import { sendRequest } from "../send_request.ts";
import type { Suite } from "../suite.ts";
import { caseFile } from "./case_file.ts";
import { Explorer } from "./explorer.ts";
import { namedRows } from "./named_rows.ts";
import { printDocument } from "./print_document.ts";
import { type Reach, ReachRecorder } from "./reach.ts";
import { shrink } from "./shrink.ts";
import { TrialCase } from "./trial_case.ts";
import { trialFrom } from "./trial_of.ts";

/** How a target is explored. */
export interface ExploreOptions extends Omit<RunOptions, "instances"> {
  readonly targets: readonly Target[];
  /** How many documents, at each target. */
  readonly count: number;
  /** Decides everything. */
  readonly seed: number;
  /** Which of the documents. */
  readonly selection: Selection;
  /** Whether what is found is asked again, made small and kept. @default true */
  readonly shrinks?: boolean;
}

/** The smallest document that was found to break a law. */
export interface Kept {
  /** The case that the runner knows it by. */
  readonly id: string;
  /** Where to keep it. */
  readonly file: string;
  /** A fixture file, secrets masked. */
  readonly text: string;
}

/** What came of an exploration beside the verdicts. */
export interface Exploration {
  /** How much was reached at each target. */
  readonly reaches: readonly { readonly target: Target; readonly reach: Reach }[];
  /** One for each law that was broken at a target. */
  readonly kept: readonly Kept[];
}

type KeepContext = Pick<ExploreOptions, "seed" | "signal"> & { readonly redactor: Redactor };

/** Makes what was found as small as it can be made, and a case of it; gives the reason if that cannot be done. */
async function keep(
  trialCase: TrialCase,
  context: KeepContext,
): Promise<Kept | string> {
  try {
    return await smallest(trialCase, context) ??
      "it did not fail a second time, rows may have changed meanwhile";
  } catch (error) {
    if (error instanceof UnreachableError) return error.message;
    throw error;
  }
}

async function smallest(
  trialCase: TrialCase,
  { seed, signal, redactor }: KeepContext,
): Promise<Kept | undefined> {
  const { explorer, law, name, place } = trialCase;
  const { world } = explorer;
  const askAgain = async (choices: readonly number[]) => {
    const trial = trialFrom(law, world, { choices });
    return trial && { trial, ...await explorer.ask(trial) };
  };
  const { choices } = trialCase.made;
  const isBroken = async (one: readonly number[]) => (await askAgain(one))?.finding !== undefined;
  if (!await isBroken(choices)) return undefined;
  const found = await askAgain(await shrink(choices, isBroken, { signal }));
  if (!found?.finding) return undefined;
  const document = explorer.print(found.trial);
  const said = JSON.stringify([document, found.finding.check]);
  const rows = namedRows(said, world, { known: explorer.names });
  const text = caseFile({
    id: name,
    law,
    backend: explorer.target.backend,
    document,
    finding: found.finding,
    request: found.request ?? "",
    seed,
    needs: explorer.needs,
    names: explorer.names,
    rows,
    lookup: printDocument(rows.map(({ field }) => field), world.catalogue.schema),
  });
  return { id: name, file: place.file, text: redactor.redact(text) };
}

/** The cases to run at one target: the laws take turns. */
function casesAt(
  explorer: Explorer,
  { count, seed, recorder }: {
    readonly count: number;
    readonly seed: number;
    readonly recorder: ReachRecorder;
  },
): TrialCase[] {
  const { laws } = explorer;
  return Array.from({ length: laws.length === 0 ? 0 : count }, (_, number) => {
    const law = laws[number % laws.length]!;
    return new TrialCase({ explorer, law, seed, number, onDocument: (roots) => recorder.add(roots) });
  });
}

/** The first case that broke each law at each target: the others most likely have the same cause. */
class Broken {
  readonly first = new Map<string, TrialCase>();
  readonly #cases: ReadonlyMap<string, TrialCase>;

  constructor(instances: readonly Instance[]) {
    this.#cases = new Map(
      instances.map(({ id, target, case: each }) => [`${target.backend} ${id}`, each as TrialCase]),
    );
  }

  /** Says where the document is kept: that of the first which broke the law. */
  take(event: RunEvent): RunEvent {
    if (event.type !== "verdict" || event.verdict.outcome !== "fail") return event;
    const { verdict } = event;
    const own = this.#cases.get(`${verdict.backend} ${verdict.id}`)!;
    const key = `${verdict.backend} ${own.law.id}`;
    if (!this.first.has(key)) this.first.set(key, own);
    return { ...event, verdict: { ...verdict, ...this.first.get(key)!.place } };
  }
}

/**
 * Explores targets: makes documents from their own introspection and rows, and tries laws on the answers that hold
 * whatever the rows are. Every document is a case like those of the fixtures, with a verdict of its own.
 *
 * @param suite Has the profile, and the setups that make rows: those whose names begin with `exploration`.
 * @param options See {@linkcode ExploreOptions}.
 * @returns What was reached, and what was found, made small.
 * @throws {UnreachableError} When nothing answers at a target, or nothing can be read there.
 * @throws {AuthenticationError} When a target refuses the key.
 * @throws {ProvisionError} When the rows cannot be made.
 * @throws {UsageError} When the selection leaves nothing.
 */
export async function explore(suite: Suite, options: ExploreOptions): Promise<Exploration> {
  const { targets, count, seed, selection, emit, signal, shrinks = true } = options;
  const { send = sendRequest, timeout = 15_000, redactor = new Redactor(), maxBytes = MAX_BYTES } = options;
  const run = options.run ?? newRunId();
  const explorers: Explorer[] = [];
  const warnings: string[] = [];
  let end: RunEvent | undefined;
  const kept: Kept[] = [];
  const recorders = new Map<Target, ReachRecorder>();
  const instances: Instance[] = [];
  try {
    for (const target of targets) {
      const line = { suite, target, run, send, redactor, timeout, maxBytes, signal };
      const { explorer, warnings: odd } = await Explorer.open(line);
      explorers.push(explorer);
      warnings.push(...odd);
      const recorder = new ReachRecorder(explorer.world);
      recorders.set(target, recorder);
      const cases = casesAt(explorer, { count, seed, recorder });
      for (const each of selectInstances(cases, { targets: [target], selection })) instances.push(each);
    }
    const broken = new Broken(instances);
    await runSuite(suite, {
      ...options,
      run,
      redactor,
      instances,
      emit: (event) => {
        if (event.type === "end") end = event;
        else emit(broken.take(event));
      },
    });
    for (const trialCase of shrinks && !signal.aborted ? broken.first.values() : []) {
      const small = await keep(trialCase, { seed, signal, redactor });
      if (typeof small === "string") warnings.push(`Case "${trialCase.name}" is not kept: ${small}`);
      else kept.push(small);
    }
  } finally {
    for (const explorer of explorers) warnings.push(...await explorer.leave());
    for (const message of warnings) emit({ type: "warning", message: redactor.redact(message) });
    if (end) emit(end);
  }
  const reaches = [...recorders].map(([target, recorder]) => ({ target, reach: recorder.sum() }));
  return { reaches, kept };
}
