/**
 * The statements behind the verbs of a transaction that write, with their values: one statement each, however many rows.
 *
 * @module
 */
import { currentTimestamp } from "../../core/timestamp.ts";
import type { Column, Seal, Table } from "../model/model.ts";
import type { Row, SqlValue, Where } from "../model/row.ts";
import { encode } from "./codec.ts";
import type { Dialect } from "./dialect.ts";
import { quote } from "./literals.ts";
import { columnOf, type Place, Values, whereSql } from "./where.ts";

/** A statement and the values for its placeholders. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** What a statement is written with. */
export interface Writing {
  readonly dialect: Dialect;
  /** Encrypts a text, bound to another. */
  readonly seal: (text: string, binding: string) => string;
}

/** Where a column of the table is that a statement writes. */
function placeIn(table: Table): (name: string) => Place {
  return (name) => ({ column: columnOf(table, name), sql: quote(name) });
}

/**
 * What a sealed value of a row is bound to.
 *
 * @param seal What the model says of it.
 * @param row Has the columns that are named there.
 * @returns A text.
 *
 * @example A secret is its tenant's, under its name
 * ```ts
 * import { bindingOf } from "./write.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bindingOf({ label: "secret", columns: ["name"] }, { name: "DB" }), '["secret","DB"]');
 * ```
 */
export function bindingOf({ label, columns }: Seal, row: Row): string {
  return JSON.stringify([label, ...columns.map((name) => row[name]!)]);
}

/**
 * The columns that sealed values are bound to.
 *
 * @param table The table.
 * @param columns Names of columns of it; other names are left out.
 * @returns The names of all columns of the table that a sealed one of `columns` is bound to.
 *
 * @example A secret is bound to its name
 * ```ts
 * import { tableNamed } from "../model/tables.ts";
 * import { boundColumns } from "./write.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(boundColumns(tableNamed("secret"), ["value"]), ["tenant_id", "name"]);
 * assertEquals(boundColumns(tableNamed("tenant"), ["name"]), []);
 * ```
 */
export function boundColumns(table: Table, columns: readonly string[]): readonly string[] {
  const seals = columns.flatMap((name) => table.columns.get(name)?.seal ?? []);
  return [...new Set(seals.flatMap((seal) => seal.columns))];
}

function storedValue(column: Column, row: Row, { dialect, seal }: Writing): SqlValue {
  const encoded = encode(column.type, row[column.name] ?? null);
  return column.seal && encoded !== null
    ? seal(String(encoded), bindingOf(column.seal, row))
    : dialect.value(column.type, encoded);
}

/**
 * A row with everything filled in that the model says an insert fills in.
 *
 * @param table Where it goes.
 * @param row What is given of it.
 * @returns The whole row.
 *
 * @example What an insert fills in
 * ```ts
 * import { tableNamed } from "../model/tables.ts";
 * import { completeRow } from "./write.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { name, settings } = completeRow(tableNamed("tenant"), { name: "Acme", slug: "acme" });
 * assertEquals({ name, settings }, { name: "Acme", settings: {} });
 * ```
 */
export function completeRow(table: Table, row: Row): Row {
  for (const name of Object.keys(row)) columnOf(table, name);
  const complete: Row = {};
  for (const column of table.columns.values()) {
    const given = row[column.name];
    if (given !== undefined) complete[column.name] = given;
    else if (column.default === undefined) complete[column.name] = null;
    else if ("value" in column.default) complete[column.name] = column.default.value;
    else {complete[column.name] = column.default.generated === "uuid"
        ? crypto.randomUUID()
        : currentTimestamp();}
  }
  return complete;
}

/** What the text of an insert depends on, but for the table. */
interface InsertForm {
  readonly dialect: Dialect;
  /** Whether it is of one row, whose values have placeholders of their own. */
  readonly isOne: boolean;
  readonly onConflict: "ignore" | undefined;
}

/** All texts of inserts, two or three a table: of the table and the dialect themselves, as mutants have others of the same names. */
const INSERTS = new WeakMap<Table, WeakMap<Dialect, Map<string, string>>>();

