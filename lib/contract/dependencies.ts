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

/**
 * The setups that a recipe names.
 *
 * @param recipe Any recipe.
 * @param makings Where they are found; unknown ones are left out.
 * @returns The setups, in order.
 */
export function neededBy(recipe: Recipe, { setups }: Pick<Makings, "setups">): Setup[] {
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
  const steps = [...recipe.steps, ...recipe.undo];
  const rows = rowsOf(recipe).map(({ values }) => values);
  const named = [...steps, ...rows].flatMap(({ names }) => names.map((name) => name.split(".", 1)[0]!));
  const senders = [recipe, ...steps].map(({ as }) => as).concat(named);
  const principals = [...makings.principals.values()].filter(({ name }) => senders.includes(name));
  return [...neededBy(recipe, makings), ...principals];
}

/**
 * Everything reachable from a recipe.
 *
 * @param recipe Where to begin.
 * @param next What is reachable in one step.
 * @returns The recipes; the first itself only when it is reachable from itself.
 */
export function closure<T extends Recipe>(recipe: Recipe, next: (recipe: Recipe) => readonly T[]): T[] {
  const found = new Set<T>();
  const visit = (from: Recipe) => {
    for (const each of next(from)) {
      if (found.has(each)) continue;
      found.add(each);
      visit(each);
    }
  };
  visit(recipe);
  return [...found];
}
