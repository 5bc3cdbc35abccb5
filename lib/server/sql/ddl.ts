import type { Column, ColumnType, Table } from "../model/model.ts";

const TYPES: Readonly<Record<ColumnType, string>> = {
  uuid: "TEXT",
  String: "TEXT",
  Int: "INTEGER",
  Boolean: "INTEGER",
  jsonb: "TEXT",
  // Text in a form whose order is the order of the moments: see lib/core/timestamp.ts.
  timestamptz: "TEXT",
  // Microseconds.
  interval: "INTEGER",
};

/**
 * A name as SQL takes it, whatever it is.
 *
 * @example A name with a quote in it
 * ```ts
 * import { quote } from "./ddl.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(quote('a"b'), '"a""b"');
 * ```
 */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL takes it, whatever it is. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function columnDefinition(table: Table, column: Column): string {
  const parts = [quote(column.name), TYPES[column.type]];
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

/**
 * The statements that make the tables and indexes of the model in SQLite.
 *
 * @param tables The model.
 * @returns One statement each; safe to run on a database that has them.
 */
export function createStatements(tables: Iterable<Table>): string[] {
  const statements: string[] = [];
  for (const table of tables) {
    if (table.source !== table.name) continue;
    const columns = [...table.columns.values()].map((column) => columnDefinition(table, column));
    const constraints = table.unique.map((unique) =>
      `CONSTRAINT ${quote(unique.name)} UNIQUE (${unique.columns.map(quote).join(", ")})`
    );
    statements.push(
      `CREATE TABLE IF NOT EXISTS ${quote(table.name)} (${[...columns, ...constraints].join(", ")})`,
    );
    for (const index of table.indexes) {
      const keys = index.map(quote).join(", ");
      statements.push(
        `CREATE INDEX IF NOT EXISTS ${indexName(table, index)} ON ${quote(table.name)} (${keys})`,
      );
    }
  }
  return statements;
}
