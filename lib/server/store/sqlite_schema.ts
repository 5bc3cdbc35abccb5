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
  database.exec(`PRAGMA user_version = ${version}`);
}

/** Where a file has its `user_version`. Source: "Database File Format", section 1.3, in SQLite's documentation. */
const USER_VERSION = { offset: 60, bytes: 4 } as const;

/** The version in the header of a file; 0 when it does not say, or not yet. `undefined` when there is no file. */
function headerVersion(path: string): number | undefined {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  using open = file;
  const bytes = new Uint8Array(USER_VERSION.offset + USER_VERSION.bytes);
  return open.readSync(bytes) === bytes.length
    ? new DataView(bytes.buffer).getUint32(USER_VERSION.offset)
    : 0;
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
 * Copies a file whose tables are of an older version beside itself, as `FILE.vN.backup`. This is done before the file is
 * opened to be used: a process that closes a file loses its locks on it, whichever way it had opened it.
 *
 * @param path The file; it need not be there.
 */
export function backUpOlder(path: string): void {
  if (path === ":memory:") return;
  let version = headerVersion(path);
  // Nearly always: to open a file for its tables takes SQLite as long as all else that is done to it at a start.
  if (version === undefined || version === SCHEMA_VERSION) return;
  {
    using database = new DatabaseSync(path);
    version = versionOf(database);
    if (version === undefined || version >= SCHEMA_VERSION) return;
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  const first = `${path}.v${version}.backup`;
  let name = first;
  for (let count = 2; exists(name); count++) name = `${first}.${count}`;
  Deno.copyFileSync(path, name);
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
