import type { Case, Principal, Recipe, Row, Setup } from "./suite.ts";

/** What there is to be made, by name. */
export interface Makings {
  readonly setups: ReadonlyMap<string, Setup>;
  readonly principals: ReadonlyMap<string, Principal>;
}

/**
 * The rows of a case; setups and principals have none.
 *
 * @param recipe Any recipe.
 * @returns Its rows.
 */
export function rowsOf(recipe: Recipe): readonly Row[] {
  return "rows" in recipe ? (recipe as Case).rows : [];
}

/**
 * What is done in the rows of a case that have steps of their own.
 *
 * @param each The case.
 * @returns The cells of a matrix; none for any other case.
 */
export function cellsOf({ rows }: Pick<Case, "rows">): readonly Recipe[] {
  return rows.flatMap(({ recipe }) => recipe ?? []);
}

/** The setups that a recipe names; unknown ones are left out. */
function neededBy(recipe: Recipe, { setups }: Pick<Makings, "setups">): Setup[] {
  return recipe.needs.map((name) => setups.get(name)).filter((setup) => setup !== undefined);
}

/**
 * What has to be made before a recipe: the setups it needs, the principals that send or are named in it.
 *
 * @param recipe Any recipe.
 * @param makings Where they are found.
 * @returns The recipes, without what they need in turn.
 */
export function madeBefore(recipe: Recipe, makings: Makings): Recipe[] {
  const senders = new Set<string | undefined>([recipe.as]);
  const meet = (names: readonly string[]) => {
    for (const name of names) if (name.includes(".")) senders.add(name.split(".", 1)[0]);
  };
  for (const steps of [recipe.steps, recipe.undo]) {
    for (const { as, names } of steps) {
      senders.add(as);
      meet(names);
    }
  }
  for (const { values } of rowsOf(recipe)) meet(values.names);
  const principals = [...makings.principals.values()].filter(({ name }) => senders.has(name));
  return [...neededBy(recipe, makings), ...principals];
}

/**
 * Tells whether something has to be made before itself.
 *
 * @param recipe A setup or a principal.
 * @param makings Where others are found.
 * @returns `true` when it could never be made.
 */
export function needsItself(recipe: Recipe, makings: Makings): boolean {
  const found = new Set<Recipe>();
  const visit = (from: Recipe) => {
    for (const each of madeBefore(from, makings)) {
      if (found.has(each)) continue;
      found.add(each);
      visit(each);
    }
  };
  visit(recipe);
  return found.has(recipe);
}

/** Everything that stands behind a recipe, found once. Nothing in it may need itself. */
export class Dependencies {
  readonly #makings: Makings;
  readonly #made = new Map<Recipe, ReadonlySet<Recipe>>();
  readonly #needed = new Map<Recipe, ReadonlySet<Setup>>();

  /** @param makings Where setups and principals are found. */
  constructor(makings: Makings) {
    this.#makings = makings;
  }

  /**
   * What has to be made before a recipe, and before that.
   *
   * @param recipe Any recipe.
   * @returns Setups and principals.
   */
  madeBefore(recipe: Recipe): ReadonlySet<Recipe> {
    return this.#collect(recipe, this.#made, (each) => madeBefore(each, this.#makings));
  }

  /**
   * The setups that a recipe names, and those that they name.
   *
   * @param recipe Any recipe.
   * @returns The setups.
   */
  neededBy(recipe: Recipe): ReadonlySet<Setup> {
    return this.#collect(recipe, this.#needed, (each) => neededBy(each, this.#makings));
  }

  #collect<T extends Recipe>(
    recipe: Recipe,
    known: Map<Recipe, ReadonlySet<T>>,
    next: (recipe: Recipe) => readonly T[],
  ): ReadonlySet<T> {
    const found = known.get(recipe);
    if (found) return found;
    const all = new Set<T>();
    for (const each of next(recipe)) {
      all.add(each);
      for (const below of this.#collect(each, known, next)) all.add(below);
    }
    known.set(recipe, all);
    return all;
  }
}
