import type { Column, Table } from "../model/model.ts";
import type { Dialect } from "./dialect.ts";
import { quote } from "./literals.ts";

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

/**
 * The statements that make the tables and indexes of the model.
 *
 * @param tables The model.
 * @param dialect Of the database.
 * @returns One statement each; safe to run on a database that has them.
 */
export function createStatements(tables: Iterable<Table>, { types }: Dialect): string[] {
  const statements: string[] = [];
  for (const table of sorted(tables)) {
    if (table.source !== table.name) continue;
    const columns = [...table.columns.values()].map((column) => columnDefinition(column, { table, types }));
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
