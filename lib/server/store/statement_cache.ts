import type { DatabaseSync, StatementSync } from "node:sqlite";
import { BoundedCache } from "../../core/bounded_cache.ts";
import type { SqlValue } from "../model/row.ts";
import type { StoredRow } from "./transaction.ts";

const CACHED_STATEMENTS = 500;

/** A prepared statement whose rows are arrays: the names of their columns are half of what small rows cost. */
export interface PreparedStatement extends Pick<StatementSync, "run"> {
  /** Runs it; gives the first row, if there is one. */
  get(...values: readonly SqlValue[]): StoredRow | undefined;
  /** Runs it; gives all rows. */
  all(...values: readonly SqlValue[]): readonly StoredRow[];
}

/** What Deno's types do not tell (2.9.6). */
type ArrayStatement = StatementSync & { setReturnArrays(enabled: boolean): void };

/** Prepared statements of a connection by their text. */
export class StatementCache {
  readonly #database: DatabaseSync;
  readonly #statements = new BoundedCache<PreparedStatement>({ most: CACHED_STATEMENTS });

  /** @param database The connection. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The statement of a text. */
  get(sql: string): PreparedStatement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql) as ArrayStatement;
    statement.setReturnArrays(true);
    const prepared = statement as unknown as PreparedStatement;
    this.#statements.set(sql, prepared);
    return prepared;
  }
}
