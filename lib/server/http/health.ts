import { currentTimestamp } from "../../core/timestamp.ts";
import { DatabaseFault } from "../model/database_fault.ts";
import type { Store } from "../store/store.ts";

/** How long the database may take to answer, in milliseconds. */
const PATIENCE = 2000;

/** The turn that is taken to try whether the database can be written to. */
const TURN = "health";

/** What is looked at. */
export interface Examined {
  readonly store: Store;
  readonly version: string;
  /** Whether nothing may be written. @default false */
  readonly isReadOnly?: boolean;
}

async function tryRead(store: Store): Promise<void> {
  await store.select("tenant", ["id"], {}, { limit: 1 });
}

async function tryWrite(store: Store): Promise<void> {
  await store.transaction(async (transaction) => {
    const next_run = currentTimestamp();
    await transaction.insert("service_turn", [{ name: TURN, next_run }], { onConflict: "ignore" });
    await transaction.update("service_turn", { next_run }, { name: TURN });
  });
}

/** Whether something is done in time. */
async function isDone(work: Promise<void>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PATIENCE);
  work.then(() => resolve(true), () => resolve(false));
  return await promise.finally(() => clearTimeout(timer));
}

/**
 * Knows how the database is. To ask costs a read; only after a fault it also costs a write, since a disk that is full can
 * still be read.
 *
 * Source: `reference/prefect-api.md` §1.1 (`status` and `version`).
 *
 * @example A server that is well
 * ```ts
 * import { Health } from "./health.ts";
 * import { openSqlite } from "../store/sqlite.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const store = openSqlite(":memory:");
 * const response = await new Health({ store, version: "1.0.0" }).answer();
 * assertEquals([response.status, await response.json()], [200, { status: "ok", version: "1.0.0", database: "ok" }]);
 * await store.close();
 * ```
 */
export class Health {
  readonly #examined: Examined;
  #hadFault = false;

  /** @param examined The database, and the version that runs. */
  constructor(examined: Examined) {
    this.#examined = examined;
  }

  /**
   * Takes notice of what went wrong.
   *
   * @param fault Anything; what is no fault of the database does not count.
   */
  notice(fault: unknown): void {
    this.#hadFault ||= fault instanceof DatabaseFault;
  }

  /**
   * Answers `GET /health`: 200 while the database does its work, 503 while it does not.
   *
   * @returns JSON for those who look after the server.
   */
  async answer(): Promise<Response> {
    const { store, version, isReadOnly = false } = this.#examined;
    const isWell = await isDone(this.#hadFault && !isReadOnly ? tryWrite(store) : tryRead(store));
    if (isWell) this.#hadFault = false;
    const said = isWell ? "ok" : "error";
    return Response.json({ status: said, version, database: said }, { status: isWell ? 200 : 503 });
  }
}
