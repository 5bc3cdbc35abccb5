import type { DatabaseSync, StatementSync } from "node:sqlite";
import { BoundedCache } from "../../core/bounded_cache.ts";

const CACHED_STATEMENTS = 500;

/** Prepared statements of a connection by their text. */
export class StatementCache {
  readonly #database: DatabaseSync;
  readonly #statements = new BoundedCache<StatementSync>({ most: CACHED_STATEMENTS });

  /** @param database The connection. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The statement of a text. */
  get(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
