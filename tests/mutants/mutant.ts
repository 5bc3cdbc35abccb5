import { parse } from "@std/toml";
import { FixtureError } from "../../lib/core/errors.ts";
import { LineIndex } from "../../lib/contract/line_index.ts";
import type { FixtureText } from "../../lib/contract/read_suite.ts";
import { type Place, TableReader } from "../../lib/contract/table_reader.ts";

/** The server, broken on purpose in one promise. */
export interface Mutant {
  /** Unique, lower case with hyphens. */
  readonly id: string;
  /** What it does that it must not do, in one sentence. */
  readonly breaks: string;
  /** The statements that no longer hold; each is proved by one of the cases. */
  readonly statements: readonly string[];
  /** The file to change. */
  readonly file: string;
  /** The text to replace; it stands there exactly once. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
  /** Cases, or rows of cases, that must catch it: every one of them. */
  readonly cases: readonly string[];
  /** Laws of exploration that must catch it: every one of them. */
  readonly laws: readonly string[];
  /** Where it is described. */
  readonly place: Place;
}

const KEYS = ["id", "breaks", "statements", "file", "find", "replace", "cases", "laws"];

function readMutant(table: TableReader): Mutant {
  const mutant = {
    id: table.string("id"),
    breaks: table.string("breaks"),
    statements: table.words("statements"),
    file: table.string("file"),
    find: table.string("find"),
    replace: table.string("replace"),
    cases: table.has("laws") && !table.has("cases") ? [] : table.words("cases"),
    laws: table.has("laws") ? table.words("laws") : [],
    place: table.place,
  };
  if (mutant.statements.length === 0) {
    table.fail(undefined, 'Key "statements" is empty: name a statement that breaks');
  }
  if (mutant.cases.length === 0 && mutant.laws.length === 0) {
    table.fail(undefined, 'Key "cases" is empty: name a case that catches it');
  }
  return mutant;
}

/**
 * Reads the descriptions of mutants.
 *
 * @param files TOML with a `title` and one `[[mutant]]` for each.
 * @returns The mutants, in the order of the files.
 * @throws {FixtureError} With `file:line`, when one is incomplete or has the id of another.
 * @throws {SyntaxError} When a file is no TOML.
 */
export function readMutants(files: readonly FixtureText[]): Mutant[] {
  const mutants = files.flatMap(({ name, text }) => {
    const source = { name, lines: new LineIndex(text) };
    const root = new TableReader(source, { table: parse(text), path: "", keys: ["title", "mutant"] });
    root.string("title");
    return root.tables("mutant", KEYS).map(readMutant);
  });
  const ids = new Set<string>();
  for (const { id, place } of mutants) {
    if (ids.has(id)) {
      throw new FixtureError(`${place.file}:${place.line} Read mutant "${id}" failed: another has this id`);
    }
    ids.add(id);
  }
  return mutants;
}

/**
 * Breaks a file.
 *
 * @param source The file as it is.
 * @param mutant What to change in it.
 * @returns The file as it is then.
 * @throws {FixtureError} When the text to replace is not there exactly once: the code has changed, and the mutant
 * with it.
 */
export function applyMutant(source: string, mutant: Mutant): string {
  const parts = source.split(mutant.find);
  if (parts.length === 2) return parts.join(mutant.replace);
  const { file, line } = mutant.place;
  throw new FixtureError(
    `${file}:${line} Break "${mutant.file}" failed: "find" stands there ${
      parts.length - 1
    } times, expected once`,
  );
}
