import { assert, assertEquals, assertMatch } from "@std/assert";
import postgres from "postgres";
import { OPEN } from "../../../lib/server/access/principal.ts";
import { parameter } from "../../../lib/server/sql/parameters.ts";
import { POSTGRES } from "../../../lib/server/sql/postgres_dialect.ts";
import { openPostgres } from "../../../lib/server/store/postgres.ts";
import { freshDatabase } from "../store/_fresh_database.ts";
import { compile, SNAPSHOTS } from "./_snapshots.ts";

type Run = (document: string, prefix?: string) => Promise<Record<string, string>[]>;

/** Runs statements on an empty database that has the tables. */
async function withTables(test: (run: Run, sql: postgres.Sql) => Promise<void>): Promise<void> {
  await using database = await freshDatabase();
  await (await openPostgres(database.address)).close();
  const sql = postgres(database.address.reveal(), {
    max: 1,
    fetch_types: false,
    types: { boolean: { to: 16, from: [16], serialize: String, parse: String } },
  });
  try {
    const inputs = { variables: {}, principal: OPEN };
    await test(async (document, prefix = "") => {
      const [query] = compile(document, POSTGRES);
      const values = query!.binds.map((bind) => parameter(bind, { inputs, dialect: POSTGRES }));
      return await sql.unsafe(`${prefix}${query!.sql}`, values as string[]);
    }, sql);
  } finally {
    await sql.end();
  }
}

Deno.test("compileQuery() writes statements that PostgreSQL runs", () =>
  withTables(async (run) => {
    for (const { document } of SNAPSHOTS) {
      const rows = await run(document);
      assert(rows.every(({ json }) => JSON.parse(json!) !== undefined), document);
    }
  }));

Deno.test("compileQuery() writes what a request says nowhere into a statement for PostgreSQL", () =>
  withTables(async (run, sql) => {
    const hostile = `x'; DROP TABLE \\"flow\\"; --`;
    const rows = await run(`{ flow(where: { name: { _in: ["${hostile}", "{\\"}"] } }) { id } }`);
    assertEquals(rows.map(({ json }) => json), ["[]"]);
    assertEquals([...await sql`SELECT count(*)::integer AS n FROM "flow"`], [{ n: 0 }]);
  }));

/** Queries that clients send all day, and the index that must serve each. Source: `clients.md` (c), (e); S43, S44, S50. */
const SERVED: ReadonlyArray<readonly [name: string, document: string, plan: RegExp]> = [
  [
    "the last run of each of 100 flows",
    "{ flow(limit: 100, order_by: { name: asc }) { flow_runs(order_by: { start_time: desc }, limit: 1) { id } } }",
    /Limit.*Index Scan Backward using ix_flow_run_flow_id_start_time.*Index Cond: \(flow_id = /s,
  ],
  [
    "the latest failed task runs",
    '{ task_run(where: { state: { _eq: "Failed" } }, order_by: { state_timestamp: desc }, limit: 5) { name } }',
    /Index Scan Backward using ix_task_run_state_state_timestamp/,
  ],
  [
    "the logs of a run",
    "{ flow_run(limit: 1) { logs(order_by: { timestamp: asc }, limit: 10) { message } } }",
    /Index Scan using ix_log_flow_run_id_timestamp/,
  ],
];

Deno.test("compileQuery() leaves common queries to an index of PostgreSQL", (t) =>
  withTables(async (run, sql) => {
    // Empty tables are read whole, whatever indexes they have.
    await sql`SET enable_seqscan = off`;
    await sql`SET enable_sort = off`;
    await sql`SET enable_bitmapscan = off`;
    for (const [name, document, expected] of SERVED) {
      await t.step(name, async () => {
        const plan = (await run(document, "EXPLAIN ")).map((row) => row["QUERY PLAN"]).join("\n");
        assertMatch(plan, expected);
      });
    }
  }));
