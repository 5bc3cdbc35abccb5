import type { Column, Table } from "../model/model.ts";
import { encode } from "./codec.ts";
import type { Dialect } from "./dialect.ts";
import { quote, textLiteral } from "./literals.ts";

function columnDefinition(
  column: Column,
  { table, types }: { table: Table; types: Dialect["types"] },
): string {
  // What is sealed is text, whatever it was before.
  const parts = [quote(column.name), types[column.seal ? "String" : column.type]];
  if (column.name === table.primaryKey) parts.push("PRIMARY KEY");
  if (!column.nullable) parts.push("NOT NULL");
  if (column.references !== undefined) {
    const action = column.onDelete === "set null" ? "SET NULL" : "CASCADE";
    parts.push(`REFERENCES ${quote(column.references)}("id") ON DELETE ${action}`);
  }
  return parts.join(" ");
}

function indexName(table: Table, columns: readonly string[]): string {
  return quote(`ix_${table.name}_${columns.join("_")}`);
}

/** Tables after those that they refer to. */
function sorted(tables: Iterable<Table>): Table[] {
  const byName = new Map([...tables].map((table) => [table.name, table]));
  const result = new Set<Table>();
  const visit = (table: Table) => {
    for (const { references } of table.columns.values()) {
      const other = byName.get(references ?? "");
      if (other && other !== table && !result.has(other)) visit(other);
    }
    result.add(table);
  };
  for (const table of byName.values()) visit(table);
  return [...result];
}

/** The tables that are stored: not those that are another view of one. */
function storedTables(tables: Iterable<Table>): Table[] {
  return [...tables].filter((table) => table.source === table.name);
}

/**
 * The statements that make tables, those first that others refer to.
 *
 * @param tables The model.
 * @param dialect Of the database.
 * @returns One statement each; safe to run on a database that has them.
 */
export function tableStatements(tables: Iterable<Table>, { types }: Dialect): string[] {
  return sorted(storedTables(tables)).map((table) => {
    const columns = [...table.columns.values()].map((column) => columnDefinition(column, { table, types }));
    const constraints = table.unique.map((unique) =>
      `CONSTRAINT ${quote(unique.name)} UNIQUE (${unique.columns.map(quote).join(", ")})`
    );
    return `CREATE TABLE IF NOT EXISTS ${quote(table.name)} (${[...columns, ...constraints].join(", ")})`;
  });
}

/**
 * The statements that make indexes.
 *
 * @param tables The model.
 * @returns One statement each; safe to run on a database that has them.
 */
export function indexStatements(tables: Iterable<Table>): string[] {
  return storedTables(tables).flatMap((table) =>
    table.indexes.map((index) => {
      const keys = index.map(quote).join(", ");
      return `CREATE INDEX IF NOT EXISTS ${indexName(table, index)} ON ${quote(table.name)} (${keys})`;
    })
  );
}

/** The value of the rows that are there, where the model has one for all. */
function defaultSql(column: Column, dialect: Dialect): string {
  if (!column.default || !("value" in column.default)) return "";
  const value = dialect.value(column.type, encode(column.type, column.default.value));
  return value === null ? "" : ` DEFAULT ${typeof value === "number" ? value : textLiteral(value)}`;
}

/**
 * The statements that add the columns that tables of an older database lack.
 *
 * @param tables The model.
 * @param options The dialect, and the names of the columns that a table has.
 * @returns One statement for each.
 */
export function columnStatements(
  tables: Iterable<Table>,
  { dialect, columnsOf }: {
    readonly dialect: Dialect;
    readonly columnsOf: (table: string) => ReadonlySet<string>;
  },
): string[] {
  const { types } = dialect;
  return storedTables(tables).flatMap((table) => {
    const known = columnsOf(table.name);
    return [...table.columns.values()].filter(({ name }) => !known.has(name)).map((column) => {
      const definition = columnDefinition(column, { table, types });
      return `ALTER TABLE ${quote(table.name)} ADD COLUMN ${definition}${defaultSql(column, dialect)}`;
    });
  });
}
