import type { Statement } from "../sql/write.ts";
import { endsConnection } from "./postgres_errors.ts";
import type { Connection, StoredRow } from "./transaction.ts";

/**
 * The connection of a transaction, which nobody uses any more once it is lost. The driver would send on what the
 * transaction still asks, its rollback too: without a socket, which ends the process (postgres 3.4.9, issue 1208), or on
 * the session that has taken the connection's place, where it would be a write of its own.
 *
 * @example Nothing is sent after the loss
 * ```ts
 * import { LosableConnection } from "./losable_connection.ts";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * let sent = 0;
 * const connection = new LosableConnection({
 *   all: () => Promise.resolve([]),
 *   run: () => Promise.reject(Object.assign(new TypeError(`${++sent}`), { code: "CONNECTION_CLOSED" })),
 * });
 * await assertRejects(() => connection.run({ sql: "DELETE FROM log", values: [] }), TypeError, "1");
 * await assertRejects(() => connection.run({ sql: "DELETE FROM log", values: [] }), TypeError, "1");
 * assertEquals([connection.isLost, sent], [true, 1]);
 * ```
 */
export class LosableConnection implements Connection {
  readonly #connection: Connection;
  #loss: { readonly error: unknown } | undefined;

  /** @param connection What is used until it is lost. */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Whether it is lost. */
  get isLost(): boolean {
    return this.#loss !== undefined;
  }

  /**
   * Uses it no more.
   *
   * @param error What further statements are refused with.
   */
  lose(error: unknown): void {
    this.#loss ??= { error };
  }

  /** Runs a statement that gives rows. */
  all(statement: Statement): Promise<readonly StoredRow[]> {
    return this.#unlessLost(() => this.#connection.all(statement));
  }

  /** Runs a statement that changes rows; gives how many. */
  run(statement: Statement): Promise<number> {
    return this.#unlessLost(() => this.#connection.run(statement));
  }

  async #unlessLost<T>(call: () => Promise<T>): Promise<T> {
    if (this.#loss) throw this.#loss.error;
    try {
      return await call();
    } catch (error) {
      if (endsConnection(error)) this.lose(error);
      throw error;
    }
  }
}
