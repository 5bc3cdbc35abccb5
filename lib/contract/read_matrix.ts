import { nameHint } from "./nearest_name.ts";
import { NAME_REGEXP, readProved } from "./read_recipe.ts";
import { OPERATION_KEYS, readTrial } from "./read_trial.ts";
import {
  type Case,
  type Cell,
  CELLS,
  LEVELS,
  type Matrix,
  type Profile,
  type Recipe,
  type Row,
} from "./suite.ts";
import type { TableReader } from "./table_reader.ts";
import { constant } from "./template.ts";

/** What a `[matrix]` may hold. */
export const MATRIX_KEYS: readonly string[] = ["id", "keeper", "table", "column", "operation"];
/** What a `[[matrix.column]]` may hold. */
export const COLUMN_KEYS: readonly string[] = ["name", "title", "proves", "level"];

/** The lines of a text table, cut at the bars. */
function linesOf(table: string): string[][] {
  const lines = table.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => line.split("|").map((cell) => cell.trim()));
}

function readCell(reader: TableReader, { row, word }: { row: string; word: string }): Cell {
  const cell = CELLS.find((known) => known === word);
  if (cell !== undefined) return cell;
  return reader.fail("table", `Row "${row}" has the cell "${word}": expected one of ${CELLS.join(", ")}`);
}

/** Cuts the text table up; every row has a cell for every column. */
function readTable(reader: TableReader): Omit<Matrix, "id"> {
  const [head = [], ...lines] = linesOf(reader.string("table"));
  const columns = head.slice(1);
  const rows = lines.map(([operation = "", ...words]) => {
    if (words.length !== columns.length) {
      reader.fail(
        "table",
        `Row "${operation}" has ${words.length} cells: expected ${columns.length}, one for each column`,
      );
    }
    return { operation, cells: words.map((word) => readCell(reader, { row: operation, word })) };
  });
  return { columns, rows };
}

/** Makes sure that the table and the tables beside it have the same names, each once. */
function matchNames(reader: TableReader, { key, rows }: { key: string; rows: readonly string[] }): void {
  const names = reader.tables(key).map((table) => table.string("name"));
  for (const [index, row] of rows.entries()) {
    if (rows.indexOf(row) < index) reader.fail("table", `Name "${row}" stands twice in the table: keep one`);
    if (!names.includes(row)) {
      reader.fail("table", `Name "${row}" of the table has no [[matrix.${key}]]: ${nameHint(row, names)}`);
    }
  }
  for (const [index, table] of reader.tables(key).entries()) {
    const name = names[index]!;
    if (names.indexOf(name) < index || !rows.includes(name)) {
      table.fail("name", `Name "${name}" is not once in the table: ${nameHint(name, rows)}`);
    }
  }
}

/**
 * Reads a `[matrix]`: a table of who may do what becomes one case for each column, with a row for each operation.
 *
 * @param reader Its table.
 * @param context The title of its file, and the profile: only backends that take keys know who asks.
 * @returns The table, and the cases.
 * @throws {FixtureError} When it is not written as `fixtures/README.md`, "A matrix", says, or has an empty cell.
 */
export function readMatrix(
  reader: TableReader,
  { convention, profile }: { readonly convention: string; readonly profile: Profile },
): { readonly matrix: Matrix; readonly cases: readonly Case[] } {
  const id = reader.string("id");
  if (!NAME_REGEXP.test(id)) {
    reader.fail("id", `Name "${id}" is not allowed: expected lower case letters and digits, joined by "-"`);
  }
  const { columns, rows } = readTable(reader);
  matchNames(reader, { key: "column", rows: columns });
  matchNames(reader, { key: "operation", rows: rows.map(({ operation }) => operation) });
  const operations = new Map(
    reader.tables("operation", OPERATION_KEYS).map((table) => [table.string("name"), table]),
  );
  const keeper = reader.string("keeper");
  // The same in every column, and not cheap to compile.
  const trials = new Map<string, Omit<Recipe, "as">>();
  const trialOf = (name: string, cell: Cell) => {
    const key = `${cell} ${name}`;
    const known = trials.get(key) ?? readTrial({ operation: operations.get(name)!, cell, keeper, profile });
    trials.set(key, known);
    return known;
  };
  const cases = reader.tables("column", COLUMN_KEYS).map((column): Case => {
    const name = column.string("name");
    const position = columns.indexOf(name);
    return {
      name: `${id}-${name}`,
      place: column.place,
      as: name,
      needs: [],
      steps: [],
      undo: [],
      title: column.string("title"),
      convention,
      proves: readProved(column),
      level: column.word("level", LEVELS),
      backends: profile.backends.filter(({ credential }) => credential.length > 0).map(({ name }) => name),
      requires: [],
      tags: [id],
      volatile: [],
      rows: rows.map(({ operation, cells }): Row => ({
        label: operation,
        values: constant({ as: name }),
        recipe: { ...trialOf(operation, cells[position]!), as: name },
      })),
      writes: true,
    };
  });
  return { matrix: { id, columns, rows }, cases };
}
