import { assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { TABLES } from "../../../lib/server/model/tables.ts";
import { OPEN } from "../../../lib/server/access/principal.ts";
import { Documents, type ValidDocument } from "../../../lib/server/http/documents.ts";
import { prepareOperation } from "../../../lib/server/http/prepare.ts";
import type { RootPlan } from "../../../lib/server/plan/plan.ts";
import { makeSchema } from "../../../lib/server/schema/schema.ts";
import { compileQuery, type Query } from "../../../lib/server/sql/compile.ts";
import { createStatements } from "../../../lib/server/sql/ddl.ts";
import { SQLITE_FUNCTIONS } from "../../../lib/server/sql/functions.ts";
import { parameter } from "../../../lib/server/sql/parameters.ts";
import { SQLITE } from "../../../lib/server/sql/sqlite_dialect.ts";

const schema = makeSchema("server");
const documents = new Documents(schema, { depth: 7, tokens: 10_000 });

/** The statements of a document, one for each root field. */
function compile(text: string): Query[] {
  const document = documents.get(text) as ValidDocument;
  assertEquals(document.kind, "valid");
  const from = { document, operation: document.operations[0]! };
  const queries: Query[] = [];
  const prepare = (plan: RootPlan) => {
    queries.push(compileQuery(plan, SQLITE));
    return { json: () => Promise.reject(new TypeError("not run")) };
  };
  prepareOperation(schema, from, { variables: {}, visibility: "open", store: { prepare } });
  return queries;
}

function emptyDatabase(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  for (const { name, apply } of SQLITE_FUNCTIONS) {
    database.function(name, { varargs: true }, (...given: unknown[]) => apply(...given as (string | null)[]));
  }
  for (const statement of createStatements(TABLES.values(), SQLITE)) database.exec(statement);
  return database;
}

/** How SQLite would run the first root field. */
function planOf(database: DatabaseSync, text: string): string[] {
  const { sql, binds } = compile(text)[0]!;
  const values = binds.map((bind) =>
    parameter(bind, { inputs: { variables: {}, principal: OPEN }, dialect: SQLITE })
  );
  return database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values).map((row) => String(row.detail));
}

Deno.test("compileQuery() writes the documented query S43 as one statement", () => {
  const [query, ...others] = compile(`{
    flow(where: { name: { _ilike: "%train" } }) {
      id
      name
      flow_run(order_by: { start_time: desc }, limit: 1) { id state }
    }
  }`);
  assertEquals(others, []);
  assertEquals(
    query!.sql,
    `SELECT json_group_array(json_object('id', t0."id", 'name', t0."name", 'flow_run', ` +
      `(SELECT json_group_array(json_object('id', t2."id", 'state', t2."state")) AS json FROM ` +
      `(SELECT t1."id", t1."state" FROM "flow_run" AS t1 WHERE t1."flow_id" = t0."id" ` +
      `ORDER BY t1."start_time" DESC NULLS FIRST LIMIT CAST(?2 AS INTEGER)) AS t2))) AS json ` +
      `FROM "flow" AS t0 WHERE t0."name" LIKE (?1 || '') ESCAPE '\\'`,
  );
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
  );
  assertEquals(query!.sql.includes("DROP"), false);
  const database = emptyDatabase();
  const values = query!.binds.map((bind) =>
    parameter(bind, { inputs: { variables: {}, principal: OPEN }, dialect: SQLITE })
  );
  assertEquals(values, [`x'; DROP TABLE "flow"; --`]);
  assertEquals(database.prepare(query!.sql).get(...values)!.json, "[]");
  assertEquals(database.prepare('SELECT count(*) AS n FROM "flow"').get()!.n, 0);
  database.close();
});
