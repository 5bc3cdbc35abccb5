import { Draw } from "./draw.ts";
import type { World } from "./ground.ts";
import type { Law, Trial } from "./law.ts";
import type { Selection } from "./selection.ts";

/** A draw that lends itself to nothing is repeated so often. */
const ATTEMPTS = 40;
/** Prefect's gateway takes no document that goes deeper. Source: `reference/hasura.md` §1.1. */
const MOST_LEVELS = 7;

function levels(fields: readonly Selection[]): number {
  return Math.max(0, ...fields.map((field) => field.fields ? 1 + levels(field.fields) : 0));
}

function make(law: Law, world: World, draw: Draw): Trial | undefined {
  const trial = law.make(world, draw);
  if (!trial || levels(trial.roots) > MOST_LEVELS) return undefined;
  // With their values in variables, documents are often the same text: what a target remembers of them is tried too.
  if (!draw.once(3)) return trial;
  return { ...trial, roots: trial.roots.map((root) => ({ style: "variables", ...root })) };
}

/**
 * Makes a trial of a law.
 *
 * @param law The law.
 * @param world What there is.
 * @param options `draw` decides.
 * @returns The trial, and the decisions that made it; `undefined` when the target has nothing to try the law on.
 */
export function trialOf(
  law: Law,
  world: World,
  { draw }: { readonly draw: Draw },
): { trial: Trial; choices: readonly number[] } | undefined {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const from = draw.choices.length;
    const trial = make(law, world, draw);
    if (trial) return { trial, choices: draw.choices.slice(from) };
  }
  return undefined;
}

/**
 * Makes the trial that decisions stand for.
 *
 * @param law The law.
 * @param world What there is.
 * @param options `choices` are the decisions, perhaps fewer or smaller than they once were.
 * @returns The trial; `undefined` when they make none.
 */
export function trialFrom(
  law: Law,
  world: World,
  { choices }: { readonly choices: readonly number[] },
): Trial | undefined {
  return make(law, world, Draw.repeating(choices));
}
