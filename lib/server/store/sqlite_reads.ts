import type { DatabaseSync } from "node:sqlite";
import type { SqlValue } from "../model/row.ts";
import type { Inputs, RootPlan } from "../plan/plan.ts";
import { compileQuery, type Query } from "../sql/compile.ts";
import { parameter } from "../sql/parameters.ts";
import { SQLITE, SQLITE_STOPPABLE } from "../sql/sqlite_dialect.ts";
import { mostRows, type ReadCost, readCost } from "./read_cost.ts";
import type { ReaderPool } from "./reader_pool.ts";
import { refusedBySqlite } from "./sqlite_errors.ts";
import { StatementCache } from "./statement_cache.ts";
import type { PreparedRead, ReadOptions } from "./store.ts";
import { abandoned, outOfTime } from "./time_limit.ts";

/** What looks at so many rows at most is done before anybody notices. */
const FEW_ROWS = 5000;
/** How long a read may keep all others waiting, in milliseconds, before it is taken to another thread. */
const PATIENCE = 10;
/** A read that was taken there comes back when it took less than half of that so many times. */
const SHORT_RUNS = 20;
/** How long the sizes of tables are taken for what they were, in milliseconds. */
const SIZES_LIVE = 10_000;

/** When the statement that runs has to be done; by `performance.now()`. */
export class Deadline {
  /** The moment. */
  at = Infinity;

  /** Throws when it has passed. */
  readonly check = (): void => {
    if (this.at !== Infinity && performance.now() > this.at) {
      throw new RangeError("Cannot go on: there is no time left");
    }
  };
}

/** The connection that planned reads run on, and how. */
export interface ReadSettings {
  /** The connection, on whose functions `deadline` is checked. */
  readonly database: DatabaseSync;
  /** What ends a statement on it. */
  readonly deadline: Deadline;
  /** How long a statement may take, in milliseconds. */
  readonly limit: number;
  /** Where what takes long is done; without it all is done here. */
  readonly pool: ReaderPool | undefined;
  /** Settles when the connection may be read from; there is nothing to wait for when it is `undefined`. */
  readonly turn: () => Promise<void> | undefined;
  /** Opens what is sealed in a text. */
  readonly openAll: (text: string) => string;
}

/** Planned reads on one connection: small ones at once, long ones in other threads. */
export class SqliteReads {
  readonly #settings: ReadSettings;
  readonly #statements: StatementCache;
  readonly #sizes = new Map<string, number>();
  #sizedAt = 0;

  /** @param settings The connection, and how to read from it. */
  constructor(settings: ReadSettings) {
    this.#settings = settings;
    this.#statements = new StatementCache(settings.database);
  }

