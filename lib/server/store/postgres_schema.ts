import type postgres from "postgres";
import { ConfigurationError } from "../../core/errors.ts";
import { TABLES } from "../model/tables.ts";
import { columnStatements, indexStatements, tableStatements } from "../sql/ddl.ts";
import { POSTGRES } from "../sql/postgres_dialect.ts";
import { checkVersion, CREATE_VERSION_TABLE, SCHEMA_VERSION, VERSION_TABLE } from "./schema_version.ts";

/** Of the lock that one server holds while it makes or changes tables: the letters of "proctor". */
const LOCK = 0x70726f63746f72n;

/** A connection on which a transaction is open. */
type Connection = Pick<postgres.TransactionSql, "unsafe">;

/** The columns of all tables that an unqualified name finds. */
async function columnsByTable(connection: Connection): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await connection.unsafe<{ table: string; name: string }[]>(
    `SELECT table_name AS table, column_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema()`,
  );
  const byTable = Map.groupBy(rows, ({ table }) => table);
  return new Map([...byTable].map(([table, columns]) => [table, new Set(columns.map(({ name }) => name))]));
}

async function versionOf(
  connection: Connection,
  { known, name }: { readonly known: ReadonlyMap<string, unknown>; readonly name: string },
): Promise<number | undefined> {
  if (known.has(VERSION_TABLE)) {
    const [row] = await connection.unsafe<{ version: number }[]>(`SELECT version FROM ${VERSION_TABLE}`);
    return row!.version;
  }
  if (!known.has("tenant")) return undefined;
  throw new ConfigurationError(
    `Cannot use database "${name}": it has tables that Proctor did not make, expected an empty database or one of its own`,
  );
}

/** Runs statements in one step: there are hundreds, and each would cost a journey of its own. */
async function runAll(connection: Connection, statements: Iterable<string>): Promise<void> {
  await connection.unsafe([...statements].join(";\n"));
}

/** Whether nothing can be written, as on a copy that follows another database. */
async function isStandby(connection: Connection): Promise<boolean> {
  const [row] = await connection.unsafe<{ mode: string }[]>(
    "SELECT current_setting('transaction_read_only') AS mode",
  );
  return row!.mode === "on";
}

/** What cannot be changed must be of today. */
async function checkStandby(connection: Connection, name: string): Promise<void> {
  const known = await columnsByTable(connection);
  const version = await versionOf(connection, { known, name });
  if (version !== undefined) checkVersion(version, name);
  const columnsOf = (table: string) => known.get(table) ?? new Set<string>();
  const missing = columnStatements(TABLES.values(), { dialect: POSTGRES, columnsOf });
  if (version === SCHEMA_VERSION && missing.length === 0) return;
  throw new ConfigurationError(
    `Cannot use database "${name}": it can only be read and its tables are not those of this Proctor, start one on the database that it follows first`,
  );
}

/**
 * Brings the tables of a database to the version of today; makes them where there are none. All of it is one
 * transaction, and one server's at a time.
 *
 * No version before the present one was ever on PostgreSQL, so there is nothing to change in what is stored.
 *
 * @param sql The connections.
 * @param name Of the database, for messages.
 * @throws {ConfigurationError} When the tables are of a newer version, or somebody else's, or cannot be changed and would
 * have to be.
 */
export async function preparePostgresSchema(
  sql: { begin<T>(work: (connection: postgres.TransactionSql) => Promise<T>): Promise<unknown> },
  name: string,
): Promise<void> {
  await sql.begin(async (connection) => {
    if (await isStandby(connection)) return await checkStandby(connection, name);
    // To wait for another server, and to make an index of much, may take longer than a query.
    await connection.unsafe("SET LOCAL statement_timeout = 0");
    await connection.unsafe(`SELECT pg_advisory_xact_lock(${LOCK})`);
    const version = await versionOf(connection, { known: await columnsByTable(connection), name });
    if (version !== undefined) checkVersion(version, name);
    await runAll(connection, tableStatements(TABLES.values(), POSTGRES));
    const known = await columnsByTable(connection);
    const columnsOf = (table: string) => known.get(table) ?? new Set<string>();
    const added = columnStatements(TABLES.values(), { dialect: POSTGRES, columnsOf });
    await runAll(connection, [...added, ...indexStatements(TABLES.values())]);
    if (version === SCHEMA_VERSION) return;
    await connection.unsafe(CREATE_VERSION_TABLE);
    await connection.unsafe(`DELETE FROM ${VERSION_TABLE}`);
    await connection.unsafe(`INSERT INTO ${VERSION_TABLE} VALUES (${SCHEMA_VERSION})`);
  });
}
