import { parse } from "@std/toml";
import { FixtureError } from "../core/errors.ts";
import { LineIndex } from "./line_index.ts";
import { linkSuite } from "./link_suite.ts";
import { MATRIX_KEYS, readMatrix } from "./read_matrix.ts";
import { CAPABILITY_KEYS, CASE_KEYS, PRINCIPAL_KEYS, SETUP_KEYS } from "./read_recipe.ts";
import { readCapability, readCase, readPrincipal, readSetup } from "./read_recipe.ts";
import { PLAIN_PROFILE, PROFILE_KEYS, readProfile } from "./read_profile.ts";
import type { Capability, Case, Matrix, Principal, Profile, Setup, Statement, Suite } from "./suite.ts";
import { TableReader } from "./table_reader.ts";

/** A fixture file as it was found. */
export interface FixtureText {
  /** Its path as the user knows it, for messages. */
  readonly name: string;
  /** What is in it. */
  readonly text: string;
  /** Whether its cases are left out: it is there for what the cases of other files are made of. */
  readonly borrowed?: boolean;
}

/** What a fixture file may hold at its root. */
export const FILE_KEYS: readonly string[] = [
  "title",
  "source",
  "case",
  "setup",
  "principal",
  "capability",
  "matrix",
];
const STATEMENTS_KEYS = ["title", "statement"];

/** Everything read so far, and everything that was wrong. */
class Collection {
  readonly cases: Case[] = [];
  readonly matrices: Matrix[] = [];
  readonly setups: Setup[] = [];
  readonly principals: Principal[] = [];
  readonly capabilities: Capability[] = [];
  readonly statements: Statement[] = [];
  readonly problems: string[] = [];
  profile: Profile = PLAIN_PROFILE;

  /** Keeps the message of a broken fixture and goes on, so that one run shows all of them. */
  attempt(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof FixtureError)) throw error;
      this.problems.push(error.message);
    }
  }

  /** Reads each table of a list into a list. */
  each<T>(
    tables: readonly TableReader[],
    { into, read }: { into: T[]; read: (table: TableReader) => T },
  ): void {
    for (const table of tables) this.attempt(() => into.push(read(table)));
  }
}

function rootOf({ name, text }: FixtureText, keys: readonly string[]): TableReader {
  try {
    return new TableReader({ name, lines: new LineIndex(text) }, { table: parse(text), path: "", keys });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [, line = "1", what = error.message] = /on line (\d+), (.*)/s.exec(error.message) ?? [];
    throw new FixtureError(`${name}:${line} Read the file failed: it is no TOML, ${what}`, { cause: error });
  }
}

function readStatement(table: TableReader): Statement {
  return { id: table.string("id"), text: table.string("text"), suite: table.flag("suite") };
}

/** What cases are made of. */
function readParts(root: TableReader, into: Collection): void {
  const backends = into.profile.backends.map(({ name }) => name);
  into.each(root.tables("setup"), {
    into: into.setups,
    read: (table) => readSetup(table.only(SETUP_KEYS), backends),
  });
  into.each(root.tables("principal"), {
    into: into.principals,
    read: (table) => readPrincipal(table.only(PRINCIPAL_KEYS)),
  });
  into.each(root.tables("capability"), {
    into: into.capabilities,
    read: (table) => readCapability(table.only(CAPABILITY_KEYS)),
  });
}

function readCases(root: TableReader, into: Collection): void {
  const { profile } = into;
  const convention = root.string("title");
  root.string("source");
  const backends = profile.backends.map(({ name }) => name);
  into.each(root.tables("case"), {
    into: into.cases,
    read: (table) => readCase(table.only(CASE_KEYS), { convention, backends }),
  });
  const table = root.table("matrix", MATRIX_KEYS);
  if (!table) return;
  into.attempt(() => {
    const { matrix, cases } = readMatrix(table, { convention, profile });
    into.matrices.push(matrix);
    into.cases.push(...cases);
  });
}

function baseOf({ name }: FixtureText): string {
  return name.split(/[\\/]/).at(-1)!;
}

function readFile(file: FixtureText, into: Collection): void {
  if (baseOf(file) === "statements.toml") {
    const tables = rootOf(file, STATEMENTS_KEYS).tables("statement", ["id", "text", "suite"]);
    return into.each(tables, { into: into.statements, read: readStatement });
  }
  const root = rootOf(file, FILE_KEYS);
  readParts(root, into);
  if (!file.borrowed) readCases(root, into);
}

/**
 * Reads, checks and compiles all fixtures. Nothing that can be known to be wrong is left for the run.
 *
 * @param files Their texts; the order is the order of the report.
 * @returns The suite.
 * @throws {FixtureError} With one line, `file:line what is wrong`, for every mistake in every file.
 *
 * @example A mistake is told with its place
 * ```ts
 * import { FixtureError } from "../core/errors.ts";
 * import { readSuite } from "./read_suite.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const text = 'title = "Ids"\nsource = "API page"\n[[case]]\nid = "a"\ndocumnet = "{ hello }"';
 * assertThrows(() => readSuite([{ name: "ids.toml", text }]), FixtureError, 'ids.toml:5 Unknown key "documnet"');
 * ```
 */
export function readSuite(files: readonly FixtureText[]): Suite {
  const read = new Collection();
  const profile = files.find((file) => baseOf(file) === "profile.toml");
  // First, for it says which backends the others may name.
  if (profile) read.attempt(() => read.profile = readProfile(rootOf(profile, PROFILE_KEYS)));
  for (const file of files) {
    if (file !== profile) read.attempt(() => readFile(file, read));
  }
  if (read.problems.length > 0) throw new FixtureError(read.problems.join("\n"));
  return linkSuite(read);
}
