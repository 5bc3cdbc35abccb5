import { assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { TABLES } from "../../../lib/server/model/tables.ts";
import { OPEN } from "../../../lib/server/access/principal.ts";
import type { SqlValue } from "../../../lib/server/model/row.ts";
import type { Bind } from "../../../lib/server/plan/plan.ts";
import type { Query } from "../../../lib/server/sql/compile.ts";
import { indexStatements, tableStatements } from "../../../lib/server/sql/ddl.ts";
import { SQLITE_FUNCTIONS } from "../../../lib/server/sql/functions.ts";
import { parameter } from "../../../lib/server/sql/parameters.ts";
import { SEAL_MARK } from "../../../lib/server/sql/seal_mark.ts";
import { SQLITE } from "../../../lib/server/sql/sqlite_dialect.ts";
import { compile, DIALECTS, SNAPSHOTS } from "./_snapshots.ts";

function emptyDatabase(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  for (const { name, apply } of SQLITE_FUNCTIONS) {
    database.function(name, { varargs: true }, (...given: unknown[]) => apply(...given as (string | null)[]));
  }
  for (const statement of tableStatements(TABLES.values(), SQLITE)) database.exec(statement);
  for (const statement of indexStatements(TABLES.values())) database.exec(statement);
  return database;
}

function valuesOf(binds: readonly Bind[]): SqlValue[] {
  const inputs = { variables: {}, principal: OPEN };
  return binds.map((bind) => parameter(bind, { inputs, dialect: SQLITE }));
}

/** How SQLite would run the first root field. */
function planOf(database: DatabaseSync, text: string): string[] {
  const { sql, binds } = compile(text, SQLITE)[0]!;
  const values = valuesOf(binds);
  return database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values).map((row) => String(row.detail));
}

for (const { name, document, sql } of SNAPSHOTS) {
  for (const dialect of Object.values(DIALECTS)) {
    Deno.test(`compileQuery() writes ${name} as one statement for ${dialect.name}`, () => {
      const statements = compile(document, dialect).map((query) => query.sql.replaceAll(SEAL_MARK, "MARK "));
      assertEquals(statements, [sql[dialect.name]]);
    });
  }
}

Deno.test("compileQuery() writes statements that SQLite runs", () => {
  const database = emptyDatabase();
  for (const { document } of SNAPSHOTS) {
    const [{ sql, binds }] = compile(document, SQLITE) as [Query];
    database.prepare(sql).all(...valuesOf(binds));
  }
  database.close();
});

/** Queries that clients send all day, and the index that must serve each. Source: clients.md (c), (e); S43, S44, S50. */
const SERVED: ReadonlyArray<readonly [name: string, document: string, plan: RegExp]> = [
  [
    "the last run of a flow",
    "{ flow { flow_runs(order_by: { start_time: desc }, limit: 1) { id } } }",
    /SEARCH \w+ USING INDEX ix_flow_run_flow_id_start_time \(flow_id=\?\)/,
  ],
  [
    "the latest failed task runs",
    '{ task_run(where: { state: { _eq: "Failed" } }, order_by: { state_timestamp: desc }, limit: 5) { name } }',
    /SEARCH \w+ USING INDEX ix_task_run_state_state_timestamp \(state=\?\)/,
  ],
  [
    "runs since a moment",
    '{ flow_run(where: { start_time: { _gt: "2019-01-01" } }) { id } }',
    /SEARCH \w+ USING INDEX ix_flow_run_start_time \(start_time>\?\)/,
  ],
  [
    "the logs of a run",
    "{ flow_run(limit: 1) { logs(order_by: { timestamp: asc }) { message } } }",
    /SEARCH \w+ USING INDEX ix_log_flow_run_id_timestamp \(flow_run_id=\?\)/,
  ],
  [
    "the newest version by name",
    '{ flow(where: { name: { _eq: "a" }, archived: { _eq: false } }, order_by: { version: desc }, limit: 1) { id } }',
    /SEARCH \w+ USING INDEX ix_flow_name \(name=\?\)/,
  ],
];

Deno.test("compileQuery() leaves common queries to an index", async (t) => {
  const database = emptyDatabase();
  for (const [name, document, expected] of SERVED) {
    await t.step(name, () => {
      const plan = planOf(database, document);
      assertMatch(plan.join("\n"), expected);
      assertEquals(
        plan.filter((detail) => detail.includes("TEMP B-TREE") && name !== "the newest version by name"),
        [],
      );
    });
  }
  database.close();
});

Deno.test("compileQuery() binds what a request says and writes none of it into the statement", () => {
  const hostile = `x'; DROP TABLE \\"flow\\"; --`;
  const [query] = compile(
    `{ flow(where: { name: { _eq: "${hostile}" } }, order_by: { name: asc }) { a: name } }`,
    SQLITE,
  );
  assertEquals(query!.sql.includes("DROP"), false);
  const database = emptyDatabase();
  const values = valuesOf(query!.binds);
  assertEquals(values, [`x'; DROP TABLE "flow"; --`]);
  assertEquals(database.prepare(query!.sql).get(...values)!.json, "[]");
  assertEquals(database.prepare('SELECT count(*) AS n FROM "flow"').get()!.n, 0);
  database.close();
});
