import { EXIT, ProctorError } from "../core/errors.ts";
import type { JsonValue } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";
import { keepEvidence } from "./evidence.ts";
import type { Failure } from "./run_events.ts";
import { Scope } from "./scope.ts";
import type { Recipe, Setup, Step } from "./suite.ts";
import type { Workplace } from "./workplace.ts";

/** The names a recipe gave values to. */
export type Made = ReadonlyMap<string, JsonValue | Secret>;

/** A setup or a principal could not be made. */
export class ProvisionError extends ProctorError {
  override readonly code = "PROVISION";
  override readonly exit = EXIT.failed;
}

/** Says what a failed step wanted and got, in one line. */
function describe({ at, expected, got }: Failure): string {
  return `${at} expected ${expected}, got ${got}`;
}

/** Whether a step can be sent at all. */
function isKnown(step: Step, scope: Scope): boolean {
  return step.names.every((name) => name === "key" || name.includes(".") || scope.get(name) !== undefined);
}

/**
 * Makes setups and principals, each once, and takes them away again, last made first. A case has provisions of its
 * own, and the run has some that all cases share.
 */
export class Provisions {
  readonly #workplace: Workplace;
  readonly #shared: Provisions;
  readonly #scene: string;
  readonly #made = new Map<string, Promise<Made>>();
  readonly #undo: { recipe: Recipe; scope: Scope }[] = [];

  /**
   * @param workplace Where they are made.
   * @param own Of a case: the provisions of the run, and the name of its scene. These are the run's when left out.
   */
  constructor(workplace: Workplace, own?: { readonly shared: Provisions; readonly scene: string }) {
    this.#workplace = workplace;
    this.#shared = own?.shared ?? this;
    this.#scene = own?.scene ?? "";
  }

  /**
   * Makes a recipe, or gives what it gave before.
   *
   * @param recipe A setup or a principal.
   * @returns The names it captured, those of what it needs included.
   * @throws {ProvisionError} When one of its steps fails.
   * @throws {UnreachableError} When the target does not answer.
   */
  make(recipe: Recipe): Promise<Made> {
    const known = this.#made.get(recipe.name);
    if (known) return known;
    const made = this.#make(recipe);
    this.#made.set(recipe.name, made);
    return made;
  }

  async #make(recipe: Recipe): Promise<Made> {
    const scope = new Scope(this.#workplace.scope, { scene: `${this.#scene}/${recipe.name}` });
    await this.need(recipe, scope);
    this.promise(recipe, scope);
    for (const step of recipe.steps) {
      if (step.unless !== undefined && scope.get(step.unless) !== undefined) continue;
      const { failures: [failure], answer } = await this.#workplace.exchange(step, {
        as: recipe.as,
        scope,
        role: "setup",
      });
      if (failure === undefined) continue;
      const error = new ProvisionError(`Make "${recipe.name}" failed: ${describe(failure)}`);
      throw keepEvidence(error, { request: failure.request, answer });
    }
    return scope.own;
  }

  /**
   * Makes what a recipe needs.
   *
   * @param recipe A case, a setup or a principal.
   * @param scope Where the captured names go, bare and as `setup.name`.
   * @throws {ProvisionError} When something cannot be made.
   */
  async need(recipe: Recipe, scope: Scope): Promise<void> {
    for (const name of recipe.needs) {
      const setup: Setup = this.#workplace.setups.get(name)!;
      const made = await (setup.shared || recipe.shares ? this.#shared : this).make(setup);
      for (const [own, value] of made) {
        scope.set(own, value);
        if (!own.includes(".")) scope.set(`${name}.${own}`, value);
      }
    }
  }

  /**
   * Promises to run the undo steps of a recipe, whatever happens from now on.
   *
   * @param recipe The recipe, before its first step.
   * @param scope The names its undo steps will use.
   */
  promise(recipe: Recipe, scope: Scope): void {
    this.#undo.push({ recipe, scope });
  }

  /**
   * Takes everything away, last made first. What was never captured was never made, so its undo step is left out.
   *
   * @returns One line for each thing that is left behind.
   */
  async undo(): Promise<string[]> {
    const left: string[] = [];
    for (const { recipe, scope } of this.#undo.splice(0).reverse()) {
      for (const step of recipe.undo.filter((each) => isKnown(each, scope))) {
        const problem = await this.#attempt(step, { as: recipe.as, scope });
        if (problem !== undefined) {
          left.push(`Undo "${recipe.name}" failed, something is left behind: ${problem}`);
        }
      }
    }
    return left;
  }

  async #attempt(step: Step, context: { as: string; scope: Scope }): Promise<string | undefined> {
    try {
      const { failures } = await this.#workplace.exchange(step, { ...context, role: "undo" });
      return failures[0] && describe(failures[0]);
    } catch (error) {
      if (error instanceof ProctorError) return error.message;
      throw error;
    }
  }
}
