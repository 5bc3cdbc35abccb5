import { DatabaseSync, type StatementSync } from "node:sqlite";
import { ApiError } from "../model/api_error.ts";
import type { Row, SqlValue, Where } from "../model/row.ts";
import { tableNamed, TABLES } from "../model/tables.ts";
import { decode } from "../sql/codec.ts";
import { createStatements } from "../sql/ddl.ts";
import { SQLITE_FUNCTIONS } from "../sql/functions.ts";
import {
  completeRow,
  deleteStatement,
  insertStatement,
  selectStatement,
  type Statement,
  updateEachStatement,
  updateStatement,
} from "../sql/write.ts";
import { checkSeals, registerSeals } from "./sqlite_seals.ts";
import type { Reader, SelectOptions, Store, Transaction } from "./store.ts";

/** SQLite's extended result codes that are answers to bad input, and what Prefect's service says to each. */
const VIOLATIONS: Readonly<Record<number, string>> = {
  275: "Check constraint violation.",
  787: "Foreign key violation.",
  1299: "Not-NULL violation.",
  1555: "Uniqueness violation.",
  2067: "Uniqueness violation.",
};

const CACHED_STATEMENTS = 500;

/** Prepared statements by their text; the least recently used goes first. */
class StatementCache {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(sql);
    if (this.#statements.size >= CACHED_STATEMENTS) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Runs a call of the driver; what the database refuses becomes an answer. */
function translated<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    const violation = VIOLATIONS[(error as { errcode?: number }).errcode ?? 0];
    if (violation !== undefined) throw new ApiError(violation, { cause: error });
    throw error;
  }
}

class SqliteTransaction implements Transaction {
  readonly #statements: StatementCache;

  constructor(statements: StatementCache) {
    this.#statements = statements;
  }

  #change({ sql, values }: Statement): Promise<number> {
    return Promise.resolve(Number(translated(() => this.#statements.get(sql).run(...values)).changes));
  }

  // deno-lint-ignore proctor/max-two-args-then-options -- the verbs read as SQL does
  async select(
    name: string,
    columns: readonly string[],
    where: Where,
    options: SelectOptions = {},
  ): Promise<Row[]> {
    const table = tableNamed(name);
    const { sql, values } = selectStatement(table, { columns, where, ...options });
    // `all()` never returns when a function of ours throws (Deno 2.9.6), as opening a seal may; it is much faster.
    const isSealed = columns.some((column) => table.columns.get(column)?.seal);
    const rows = translated(() => {
      const statement = this.#statements.get(sql);
      return isSealed ? [...statement.iterate(...values)] : statement.all(...values);
    }) as Record<string, SqlValue>[];
    return await Promise.resolve(rows.map((row) => {
      const decoded: Row = {};
      for (const column of columns) decoded[column] = decode(table.columns.get(column)!.type, row[column]!);
      return decoded;
    }));
  }

  async insert(name: string, rows: readonly Row[], options: { onConflict?: "ignore" } = {}): Promise<Row[]> {
    if (rows.length === 0) return [];
    const table = tableNamed(name);
    const complete = rows.map((row) => completeRow(table, row));
    await this.#change(insertStatement(table, complete, options));
    return complete;
  }

  // deno-lint-ignore proctor/max-two-args-then-options -- the verbs read as SQL does
  async update(name: string, set: Row, where: Where): Promise<number> {
    return await this.#change(updateStatement(tableNamed(name), { set, where }));
  }

  async updateEach(name: string, rows: readonly Row[]): Promise<number> {
    return rows.length === 0 ? 0 : await this.#change(updateEachStatement(tableNamed(name), rows));
  }

  async delete(name: string, where: Where): Promise<number> {
    return await this.#change(deleteStatement(tableNamed(name), where));
  }
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #statements: StatementCache;
  /** Settles when the transaction before is over: there is one connection, and nobody may read half a write. */
  #turn: Promise<void> | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new StatementCache(database);
  }

  async json(sql: string, values: readonly SqlValue[]): Promise<string> {
    while (this.#turn) await this.#turn;
    const row = translated(() => this.#statements.get(sql).get(...values));
    return String(row?.json ?? "null");
  }

  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#alone("BEGIN", work);
  }

  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#alone("BEGIN IMMEDIATE", work);
  }

  async #alone<T>(begin: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    while (this.#turn) await this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    try {
      this.#database.exec(begin);
      try {
        const result = await work(new SqliteTransaction(this.#statements));
        this.#database.exec("COMMIT");
        return result;
      } catch (error) {
        this.#database.exec("ROLLBACK");
        throw error;
      }
    } finally {
      this.#turn = undefined;
      resolve();
    }
  }

  async close(): Promise<void> {
    while (this.#turn) await this.#turn;
    this.#database.close();
  }
}

function prepare(database: DatabaseSync, sealingKey: Uint8Array | undefined): void {
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  for (const { name, apply } of SQLITE_FUNCTIONS) {
    const call = (...parameters: unknown[]) => apply(...parameters as SqlValue[]);
    database.function(name, { deterministic: true, varargs: true }, call);
  }
  for (const statement of createStatements(TABLES.values())) database.exec(statement);
  if (sealingKey) {
    registerSeals(database, sealingKey);
    checkSeals(database);
  }
}

/** How to open a database. */
export interface SqliteOptions {
  /** 32 bytes: what sealed values are encrypted with. Without it they can be neither written nor read. */
  readonly sealingKey?: Uint8Array;
}

/**
 * Opens a SQLite database and makes what tables and indexes it lacks. A file is in WAL mode with full
 * synchronisation, so an acknowledged write survives a crash of the process and of the machine.
 *
 * @param path A file, made when there is none, or `:memory:`.
 * @param options The key of sealed values.
 * @returns The store; close it.
 * @throws {ConfigurationError} When the file has values that were sealed with another key.
 * @throws {Error} When the file cannot be opened or is no database.
 *
 * @example A row in and out
 * ```ts
 * import { openSqlite } from "./sqlite.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const store = openSqlite(":memory:");
 * const rows = await store.transaction(async (transaction) => {
 *   await transaction.insert("tenant", [{ name: "Acme", slug: "acme" }]);
 *   return await transaction.select("tenant", ["name", "settings"], { slug: "acme" });
 * });
 * assertEquals(rows, [{ name: "Acme", settings: {} }]);
 * await store.close();
 * ```
 */
export function openSqlite(path: string, { sealingKey }: SqliteOptions = {}): Store {
  const database = new DatabaseSync(path);
  try {
    prepare(database, sealingKey);
  } catch (error) {
    database.close();
    throw error;
  }
  return new SqliteStore(database);
}
