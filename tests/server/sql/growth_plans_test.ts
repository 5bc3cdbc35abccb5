import { DatabaseSync } from "node:sqlite";
import type { SqlValue } from "../../../lib/server/model/row.ts";
import { TABLES } from "../../../lib/server/model/tables.ts";
import { indexStatements, tableStatements } from "../../../lib/server/sql/ddl.ts";
import { SQLITE_FUNCTIONS } from "../../../lib/server/sql/functions.ts";
import { SQLITE } from "../../../lib/server/sql/sqlite_dialect.ts";
import { checkPlans, GROWING } from "./_growth.ts";

Deno.test("compileQuery() and the queue read nothing of SQLite that grows with its history", async (t) => {
  using database = new DatabaseSync(":memory:");
  for (const { name, apply } of SQLITE_FUNCTIONS) {
    database.function(name, { varargs: true }, (...given: unknown[]) => apply(...given as SqlValue[]));
  }
  for (const statement of tableStatements(TABLES.values(), SQLITE)) database.exec(statement);
  for (const statement of indexStatements(TABLES.values())) database.exec(statement);
  await checkPlans(t, {
    dialect: SQLITE,
    namesIndexes: true,
    explain: ({ sql, values }) => {
      const rows = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
      return Promise.resolve(rows.map(({ detail }) => String(detail)));
    },
    faults: (lines, { sql }) => {
      const tables = new Map(
        [...sql.matchAll(/"(\w+)" AS (t\d+)/g)].map(([, table, alias]) => [alias, table]),
      );
      return lines.filter((line) => {
        const [, read] = /^SCAN (\w+)/.exec(line) ?? [];
        return line.includes("TEMP B-TREE") || GROWING.has(tables.get(read) ?? read ?? "");
      });
    },
  });
});
