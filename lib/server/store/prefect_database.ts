import postgres from "postgres";
import { ConfigurationError, UnreachableError } from "../../core/errors.ts";
import { type JsonObject, parseJson } from "../../core/json.ts";
import type { Secret } from "../../core/secret.ts";
import type { Table } from "../model/model.ts";
import { TABLES } from "../model/tables.ts";
import { quote } from "../sql/literals.ts";
import { isAbsence } from "./postgres_errors.ts";

/** How many rows are fetched at a time. */
const PAGE = 1000;

/** A row of a database of Prefect Server, as far as Proctor has columns for it. */
export interface PrefectRow {
  readonly table: string;
  readonly row: JsonObject;
}

/** What to read, and what to do with it. */
export interface PrefectReading<T> {
  /** In the order of the rows. */
  readonly tables: readonly Table[];
  /** Is given the rows, as they all were at one moment. */
  readonly work: (rows: AsyncIterable<PrefectRow>) => Promise<T>;
}

/** Prefect leaves the tenant of states, logs and tasks open; it is that of what they hang on. */
function tenantSql(table: Table): string {
  const owner = [...table.columns.values()].find(({ name, references }) =>
    name !== "tenant_id" && references !== undefined && TABLES.get(references)!.columns.has("tenant_id")
  );
  if (!owner) return "own.tenant_id";
  const found = `SELECT tenant_id FROM ${quote(owner.references!)} WHERE id = own.${quote(owner.name)}`;
  return `coalesce(own.tenant_id, (${found})) AS tenant_id`;
}

function selectSql(table: Table, there: ReadonlySet<string>): string {
  const columns = [...table.columns.keys()].filter((name) => there.has(name));
  const read = columns.map((name) => name === "tenant_id" ? tenantSql(table) : `own.${quote(name)}`);
  return `SELECT row_to_json(one)::text AS row FROM (SELECT ${read.join(", ")} FROM ${
    quote(table.name)
  } AS own ORDER BY own.id) AS one`;
}

/** Which columns each table of the database has. */
async function columnsOf(sql: postgres.TransactionSql): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const rows = await sql<{ name: string; column: string }[]>`
    SELECT table_name AS name, column_name AS column FROM information_schema.columns
    WHERE table_schema = current_schema()`;
  for (const { name, column } of rows) {
    if (!found.has(name)) found.set(name, new Set());
    found.get(name)!.add(column);
  }
  return found;
}

async function checkConnection(sql: postgres.Sql): Promise<void> {
  try {
    await sql`SELECT 1`;
  } catch (cause) {
    if (isAbsence(cause)) {
      throw new UnreachableError(
        "Cannot reach the database to import from: expected a PostgreSQL that accepts connections there, check --from",
        { cause },
      );
    }
    throw new ConfigurationError(
      "Cannot open the database to import from: expected one that this user may read, check --from",
      { cause },
    );
  }
}

/**
 * Reads the rows of Prefect Server's own PostgreSQL, whose tables are ours.
 *
 * Source: `reference/prefect-api.md` §5.2.
 *
 * @param address Of the database, as `postgres://…`.
 * @param reading The tables, and what is given their rows.
 * @returns What `work` returns.
 * @throws {ConfigurationError} When the database is none of Prefect Server, or it lets nobody of that name in.
 * @throws {UnreachableError} When nobody answers there.
 */
export async function readPrefectDatabase<T>(
  address: Secret,
  { tables, work }: PrefectReading<T>,
): Promise<T> {
  const sql = postgres(address.reveal(), { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  try {
    await checkConnection(sql);
    return await sql.begin("isolation level repeatable read read only", async (transaction) => {
      const columns = await columnsOf(transaction);
      if (!columns.has("flow_run")) {
        throw new ConfigurationError(
          'Cannot import from that database: it has no table "flow_run", expected a PostgreSQL of Prefect Server',
        );
      }
      return await work(rowsOf(transaction, { tables, columns }));
    }) as T;
  } finally {
    await sql.end();
  }
}

async function* rowsOf(
  sql: postgres.TransactionSql,
  { tables, columns }: {
    readonly tables: readonly Table[];
    readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  },
): AsyncGenerator<PrefectRow> {
  for (const table of tables) {
    const there = columns.get(table.name);
    if (!there) continue;
    for await (const page of sql.unsafe<{ row: string }[]>(selectSql(table, there)).cursor(PAGE)) {
      for (const { row } of page) yield { table: table.name, row: parseJson(row) as JsonObject };
    }
  }
}
