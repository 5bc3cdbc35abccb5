import type { DatabaseSync } from "node:sqlite";
import { pause } from "../../core/pause.ts";
import type { Row, SqlValue, Where } from "../model/row.ts";
import type { RootPlan } from "../plan/plan.ts";
import { SQLITE } from "../sql/sqlite_dialect.ts";
import type { Statement } from "../sql/write.ts";
import { ReaderPool } from "./reader_pool.ts";
import { Seals } from "./seals.ts";
import { SnapshotReaders } from "./snapshot_readers.ts";
import { openReader, registerFunctions } from "./sqlite_connection.ts";
import { Deadline, SqliteReads } from "./sqlite_reads.ts";
import { isBusy, refusedBySqlite } from "./sqlite_errors.ts";
import { openBackedUp, prepareSqliteSchema } from "./sqlite_schema.ts";
import { StatementCache } from "./statement_cache.ts";
import type { PreparedRead, Reader, SelectOptions, Store, Transaction } from "./store.ts";
import { type Connection, SqlTransaction, type StoredRow } from "./transaction.ts";

/** How often, and after how many milliseconds, it is tried to write to a file that somebody else is writing to. */
const MOST_ATTEMPTS = 1000;
const PAUSE = 5;

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

  all({ sql, values }: Statement): Promise<readonly StoredRow[]> {
    return Promise.resolve(translated(() => this.#statements.get(sql).all(...values)));
  }

  run({ sql, values }: Statement): Promise<number> {
    return Promise.resolve(Number(translated(() => this.#statements.get(sql).run(...values)).changes));
  }
}

/** How a store works with its database. */
interface StoreParts {
  /** The one connection that writes. */
  readonly database: DatabaseSync;
  readonly seals: Seals;
  /** The file; `undefined` in memory, where there is no other connection. */
  readonly path: string | undefined;
  /** Ends what is read on the writing connection. */
  readonly deadline: Deadline;
  /** How long a read may take, in milliseconds. */
  readonly limit: number;
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #statements: StatementCache;
  readonly #seals: Seals;
  /** The verbs: there is one connection, so there is one of them. */
  readonly #transaction: SqlTransaction;
  /** The same for reads of a single statement. */
  readonly #single: SqlTransaction;
  readonly #reads: SqliteReads;
  readonly #pool: ReaderPool | undefined;
  /** Of planned reads. */
  readonly #reader: DatabaseSync | undefined;
  readonly #snapshots: SnapshotReaders<Reader> | undefined;
  /** Settles when the transaction before is over: there is one connection, and nobody may read half a write. */
  #turn: Promise<void> | undefined;

  constructor({ database, seals, path, deadline, limit }: StoreParts) {
    this.#database = database;
    this.#statements = new StatementCache(database);
    this.#seals = seals;
    this.#transaction = this.#verbs(this.#statements);
    const common = { limit, openAll: (text: string) => seals.openAll(text) };
    if (path === undefined) {
      this.#single = this.#transaction;
      this.#reads = new SqliteReads({
        ...common,
        database,
        deadline,
        pool: undefined,
        turn: () => this.#turn,
      });
      return;
    }
    const own = new Deadline();
    const reader = openReader(path, own.check);
    this.#reader = reader;
    this.#single = this.#verbs(new StatementCache(reader));
    this.#snapshots = new SnapshotReaders(() => {
      const opened = openReader(path, () => {});
      return { database: opened, verbs: this.#verbs(new StatementCache(opened)) };
    });
    this.#pool = new ReaderPool(path);
    this.#reads = new SqliteReads({
      ...common,
      database: reader,
      deadline: own,
      pool: this.#pool,
      turn: () => undefined,
    });
  }

  #verbs(statements: StatementCache): SqlTransaction {
    return new SqlTransaction(new SqliteConnection(statements), { dialect: SQLITE, seals: this.#seals });
  }

  prepare(plan: RootPlan): PreparedRead {
    return this.#reads.prepare(plan);
  }

  // deno-lint-ignore proctor/max-two-args-then-options -- the verbs read as SQL does
  async select(
    table: string,
    columns: readonly string[],
    where: Where,
    options?: SelectOptions,
  ): Promise<Row[]> {
    // Without a file there is one connection, and a write may be under way on it.
    while (!this.#reader && this.#turn) await this.#turn;
    return await this.#single.select(table, columns, where, options);
  }

  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#snapshots?.read(work) ?? this.#alone("BEGIN", work);
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
        await pause(PAUSE);
      }
    }
  }

  async close(): Promise<void> {
    while (this.#turn) await this.#turn;
    await this.#pool?.close();
    this.#snapshots?.close();
    this.#reader?.close();
    // The last: it takes what the log of writes holds into the file.
    this.#database.close();
  }
}

function prepare(
  database: DatabaseSync,
  { path, seals, deadline }: { readonly path: string; readonly seals: Seals; readonly deadline: Deadline },
): void {
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  registerFunctions(database, deadline.check);
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
  /** How long a planned read may take, in milliseconds. @default 60000 */
  readonly timeLimit?: number;
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
export function openSqlite(path: string, options: SqliteOptions = {}): Store {
  const { sealingKey, timeLimit = 60_000 } = options;
  const database = openBackedUp(path);
  const seals = new Seals(sealingKey);
  const deadline = new Deadline();
  try {
    prepare(database, { path, seals, deadline });
    const file = path === ":memory:" ? undefined : path;
    return new SqliteStore({ database, seals, path: file, deadline, limit: timeLimit });
  } catch (error) {
    database.close();
    throw error;
  }
}