function makeInsertSql(table: Table, { dialect, isOne, onConflict }: InsertForm): string {
  const columns = [...table.columns.values()];
  const into = `INSERT INTO ${quote(table.source)} (${columns.map(({ name }) => quote(name)).join(", ")})`;
  const ignoring = onConflict === "ignore" ? " ON CONFLICT DO NOTHING" : "";
  if (isOne) {
    const placeholders = columns.map((_, position) => dialect.placeholder(position + 1));
    return `${into} VALUES (${placeholders.join(", ")})${ignoring}`;
  }
  const { from, cells } = dialect.rowSource(table.source, { columns, placeholder: dialect.placeholder(1) });
  // SQLite would take ON for the beginning of a join, were there no WHERE.
  return `${into} SELECT ${cells.join(", ")} FROM ${from} WHERE true${ignoring}`;
}

function insertSql(table: Table, form: InsertForm): string {
  const { dialect, isOne, onConflict } = form;
  return INSERTS
    .getOrInsertComputed(table, () => new WeakMap())
    .getOrInsertComputed(dialect, () => new Map())
    .getOrInsertComputed(`${isOne} ${onConflict}`, () => makeInsertSql(table, form));
}

/**
 * Adds complete rows.
 *
 * @param table Where they go.
 * @param rows What {@linkcode completeRow} gave, at least one.
 * @param options `onConflict`: `ignore` leaves out what is there already.
 * @returns The statement.
 */
export function insertStatement(
  table: Table,
  rows: readonly Row[],
  options: Writing & { readonly onConflict?: "ignore" | undefined },
): Statement {
  const { dialect, onConflict } = options;
  const columns = [...table.columns.values()];
  const stored = rows.map((row) => columns.map((column) => storedValue(column, row, options)));
  const isOne = stored.length === 1;
  const sql = insertSql(table, { dialect, isOne, onConflict });
  return { sql, values: isOne ? stored[0]! : [dialect.rows(columns, stored)] };
}

function withUpdated(table: Table, set: Row): Row {
  return table.columns.has("updated") ? { ...set, updated: currentTimestamp() } : set;
}

/**
 * Sets columns of the rows where all conditions hold; of a sealed one the rest of `set` has what it is bound to.
 *
 * @param table Whose rows.
 * @param change What to set, and where.
 * @param options The dialect, and what seals.
 * @returns The statement.
 */
export function updateStatement(
  table: Table,
  change: { readonly set: Row; readonly where: Where },
  options: Writing,
): Statement {
  const values = new Values(options.dialect);
  const set = withUpdated(table, change.set);
  const assignments = Object.keys(set).map((name) =>
    `${quote(name)} = ${values.add(storedValue(columnOf(table, name), set, options))}`
  );
  const where = whereSql(change.where, { values, placeOf: placeIn(table) });
  return {
    sql: `UPDATE ${quote(table.source)} SET ${assignments.join(", ")}${where}`,
    values: values.all,
  };
}

/**
 * Sets columns of many rows by `id`, each to its own values.
 *
 * @param table Whose rows.
 * @param rows Each with its `id` and the same columns.
 * @param options The dialect, and what seals.
 * @returns The statement.
 */
export function updateEachStatement(
  table: Table,
  rows: readonly Row[],
  options: Writing,
): Statement {
  const { dialect } = options;
  if (rows.length === 1) {
    const { id, ...set } = rows[0]!;
    return updateStatement(table, { set, where: { id: id as string } }, options);
  }
  const complete = rows.map((row) => withUpdated(table, row));
  const names = Object.keys(complete[0] ?? {}).filter((name) => name !== "id");
  const columns = ["id", ...names].map((name) => columnOf(table, name));
  const stored = complete.map((row) => columns.map((column) => storedValue(column, row, options)));
  const { from, cells } = dialect.rowSource(table.source, { columns, placeholder: dialect.placeholder(1) });
  const [id, ...others] = cells;
  const assignments = names.map((name, position) => `${quote(name)} = ${others[position]}`);
  return {
    sql: `UPDATE ${quote(table.source)} SET ${assignments.join(", ")} FROM ${from}` +
      ` WHERE ${quote(table.source)}."id" = ${id}`,
    values: [dialect.rows(columns, stored)],
  };
}

/**
 * Removes the rows where all conditions hold.
 *
 * @param table Whose rows.
 * @param where The conditions, by column.
 * @param options `dialect`: of which database.
 * @returns The statement.
 */
export function deleteStatement(
  table: Table,
  where: Where,
  { dialect }: Pick<Writing, "dialect">,
): Statement {
  const values = new Values(dialect);
  const sql = `DELETE FROM ${quote(table.source)}${whereSql(where, { values, placeOf: placeIn(table) })}`;
  return { sql, values: values.all };
}
