import { FixtureError } from "../core/errors.ts";
import { isBuiltinName } from "./builtin_names.ts";
import { cellsOf, Dependencies, type Makings, needsItself, rowsOf } from "./dependencies.ts";
import { nameHint } from "./nearest_name.ts";
import type { Backend, Capability, Case, Matrix, Principal, Profile, Recipe, Row, Setup } from "./suite.ts";
import type { Statement, Suite } from "./suite.ts";
import type { Place } from "./table_reader.ts";

/** What was read from the files, before anything is known to fit together. */
export interface Parts {
  readonly cases: readonly Case[];
  readonly matrices: readonly Matrix[];
  readonly setups: readonly Setup[];
  readonly principals: readonly Principal[];
  readonly capabilities: readonly Capability[];
  readonly statements: readonly Statement[];
  readonly profile: Profile;
}

const BUILT_IN_PRINCIPALS = ["admin", "anonymous"];

/**
 * Checks that the parts fit: names are unique and known, nothing needs itself, every template can have a value.
 *
 * @param parts From all files.
 * @returns The suite; every case knows whether it writes.
 * @throws {FixtureError} With one line, `file:line what is wrong`, for every mistake.
 */
export function linkSuite(parts: Parts): Suite {
  return new Linker(parts).suite();
}

function at(place: Place, message: string): string {
  return `${place.file}:${place.line} ${message}`;
}

