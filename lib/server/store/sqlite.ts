import { DatabaseSync, type StatementSync } from "node:sqlite";
import { BoundedCache } from "../../core/bounded_cache.ts";
import type { SqlValue } from "../model/row.ts";
import type { Inputs, RootPlan } from "../plan/plan.ts";
import { compileQuery } from "../sql/compile.ts";
import { SQLITE_FUNCTIONS } from "../sql/functions.ts";
import { parameter } from "../sql/parameters.ts";
import { SQLITE } from "../sql/sqlite_dialect.ts";
import type { Statement } from "../sql/write.ts";
import { Seals } from "./seals.ts";
import { isBusy, refusedBySqlite } from "./sqlite_errors.ts";
import { backUpOlder, prepareSqliteSchema } from "./sqlite_schema.ts";
import type { PreparedRead, Reader, Store, Transaction } from "./store.ts";
import { type Connection, SqlTransaction } from "./transaction.ts";

const CACHED_STATEMENTS = 500;
/** How often, and after how many milliseconds, it is tried to write to a file that somebody else is writing to. */
const MOST_ATTEMPTS = 1000;
const PAUSE = 5;

/** Prepared statements by their text. */
class StatementCache {
  readonly #database: DatabaseSync;
  readonly #statements = new BoundedCache<StatementSync>({ most: CACHED_STATEMENTS });

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Runs a call of the driver; what the database refuses becomes an answer. */
function translated<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw refusedBySqlite(error);
  }
}

class SqliteConnection implements Connection {
  readonly #statements: StatementCache;

  constructor(statements: StatementCache) {
    this.#statements = statements;
  }

  all({ sql, values }: Statement): Promise<Record<string, SqlValue>[]> {
    const rows = translated(() => this.#statements.get(sql).all(...values));
    return Promise.resolve(rows as Record<string, SqlValue>[]);
  }

  run({ sql, values }: Statement): Promise<number> {
    return Promise.resolve(Number(translated(() => this.#statements.get(sql).run(...values)).changes));
  }
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #statements: StatementCache;
  readonly #seals: Seals;
  /** The verbs: there is one connection, so there is one of them. */
  readonly #transaction: SqlTransaction;
  /** Settles when the transaction before is over: there is one connection, and nobody may read half a write. */
  #turn: Promise<void> | undefined;

  constructor(database: DatabaseSync, seals: Seals) {
    this.#database = database;
    this.#statements = new StatementCache(database);
    this.#seals = seals;
    const connection = new SqliteConnection(this.#statements);
    this.#transaction = new SqlTransaction(connection, { dialect: SQLITE, seals });
  }

  prepare(plan: RootPlan): PreparedRead {
    const { sql, binds, isSealed } = compileQuery(plan, SQLITE);
    const json = async (inputs: Inputs) => {
      const values = binds.map((bind) => parameter(bind, { inputs, dialect: SQLITE }));
      while (this.#turn) await this.#turn;
      const row = translated(() => this.#statements.get(sql).get(...values));
      const text = String(row?.json ?? "null");
      return isSealed ? this.#seals.openAll(text) : text;
    };
    return { json };
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
      await this.#begin(begin);
      try {
        const result = await work(this.#transaction);
        // An error of `exec()` does not tell its code (Deno 2.9.6).
        translated(() => this.#statements.get("COMMIT").run());
        return result;
      } catch (error) {
        // What a full or broken disk refuses, SQLite has undone by itself.
        if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
        throw error;
      }
    } finally {
      this.#turn = undefined;
      resolve();
    }
  }

  /** Waits for another server that writes to the same file. */
  async #begin(begin: string): Promise<void> {
    for (let attempt = 1;; attempt++) {
      try {
        this.#statements.get(begin).run();
        return;
      } catch (error) {
        if (!isBusy(error) || attempt === MOST_ATTEMPTS) throw refusedBySqlite(error);
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  }

  async close(): Promise<void> {
    while (this.#turn) await this.#turn;
    this.#database.close();
  }
}

function prepare(
  database: DatabaseSync,
  { path, seals }: { readonly path: string; readonly seals: Seals },
): void {
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  for (const { name, apply } of SQLITE_FUNCTIONS) {
    const call = (...parameters: unknown[]) => apply(...parameters as SqlValue[]);
    database.function(name, { deterministic: true, varargs: true }, call);
  }
  prepareSqliteSchema(database, path);
  for (const probe of seals.probes(SQLITE)) {
    const { sql, values } = probe.statement;
    seals.check(probe, database.prepare(sql).get(...values) as Record<string, SqlValue> | undefined);
  }
}

/** How to open a database. */
export interface SqliteOptions {
  /** 32 bytes: what sealed values are encrypted with. Without it they can be neither written nor read. */
  readonly sealingKey?: Uint8Array;
}

/**
 * Opens a SQLite database, brings its tables to the version of today and makes what it lacks. A file is in WAL mode with full
 * synchronisation, so an acknowledged write survives a crash of the process and of the machine.
 *
 * @param path A file, made when there is none, or `:memory:`.
 * @param options The key of sealed values.
 * @returns The store; close it.
 * @throws {ConfigurationError} When the file has values that were sealed with another key, or is of a newer Proctor.
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
  backUpOlder(path);
  const database = new DatabaseSync(path);
  const seals = new Seals(sealingKey);
  try {
    prepare(database, { path, seals });
  } catch (error) {
    database.close();
    throw error;
  }
  return new SqliteStore(database, seals);
}
