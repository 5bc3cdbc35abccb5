import type { Row, SqlValue, Where } from "../model/row.ts";
import { tableNamed } from "../model/tables.ts";
import { decode } from "../sql/codec.ts";
import type { Dialect } from "../sql/dialect.ts";
import { type SelectedColumns, selectStatement } from "../sql/select_statement.ts";
import {
  bindingOf,
  boundColumns,
  completeRow,
  deleteStatement,
  insertStatement,
  type Statement,
  updateEachStatement,
  updateStatement,
  type Writing,
} from "../sql/write.ts";
import type { Seals } from "./seals.ts";
import type { SelectOptions, Transaction } from "./store.ts";

/** The values of a row as they are stored. */
export type StoredRow = readonly SqlValue[];

/** A connection on which a transaction is open. */
export interface Connection {
  /** Runs a statement that gives rows; gives their values, in the order of the statement. */
  all(statement: Statement): Promise<readonly StoredRow[]>;
  /** Runs a statement that changes rows; gives how many. */
  run(statement: Statement): Promise<number>;
}

function byName(names: readonly string[], row: StoredRow): Row {
  return Object.fromEntries(names.map((name, position) => [name, row[position]!]));
}

/** The verbs of a transaction as statements of a dialect, the same for all databases. */
export class SqlTransaction implements Transaction {
  readonly #connection: Connection;
  readonly #dialect: Dialect;
  readonly #seals: Seals;
  readonly #writing: Writing;

  /**
   * @param connection Where statements run.
   * @param options The dialect they are written in, and what seals values.
   */
  constructor(
    connection: Connection,
    { dialect, seals }: { readonly dialect: Dialect; readonly seals: Seals },
  ) {
    this.#connection = connection;
    this.#dialect = dialect;
    this.#seals = seals;
    this.#writing = { dialect, seal: (text, binding) => seals.seal(text, binding) };
  }

  /** Columns of the rows where all conditions hold. */
  // deno-lint-ignore proctor/max-two-args-then-options -- the verbs read as SQL does
  async select(
    name: string,
    columns: readonly string[],
    where: Where,
    options: SelectOptions = {},
  ): Promise<Row[]> {
    const selection = selectStatement(tableNamed(name), { columns, where, ...options }, this.#writing);
    const rows = await this.#connection.all(selection);
    return rows.map((row) => this.#decoded(row, selection.selected, columns.length));
  }

  /** The first values of a row, by their names. */
  #decoded(row: StoredRow, { names, columns }: SelectedColumns, count: number): Row {
    const decoded: Row = {};
    for (let position = 0; position < count; position++) {
      const { type, seal } = columns[position]!;
      const stored = row[position]!;
      const encoded = seal && stored !== null
        ? this.#seals.open(String(stored), bindingOf(seal, byName(names, row)))
        : this.#dialect.encoded(type, stored);
      decoded[names[position]!] = decode(type, encoded);
    }
    return decoded;
  }

  /** Adds rows. */
  async insert(name: string, rows: readonly Row[], options: { onConflict?: "ignore" } = {}): Promise<Row[]> {
    if (rows.length === 0) return [];
    const table = tableNamed(name);
    const complete = rows.map((row) => completeRow(table, row));
    await this.#connection.run(insertStatement(table, complete, { ...this.#writing, ...options }));
    return complete;
  }

  /** Sets columns of the rows where all conditions hold. */
  // deno-lint-ignore proctor/max-two-args-then-options -- the verbs read as SQL does
  async update(name: string, set: Row, where: Where): Promise<number> {
    const table = tableNamed(name);
    if (boundColumns(table, Object.keys(set)).length > 0) {
      const rows = await this.select(name, ["id"], where);
      return await this.updateEach(name, rows.map((row) => ({ ...row, ...set })));
    }
    return await this.#connection.run(updateStatement(table, { set, where }, this.#writing));
  }

  /** Sets columns of many rows, each to its own values. */
  async updateEach(name: string, rows: readonly Row[]): Promise<number> {
    const [first] = rows;
    if (!first) return 0;
    const table = tableNamed(name);
    const bound = boundColumns(table, Object.keys(first));
    const complete = bound.length === 0 ? rows : await this.#withBound(name, rows, bound);
    return await this.#connection.run(updateEachStatement(table, complete, this.#writing));
  }

  /** Rows with the values that their sealed ones are bound to; those that are not there are left out. */
  async #withBound(name: string, rows: readonly Row[], bound: readonly string[]): Promise<Row[]> {
    const found = await this.select(name, ["id", ...bound], { id: rows.map((row) => row.id as string) });
    const byId = new Map(found.map((row) => [row.id, row]));
    return rows.flatMap((row) => byId.has(row.id!) ? [{ ...byId.get(row.id!), ...row }] : []);
  }

  /** Removes the rows where all conditions hold. */
  async delete(name: string, where: Where): Promise<number> {
    return await this.#connection.run(deleteStatement(tableNamed(name), where, this.#writing));
  }
}
