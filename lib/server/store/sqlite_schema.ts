import { DatabaseSync } from "node:sqlite";
import { jsonbText, parseJson } from "../../core/json.ts";
import { TABLES } from "../model/tables.ts";
import { columnStatements, indexStatements, tableStatements } from "../sql/ddl.ts";
import { quote } from "../sql/literals.ts";
import { SQLITE } from "../sql/sqlite_dialect.ts";
import { checkVersion, CREATE_VERSION_TABLE, SCHEMA_VERSION, VERSION_TABLE } from "./schema_version.ts";

function columnsOf(database: DatabaseSync, table: string): ReadonlySet<string> {
  const rows = database.prepare("SELECT name FROM pragma_table_info(?)").all(table);
  return new Set(rows.map(({ name }) => String(name)));
}

/** Version 2: writes jsonb as PostgreSQL does. */
function respaceJson(database: DatabaseSync): void {
  const apply = (text: unknown) => text === null ? null : jsonbText(parseJson(String(text)));
  database.function("jsonb_text", { deterministic: true }, apply);
  for (const table of TABLES.values()) {
    const known = columnsOf(database, table.source);
    const columns = [...table.columns.values()].filter(({ name, type, seal }) =>
      type === "jsonb" && !seal && known.has(name)
    );
    if (table.source !== table.name || columns.length === 0) continue;
    const assignments = columns.map(({ name }) => `${quote(name)} = jsonb_text(${quote(name)})`);
    database.exec(`UPDATE ${quote(table.name)} SET ${assignments.join(", ")}`);
  }
}

/** What leads from the version before to each version. */
const MIGRATIONS: ReadonlyMap<number, (database: DatabaseSync) => void> = new Map([[2, respaceJson]]);

/** `undefined` for a database without tables. */
function versionOf(database: DatabaseSync): number | undefined {
  if (columnsOf(database, VERSION_TABLE).size > 0) {
    return Number(database.prepare(`SELECT version FROM ${VERSION_TABLE}`).get()!.version);
  }
  // The first version did not say so.
  return columnsOf(database, "tenant").size > 0 ? 1 : undefined;
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    work();
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function writeVersion(database: DatabaseSync, version: number): void {
  database.exec(CREATE_VERSION_TABLE);
  database.exec(`DELETE FROM ${VERSION_TABLE}`);
  database.prepare(`INSERT INTO ${VERSION_TABLE} VALUES (?)`).run(version);
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Copies a file beside itself, as `FILE.vN.backup`. Nobody in this process may have it open: whoever closes a file ends all
 * locks that the process has on it.
 */
function backUp(path: string, version: number): void {
  const first = `${path}.v${version}.backup`;
  let name = first;
  for (let count = 2; exists(name); count++) name = `${first}.${count}`;
  Deno.copyFileSync(path, name);
}

/**
 * Opens a database; one whose tables are of an older version is copied first, as `FILE.vN.backup`.
 *
 * @param path The file, made when there is none, or `:memory:`.
 * @returns A connection to it.
 * @throws {Error} When the file cannot be opened or copied, or is no database.
 */
export function openBackedUp(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    const version = versionOf(database);
    // Nearly always, and the connection stays: to close it would remove the log beside the file and wait for the disk.
    if (version === undefined || version >= SCHEMA_VERSION) return database;
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    backUp(path, version);
  } catch (error) {
    if (database.isOpen) database.close();
    throw error;
  }
  return new DatabaseSync(path);
}

/** The columns of all tables, by one statement: nearly every start finds that nothing is missing. */
function columnsByTable(database: DatabaseSync): ReadonlyMap<string, ReadonlySet<string>> {
  const rows = database.prepare(`SELECT t.name, json_group_array(c.name) AS columns
FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table' GROUP BY t.name`).all();
  return new Map(rows.map(({ name, columns }) => [String(name), new Set(JSON.parse(String(columns)))]));
}

function addWhatIsMissing(database: DatabaseSync): void {
  const before = columnsByTable(database);
  const missing = [...TABLES.values()].filter(({ source }) => !before.has(source));
  for (const statement of tableStatements(missing, SQLITE)) database.exec(statement);
  const known = missing.length === 0 ? before : columnsByTable(database);
  const columnsOf = (table: string) => known.get(table)!;
  const added = columnStatements(TABLES.values(), { dialect: SQLITE, columnsOf });
  for (const statement of [...added, ...indexStatements(TABLES.values())]) database.exec(statement);
}

/**
 * Brings the tables of a database to the version of today, one version after the other, each in a transaction; makes
 * them where there are none.
 *
 * @param database A connection.
 * @param path The file, or `:memory:`.
 * @throws {ConfigurationError} When the tables are of a newer version.
 */
export function prepareSqliteSchema(database: DatabaseSync, path: string): void {
  const before = versionOf(database);
  if (before !== undefined) checkVersion(before, path);
  for (let version = (before ?? SCHEMA_VERSION) + 1; version <= SCHEMA_VERSION; version++) {
    inTransaction(database, () => {
      // Another server on the same file may have been faster.
      if (versionOf(database)! >= version) return;
      MIGRATIONS.get(version)?.(database);
      writeVersion(database, version);
    });
  }
  inTransaction(database, () => {
    addWhatIsMissing(database);
    if (before === undefined) writeVersion(database, SCHEMA_VERSION);
  });
}