  /** Makes a plan ready to be run. */
  prepare(plan: RootPlan): PreparedRead {
    return new SqliteRead(plan, { reads: this, settings: this.#settings });
  }

  /** How many rows a statement looks at, at most, whatever the request; `undefined` when nobody can tell. */
  cost({ sql, looks }: Query): ReadCost | undefined {
    const steps = this.#settings.database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    return readCost(steps.map(({ detail }) => String(detail)), looks);
  }

  /** The number of rows that a table has at most, as of lately. */
  readonly sizeOf = (table: string): number => {
    const now = performance.now();
    if (now - this.#sizedAt > SIZES_LIVE) {
      this.#sizes.clear();
      this.#sizedAt = now;
    }
    let size = this.#sizes.get(table);
    if (size === undefined) {
      size = Number(this.#statements.get(`SELECT max(rowid) AS size FROM "${table}"`).get()?.[0] ?? 0);
      this.#sizes.set(table, size);
    }
    return size;
  };

  /** Runs a statement here and now. */
  run(sql: string, values: readonly SqlValue[]): string {
    try {
      return String(this.#statements.get(sql).get(...values)?.[0] ?? "null");
    } catch (error) {
      throw refusedBySqlite(error);
    }
  }

  /** The same for one that can be stopped; `undefined` when it was, after so many milliseconds. */
  runWithin(
    milliseconds: number,
    { sql, values }: { readonly sql: string; readonly values: readonly SqlValue[] },
  ): string | undefined {
    const { deadline } = this.#settings;
    const end = performance.now() + milliseconds;
    deadline.at = end;
    try {
      return this.run(sql, values);
    } catch (error) {
      if (performance.now() > end) return undefined;
      throw error;
    } finally {
      deadline.at = Infinity;
    }
  }
}

class SqliteRead implements PreparedRead {
  readonly #plan: RootPlan;
  readonly #stoppable: Query;
  readonly #reads: SqliteReads;
  readonly #settings: ReadSettings;
  /** What cannot be stopped, and so is for few rows; made when the read comes a second time. */
  #plain: { readonly sql: string; readonly cost: ReadCost | undefined } | undefined;
  #isKnown = false;
  /** How often it has to be short before it is done here again. */
  #slow = 0;
  /** Whether it was long although it is for few rows. Once in a while the machine is to blame for that. */
  #wasLong = false;

  constructor(
    plan: RootPlan,
    { reads, settings }: { readonly reads: SqliteReads; readonly settings: ReadSettings },
  ) {
    this.#plan = plan;
    this.#stoppable = compileQuery(plan, SQLITE_STOPPABLE);
    this.#reads = reads;
    this.#settings = settings;
    // An expression may backtrack for longer than anybody waits, and between two rows nobody can stop it.
    if (this.#stoppable.sql.includes("matches(")) this.#slow = Infinity;
  }

  json(inputs: Inputs, options?: ReadOptions): string | Promise<string> {
    const values = this.#stoppable.binds.map((bind) => parameter(bind, { inputs, dialect: SQLITE }));
    const text = this.#settings.turn() ? undefined : this.#atOnce(values);
    return text === undefined ? this.#later(values, options) : this.#opened(text);
  }

  async #later(values: readonly SqlValue[], options: ReadOptions | undefined): Promise<string> {
    const { turn } = this.#settings;
    for (let other = turn(); other; other = turn()) await other;
    return this.#opened(this.#atOnce(values) ?? await this.#elsewhere(values, options));
  }

  #opened(text: string): string {
    return this.#stoppable.isSealed ? this.#settings.openAll(text) : text;
  }

  /** The statement for few rows, when it is that; what comes once is not worth a look at how it is done. */
  #small(values: readonly SqlValue[]): string | undefined {
    if (this.#slow > 0) return undefined;
    if (!this.#isKnown) {
      this.#isKnown = true;
      return undefined;
    }
    if (!this.#plain) {
      const query = compileQuery(this.#plan, SQLITE);
      this.#plain = { sql: query.sql, cost: this.#reads.cost(query) };
    }
    const { sql, cost } = this.#plain;
    return cost && mostRows(cost, { values, sizeOf: this.#reads.sizeOf }) <= FEW_ROWS ? sql : undefined;
  }

  #atOnce(values: readonly SqlValue[]): string | undefined {
    const { pool, limit } = this.#settings;
    const small = this.#small(values);
    if (small !== undefined) {
      // A rough clock will do, and the exact one takes a tenth of the time of the smallest read.
      const begun = Date.now();
      const text = this.#reads.run(small, values);
      const isLong = Date.now() - begun > 2 * PATIENCE;
      if (isLong && this.#wasLong) this.#slow = SHORT_RUNS;
      this.#wasLong = isLong;
      return text;
    }
    const { sql } = this.#stoppable;
    if (!pool) {
      const text = this.#reads.runWithin(limit, { sql, values });
      if (text === undefined) throw outOfTime(limit);
      return text;
    }
    if (this.#slow > 0) return undefined;
    const text = this.#reads.runWithin(PATIENCE, { sql, values });
    if (text === undefined) this.#slow = SHORT_RUNS;
    return text;
  }

  async #elsewhere(values: readonly SqlValue[], options: ReadOptions | undefined): Promise<string> {
    const signal = options?.signal?.();
    if (signal?.aborted) throw abandoned();
    const { pool, limit } = this.#settings;
    const read = { sql: this.#stoppable.sql, values, limit, signal };
    const { json, milliseconds } = await pool!.run(read);
    this.#slow = milliseconds < PATIENCE / 2 ? this.#slow - 1 : Math.max(this.#slow, SHORT_RUNS);
    return json ?? "null";
  }
}
