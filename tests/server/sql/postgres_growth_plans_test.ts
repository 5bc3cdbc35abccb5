import { assertEquals } from "@std/assert";
import postgres from "postgres";
import { generateMasterKey } from "../../../lib/server/access/master_key.ts";
import { startServer } from "../../../lib/server/http/serve.ts";
import { POSTGRES } from "../../../lib/server/sql/postgres_dialect.ts";
import { openPostgres } from "../../../lib/server/store/postgres.ts";
import { datasetStatements } from "../../bench/growth_dataset.ts";
import { growthQueries } from "../../bench/growth_queries.ts";
import { freshDatabase } from "../store/_fresh_database.ts";
import { checkPlans, GROWING, SIZE } from "./_growth.ts";

/** PostgreSQL plans a prepared statement for its values five times, and then, maybe, for any. */
const TIMES = 12;

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
