import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import postgres from "postgres";
import { OPEN } from "../../../lib/server/access/principal.ts";
import type { ActionContext } from "../../../lib/server/actions/action.ts";
import { queueActions } from "../../../lib/server/actions/queue.ts";
import type { SqlValue } from "../../../lib/server/model/row.ts";
import { TABLES } from "../../../lib/server/model/tables.ts";
import { indexStatements, tableStatements } from "../../../lib/server/sql/ddl.ts";
import type { Dialect } from "../../../lib/server/sql/dialect.ts";
import { SQLITE_FUNCTIONS } from "../../../lib/server/sql/functions.ts";
import { generateMasterKey } from "../../../lib/server/access/master_key.ts";
import { startServer } from "../../../lib/server/http/serve.ts";
import { parameter } from "../../../lib/server/sql/parameters.ts";
import { POSTGRES } from "../../../lib/server/sql/postgres_dialect.ts";
import { SQLITE } from "../../../lib/server/sql/sqlite_dialect.ts";
import type { Statement } from "../../../lib/server/sql/write.ts";
import { openPostgres } from "../../../lib/server/store/postgres.ts";
import { Seals } from "../../../lib/server/store/seals.ts";
import { SqlTransaction, type StoredRow } from "../../../lib/server/store/transaction.ts";
import { datasetStatements, rowId } from "../../bench/growth_dataset.ts";
import { growthQueries, QUEUE } from "../../bench/growth_queries.ts";
import { freshDatabase } from "../store/_fresh_database.ts";
import { compile } from "./_snapshots.ts";

const SIZE = { taskRuns: 10_000, history: { states: 3, logs: 5 }, now: 1_600_000_000 };

/** PostgreSQL plans a prepared statement for its values five times, and then, maybe, for any. */
const TIMES = 12;

/** The statements of a document. */
function statementsOf(document: string, dialect: Dialect): Statement[] {
  const inputs = { variables: {}, principal: OPEN };
  return compile(document, dialect).map(({ sql, binds }) => ({
    sql,
    values: binds.map((bind) => parameter(bind, { inputs, dialect })),
  }));
}

/** The statements by which the queue is read: one answer, the tenant, is made up, so that it goes on. */
async function queueStatements(dialect: Dialect): Promise<Statement[]> {
  const statements: Statement[] = [];
  const tenant = rowId("tenant", 0);
  const connection = {
    all(statement: Statement): Promise<readonly StoredRow[]> {
      statements.push(statement);
      return Promise.resolve(statement.sql.includes('FROM "tenant"') ? [[tenant]] : []);
    },
    run: () => Promise.resolve(0),
  };
  const transaction = new SqlTransaction(connection, { dialect, seals: new Seals(undefined) });
  const context = { transaction, principal: OPEN, headers: new Headers() };
  await queueActions.get_runs_in_queue!(context as unknown as ActionContext, {
    input: { tenant_id: tenant, labels: [] },
  });
  return statements;
}

/** The tables that have more rows every day. */
const GROWING = new Set(["flow_run", "task_run", "flow_run_state", "task_run_state", "log"]);

/** Holds every question to its plan: the indexes that it names are used, and nothing that grows is read whole or sorted. */
async function checkPlans(
  t: Deno.TestContext,
  { dialect, explain, faults, namesIndexes }: {
    readonly dialect: Dialect;
    /** The database has no statistics by which it could prefer other indexes. */
    readonly namesIndexes: boolean;
    /** How the database would run a statement, line by line. */
    readonly explain: (statement: Statement) => Promise<string[]>;
    /** The lines that must not be. */
    readonly faults: (lines: readonly string[], statement: Statement) => string[];
  },
): Promise<void> {
  const queries = [
    ...growthQueries(SIZE).map((query) => ({ ...query, statements: statementsOf(query.document, dialect) })),
    { ...QUEUE, statements: await queueStatements(dialect) },
  ];
  for (const { name, statements, indexes } of queries) {
    await t.step(name, async () => {
      const plans = await Promise.all(statements.map(explain));
      const text = plans.flat().join("\n");
      const missing = namesIndexes ? indexes.filter((index) => !new RegExp(`\\b${index}\\b`).test(text)) : [];
      assertEquals(missing, [], text);
      assertEquals(plans.flatMap((lines, position) => faults(lines, statements[position]!)), [], text);
    });
  }
}

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

Deno.test("compileQuery() and the queue read nothing of PostgreSQL that grows with its history", async (t) => {
  await using database = await freshDatabase();
  await (await openPostgres(database.address)).close();
  const sql = postgres(database.address.reveal(), { max: 1, fetch_types: false });
  try {
    for (const statement of datasetStatements(SIZE, "postgres")) await sql.unsafe(statement);
    await sql`ANALYZE`;
    // A table of few rows is read whole and sorted, whatever indexes it has.
    for (const way of ["seqscan", "bitmapscan", "sort"]) await sql.unsafe(`SET enable_${way} = off`);
    await checkPlans(t, {
      dialect: POSTGRES,
      namesIndexes: false,
      explain: async (statement) => {
        const rows = await sql.unsafe(`EXPLAIN ${statement.sql}`, statement.values as string[]);
        return rows.map((row) => String(row["QUERY PLAN"]));
      },
      faults: (lines) =>
        lines.filter((line, position) => {
          const [, table] = /Scan .*\bon (\w+)/.exec(line) ?? [];
          const isNarrow = /^\s*Index Cond:/.test(lines[position + 1] ?? "") ||
            /^[ >-]*Limit/.test(lines[position - 1] ?? "");
          return /^[ >-]*(?:Incremental )?Sort/.test(line) || (GROWING.has(table ?? "") && !isNarrow);
        }),
    });
  } finally {
    await sql.end();
  }
});

Deno.test("openPostgres() plans for the values of a request where two indexes could serve it", async () => {
  await using database = await freshDatabase();
  await (await openPostgres(database.address)).close();
  for (const statement of datasetStatements(SIZE, "postgres")) await database.run(statement);
  await database.run("VACUUM ANALYZE");
  const late = growthQueries(SIZE).find(({ name }) => name === "late runs")!;
  {
    await using server = await startServer({
      backend: "server",
      port: 0,
      database: database.address,
      masterKey: generateMasterKey(),
    });
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ query: late.document });
    for (let times = 0; times < TIMES; times++) {
      await (await fetch(server.url, { method: "POST", headers, body })).body?.cancel();
    }
  }
  // A connection counts when it ends.
  const others =
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
  while ((await database.run(others)).length > 0);
  const [index] = await database.run(
    "SELECT idx_tup_read::int AS read FROM pg_stat_user_indexes WHERE indexrelname = 'ix_flow_run_scheduled_start_time'",
  );
  // The planner itself looks up an end of the index.
  assertEquals(Math.round(Number(index!.read) / TIMES), 1);
});
