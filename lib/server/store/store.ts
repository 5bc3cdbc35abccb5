/**
 * What the server needs of a database. Reads are plans whose answer is JSON text; writes go through a {@linkcode Transaction}, whose few verbs are all that the actions use.
 *
 * @module
 */
import type { Row, Where } from "../model/row.ts";
import type { Inputs, RootPlan } from "../plan/plan.ts";

/** How to read rows. */
export interface SelectOptions {
  readonly orderBy?: ReadonlyArray<readonly [column: string, direction: "asc" | "desc"]>;
  readonly limit?: number;
}

/** Reads rows. */
export interface Reader {
  /**
   * The named columns of the rows where all conditions hold.
   *
   * A column may lie further away: `user_id.email` is of the row that `user_id` names, `memberships.role_id` of the rows of
   * a relation, each of which gives a row of its own. Where there is none it is null.
   */
  select(table: string, columns: readonly string[], where: Where, options?: SelectOptions): Promise<Row[]>;
}

/**
 * The verbs of a write: all or nothing, one statement each, however many rows. They are done in the order in which they
 * are called: who does not need what one gives may call the next without waiting, which saves a round trip. What comes after
 * them has to wait for all, or it would be outside of the transaction when one of them has failed.
 */
export interface Transaction extends Reader {
  /**
   * Adds rows; what a row does not say is filled in as the model declares it.
   *
   * With `onConflict: "ignore"` rows that break a unique constraint are left out silently.
   *
   * @returns The rows as they were filled in, in order (with `ignore`: also those left out).
   */
  insert(table: string, rows: readonly Row[], options?: { readonly onConflict?: "ignore" }): Promise<Row[]>;
  /** Sets columns, and `updated` where the table has it; returns the number of rows. */
  update(table: string, set: Row, where: Where): Promise<number>;
  /** Sets columns of many rows, each to its own values; every row has `id` and all have the same columns. */
  updateEach(table: string, rows: readonly Row[]): Promise<number>;
  /** Removes rows and what hangs on them; returns the number of rows of this table. */
  delete(table: string, where: Where): Promise<number>;
}

/** Who waits for a read. */
export interface ReadOptions {
  /** Is aborted when nobody waits any longer; it is asked for only when there is something to wait for. */
  readonly signal?: (() => AbortSignal) | undefined;
}

/** A planned read. */
export interface PreparedRead {
  /**
   * Runs it with the values of one request.
   *
   * @returns The JSON text that the database built; no promise where there was nothing to wait for.
   * @throws {ApiError} For values that PostgreSQL or Hasura would refuse, and when it takes longer than it may.
   */
  json(inputs: Inputs, options?: ReadOptions): string | Promise<string>;
}

/**
 * How far a transaction is kept from others: `snapshot` sees one moment, and of two that change the same row one begins
 * anew; `serializable` happens as if it were alone.
 */
export type Isolation = "serializable" | "snapshot";

/** A database. What it is asked to select it reads by itself, in one statement; see `read` for more. */
export interface Store extends Reader {
  /** Makes a plan ready to be run, as often as it is asked for. */
  prepare(plan: RootPlan): PreparedRead;
  /** Runs `work`, all of whose reads are of one moment: it keeps no other server on the same database from writing. */
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in a transaction of its own: committed when it returns, undone when it throws. By default it is
   * serializable.
   */
  transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options?: { readonly isolation?: Isolation },
  ): Promise<T>;
  /** Lets go of the file or the connections. */
  close(): Promise<void>;
}
