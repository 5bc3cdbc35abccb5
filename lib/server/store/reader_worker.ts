/**
 * Runs statements that take long in a thread of its own, one after the other, on a connection that only reads.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { SqlValue } from "../model/row.ts";
import { openReader } from "./sqlite_connection.ts";
import { StatementCache } from "./statement_cache.ts";

/** What the pool asks of this thread. */
export type ReadOrder =
  | { readonly kind: "open"; readonly path: string; readonly stopped: Int32Array }
  | { readonly kind: "run"; readonly sql: string; readonly values: readonly SqlValue[] }
  | { readonly kind: "close" };

/** What it hears back, of a statement and at the end. */
export type ReadReport = RowReport | { readonly kind: "closed" };

/** What became of a statement. */
export type RowReport =
  | { readonly kind: "row"; readonly json: string | null; readonly milliseconds: number }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly message: string; readonly errcode: number | undefined };

declare const self: {
  onmessage: (event: MessageEvent<ReadOrder>) => void;
  postMessage(report: ReadReport): void;
  close(): void;
};

let file: Extract<ReadOrder, { kind: "open" }>;
let opened: { readonly database: DatabaseSync; readonly statements: StatementCache } | undefined;

function isStopped(): boolean {
  return Atomics.load(file.stopped, 0) !== 0;
}

function checkpoint(): void {
  if (isStopped()) throw new RangeError("Cannot go on: nobody waits for it");
}

function open(): { readonly database: DatabaseSync; readonly statements: StatementCache } {
  const database = openReader(file.path, checkpoint);
  return { database, statements: new StatementCache(database) };
}

function run({ sql, values }: Extract<ReadOrder, { kind: "run" }>): RowReport {
  // It may have waited for this thread to start.
  if (isStopped()) return { kind: "stopped" };
  const begun = performance.now();
  try {
    opened ??= open();
    const row = opened.statements.get(sql).get(...values);
    const json = row === undefined ? null : String(row[0] ?? "null");
    return { kind: "row", json, milliseconds: performance.now() - begun };
  } catch (error) {
    if (isStopped()) return { kind: "stopped" };
    const { message, errcode } = error as { message: string; errcode?: number };
    return { kind: "failed", message, errcode };
  }
}

self.onmessage = ({ data: order }) => {
  if (order.kind === "open") {
    file = order;
  } else if (order.kind === "run") {
    self.postMessage(run(order));
  } else {
    opened?.database.close();
    self.postMessage({ kind: "closed" });
    self.close();
  }
};