class Linker {
  readonly #parts: Parts;
  readonly #problems: string[] = [];
  readonly #makings: Makings;
  readonly #dependencies: Dependencies;
  /** What the principals capture, each under the name of its own. */
  readonly #ofPrincipals: ReadonlySet<string>;
  /** What setups capture, by the names of those that are needed. */
  readonly #ofSetups = new Map<string, ReadonlySet<string>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#makings = {
      setups: this.#byName("Setup", parts.setups),
      principals: this.#byName("Principal", parts.principals),
    };
    this.#dependencies = new Dependencies(this.#makings);
    this.#ofPrincipals = new Set(
      parts.principals.flatMap((each) => capturedBy(each).map((name) => `${each.name}.${name}`)),
    );
  }

  suite(): Suite {
    const { cases, matrices, setups, principals, capabilities, statements, profile } = this.#parts;
    const { greeting } = profile;
    this.#byName("Case", cases);
    const byCapability = new Map(capabilities.map((capability) => [capability.name, capability]));
    const known = new Set(greeting.flatMap(capturedBy));
    for (const recipe of [...setups, ...principals, ...cases, ...cases.flatMap(cellsOf)]) {
      this.#checkNeeds(recipe);
      this.#checkSenders(recipe);
    }
    for (const recipe of [...setups, ...principals]) this.#checkCircle(recipe);
    if (this.#problems.length > 0) throw new FixtureError([...new Set(this.#problems)].join("\n"));
    for (const setup of setups) this.#checkSetup(setup);
    for (const recipe of [...greeting, ...setups, ...principals]) this.#checkNames(recipe, known);
    for (const each of cases) this.#checkCase(each, { known, byCapability, statements });
    if (this.#problems.length > 0) throw new FixtureError([...new Set(this.#problems)].join("\n"));
    return {
      cases: cases.map((each) => ({ ...each, writes: each.writes || this.#dependenciesWrite(each) })),
      matrices,
      ...this.#makings,
      capabilities: byCapability,
      statements,
      profile,
    };
  }

  #byName<T extends Recipe>(kind: string, recipes: readonly T[]): Map<string, T> {
    const byName = new Map<string, T>();
    for (const recipe of recipes) {
      const first = byName.get(recipe.name);
      if (first === undefined) byName.set(recipe.name, recipe);
      else {
        const { file, line } = first.place;
        this.#problems.push(
          at(recipe.place, `${kind} "${recipe.name}" stands twice: the first is at ${file}:${line}`),
        );
      }
    }
    return byName;
  }

  #checkNeeds(recipe: Recipe): void {
    for (const name of recipe.needs) {
      if (!this.#makings.setups.has(name)) {
        this.#problems.push(
          at(recipe.place, `Unknown setup "${name}": ${nameHint(name, this.#makings.setups.keys())}`),
        );
      }
    }
  }

  #checkCircle(recipe: Recipe): void {
    if (!needsItself(recipe, this.#makings)) return;
    this.#problems.push(
      at(recipe.place, `"${recipe.name}" needs itself: take one "needs" or "as" out of the circle`),
    );
  }

  #checkSenders(recipe: Recipe): void {
    const { principals } = this.#makings;
    for (const { as, place } of [recipe, ...recipe.steps, ...recipe.undo]) {
      if (as === undefined || BUILT_IN_PRINCIPALS.includes(as) || principals.has(as)) continue;
      const hint = nameHint(as, [...BUILT_IN_PRINCIPALS, ...principals.keys()]);
      this.#problems.push(at(place, `Unknown principal "${as}": ${hint}`));
    }
  }

  #checkSetup(setup: Setup): void {
    const fresh = setup.needs.find((name) => !this.#makings.setups.get(name)!.shared);
    if (setup.shared && fresh !== undefined) {
      this.#problems.push(
        at(setup.place, `Shared setup "${setup.name}" needs "${fresh}", which is not: share both`),
      );
    }
  }

  #checkCase(
    each: Case,
    context: { known: Set<string>; byCapability: Map<string, Capability>; statements: readonly Statement[] },
  ): void {
    this.#checkNames(each, context.known);
    for (const { recipe, values } of each.rows) {
      if (recipe) this.#checkNames(recipe, context.known.union(new Set(namesOf(values))));
    }
    for (const name of each.requires) {
      if (context.byCapability.has(name)) continue;
      this.#problems.push(
        at(each.place, `Unknown capability "${name}": ${nameHint(name, context.byCapability.keys())}`),
      );
    }
    const ids = context.statements.map(({ id }) => id);
    for (const id of each.proves) {
      if (ids.length === 0 || ids.includes(id)) continue;
      this.#problems.push(
        at(each.place, `Unknown statement "${id}": expected one of statements.toml`),
      );
    }
    this.#checkBackends(each);
  }

  /** What a case is made of must exist wherever the case runs. */
  #checkBackends(each: Case): void {
    const missing = (backends: readonly Backend[]) =>
      each.backends.find((backend) => !backends.includes(backend));
    const trials = [each, ...cellsOf(each)];
    const needed = new Set(trials.flatMap((trial) => [...this.#dependencies.neededBy(trial)]));
    for (const setup of needed) {
      const backend = missing(setup.backends);
      if (backend === undefined) continue;
      this.#problems.push(
        at(each.place, `Setup "${setup.name}" is not for backend ${backend}: narrow "backends"`),
      );
    }
    const keyed = this.#parts.profile.backends.filter(({ credential }) => credential.length > 0);
    const open = missing(keyed.map(({ name }) => name));
    if (open === undefined) return;
    const made = this.#dependencies.madeBefore(each);
    const principal = [...made].find(({ name }) => this.#makings.principals.has(name));
    if (principal === undefined) return;
    this.#problems.push(
      at(
        each.place,
        `Principal "${principal.name}" has a key, and backend ${open} takes none: narrow "backends"`,
      ),
    );
  }

  /** Walks the steps in order: a name is known once a step has captured it. */
  #checkNames(recipe: Recipe, target: ReadonlySet<string>): void {
    const own = new Set<string>();
    const known = [own, target, this.#namesOfSetups(recipe), this.#ofPrincipals];
    const rows = rowsOf(recipe);
    for (const row of rows) this.#checkKnown({ place: recipe.place, names: row.values.names }, known);
    for (const name of rows[0] ? namesOf(rows[0].values) : []) own.add(name);
    for (const steps of [recipe.steps, recipe.undo]) {
      for (const step of steps) {
        for (const { name } of step.captures) own.add(name);
        this.#checkKnown(step, known);
      }
    }
  }

  #namesOfSetups(recipe: Recipe): ReadonlySet<string> {
    const key = recipe.needs.join(" ");
    const known = this.#ofSetups.get(key);
    if (known) return known;
    const names = new Set<string>();
    for (const setup of this.#dependencies.neededBy(recipe)) {
      for (const name of capturedBy(setup)) names.add(name).add(`${setup.name}.${name}`);
    }
    this.#ofSetups.set(key, names);
    return names;
  }

  #checkKnown(
    { place, names }: { place: Place; names: readonly string[] },
    known: readonly ReadonlySet<string>[],
  ): void {
    for (const name of names) {
      if (known.some((set) => set.has(name)) || isBuiltinName(name)) continue;
      const hint = nameHint(name, known.flatMap((set) => [...set]));
      this.#problems.push(at(place, `Unknown name "\${${name}}": ${hint}`));
    }
  }

  #dependenciesWrite(each: Case): boolean {
    return [...this.#dependencies.madeBefore(each)].some((recipe) => {
      return this.#makings.principals.has(recipe.name) || recipe.steps.some((step) => step.writes);
    });
  }
}

/** The names that a row gives values to. */
function namesOf(values: Row["values"]): string[] {
  return Object.keys(values.fill(() => null) ?? {});
}

function capturedBy(recipe: Recipe): string[] {
  return recipe.steps.flatMap((step) => step.captures.map(({ name }) => name));
}
