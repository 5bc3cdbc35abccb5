import type { Backend, Case, Row, Step } from "../suite.ts";
import type { Place } from "../table_reader.ts";
import { constant } from "../template.ts";
import { Draw } from "./draw.ts";
import type { Explorer } from "./explorer.ts";
import type { Law, Trial } from "./law.ts";
import { questionStep } from "./question_step.ts";
import type { Selection } from "./selection.ts";
import { trialOf } from "./trial_of.ts";

/** What a generated case comes from. */
export interface TrialOrigin {
  readonly explorer: Explorer;
  readonly law: Law;
  readonly seed: number;
  /** The number of the document. */
  readonly number: number;
  /** Told of each document that is made. */
  readonly onDocument: (roots: readonly Selection[]) => void;
}

const ONE_ROW: Row = { label: "", values: constant({}) };

/**
 * A trial as a case of the suite, so that it runs, is judged and reported like any other. Its document is made when its
 * turn comes and forgotten afterwards: ten thousand of them would fill the memory.
 */
export class TrialCase implements Case {
  readonly name: string;
  readonly title: string;
  readonly convention: string;
  readonly proves: readonly string[];
  readonly place: Place;
  readonly backends: readonly Backend[];
  readonly level = "must";
  readonly as = "admin";
  readonly needs: readonly string[] = [];
  readonly requires: readonly string[] = [];
  readonly tags: readonly string[];
  readonly volatile = [];
  readonly rows: readonly Row[] = [ONE_ROW];
  readonly undo: readonly Step[] = [];
  readonly writes = false;
  readonly #origin: TrialOrigin;
  #steps: readonly Step[] | undefined;

  /** @param origin See {@linkcode TrialOrigin}. */
  constructor(origin: TrialOrigin) {
    const { law, seed, number, explorer } = origin;
    this.#origin = origin;
    this.name = `explore-${law.id}-${seed}-${number}`;
    this.title = law.title;
    this.convention = `Exploration: ${law.id}`;
    this.proves = law.proves;
    this.tags = [law.id];
    this.place = { file: `.proctor/explore/${this.name}.toml`, line: 1 };
    this.backends = [explorer.target.backend];
  }

  /** The law that is tried. */
  get law(): Law {
    return this.#origin.law;
  }

  /** Where it is tried. */
  get explorer(): Explorer {
    return this.#origin.explorer;
  }

  /** The decisions that make the document, and what they make. */
  get made(): { trial: Trial; choices: readonly number[] } {
    const { law, explorer: { world }, seed } = this.#origin;
    const made = trialOf(law, world, { draw: Draw.seeded(seed, this.name) });
    return made ?? trialOf(law, world, { draw: Draw.seeded(0, law.id) })!;
  }

  get steps(): readonly Step[] {
    if (this.#steps) return this.#steps;
    const { explorer, onDocument } = this.#origin;
    const { trial } = this.made;
    onDocument(trial.roots);
    this.#steps = [
      questionStep(explorer.print(trial), {
        place: this.place,
        judge: (answer) => {
          this.#steps = undefined;
          return explorer.judge(trial, answer);
        },
      }),
    ];
    return this.#steps;
  }
}
