import type { Store } from "../store/store.ts";

/** How long the database may take to answer, in milliseconds. */
const PATIENCE = 2000;

/** What is looked at. */
export interface Examined {
  readonly store: Store;
  readonly version: string;
}

/** Whether the database answers in time. */
async function isAnswering(store: Store): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PATIENCE);
  store.read((reader) => reader.select("tenant", ["id"], {}, { limit: 1 })).then(
    () => resolve(true),
    () => resolve(false),
  );
  return await promise.finally(() => clearTimeout(timer));
}

/**
 * Answers `GET /health`: 200 while the database answers, 503 while it does not.
 *
 * Source: `reference/prefect-api.md` §1.1 (`status` and `version`).
 *
 * @param examined The database, and the version that runs.
 * @returns JSON for those who look after the server.
 *
 * @example A server that is well
 * ```ts
 * import { answerHealth } from "./health.ts";
 * import { openSqlite } from "../store/sqlite.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const store = openSqlite(":memory:");
 * const response = await answerHealth({ store, version: "1.0.0" });
 * assertEquals([response.status, await response.json()], [200, { status: "ok", version: "1.0.0", database: "ok" }]);
 * await store.close();
 * ```
 */
export async function answerHealth({ store, version }: Examined): Promise<Response> {
  const isWell = await isAnswering(store);
  const said = isWell ? "ok" : "error";
  return Response.json({ status: said, version, database: said }, { status: isWell ? 200 : 503 });
}
