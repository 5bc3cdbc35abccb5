/**
 * What the plans of both databases are held to.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { OPEN } from "../../../lib/server/access/principal.ts";
import type { ActionContext } from "../../../lib/server/actions/action.ts";
import { queueActions } from "../../../lib/server/actions/queue.ts";
import type { Dialect } from "../../../lib/server/sql/dialect.ts";
import { parameter } from "../../../lib/server/sql/parameters.ts";
import type { Statement } from "../../../lib/server/sql/write.ts";
import { Seals } from "../../../lib/server/store/seals.ts";
import { SqlTransaction, type StoredRow } from "../../../lib/server/store/transaction.ts";
import { rowId } from "../../bench/growth_dataset.ts";
import { growthQueries, QUEUE } from "../../bench/growth_queries.ts";
import { compile } from "./_snapshots.ts";

/** How much the databases hold. */
export const SIZE = { taskRuns: 10_000, history: { states: 3, logs: 5 }, now: 1_600_000_000 };

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
export const GROWING = new Set(["flow_run", "task_run", "flow_run_state", "task_run_state", "log"]);

/** Holds every question to its plan: the indexes that it names are used, and nothing that grows is read whole or sorted. */
export async function checkPlans(
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
