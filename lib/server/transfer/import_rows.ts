import { ConfigurationError } from "../../core/errors.ts";
import { parseJson } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { Row } from "../model/row.ts";
import { tableNamed } from "../model/tables.ts";
import { bindingOf } from "../sql/write.ts";
import type { Seals } from "../store/seals.ts";
import type { Store } from "../store/store.ts";
import type { TransferRow } from "./transfer_line.ts";

/** How many rows are written at once: all of them or none. */
const BATCH = 1000;

/** A row, and where it stands in what is imported. */
export interface NumberedRow extends TransferRow {
  /** From 1; for errors. */
  readonly line: number;
}

/** How to import. */
export interface ImportOptions {
  /** What sealed values come in. */
  readonly seals: Seals;
  /** Hears how many rows are safe, after each commit. */
  readonly onProgress?: (rows: number) => void;
}

function opened({ table, row, line }: NumberedRow, seals: Seals): Row {
  const open = { ...row };
  for (const { name, seal } of tableNamed(table).columns.values()) {
    const value = row[name];
    if (!seal || typeof value !== "string") continue;
    try {
      open[name] = parseJson(seals.open(value, bindingOf(seal, row)));
    } catch (cause) {
      throw new ConfigurationError(
        `Cannot open the sealed value of line ${line}: expected the master key of the database that it came from, set PROCTOR_MASTER_KEY`,
        { cause },
      );
    }
  }
  return open;
}

/** Writes a batch again row by row to learn which one the database refuses; nothing of it stays. */
async function blame(store: Store, batch: readonly NumberedRow[], options: ImportOptions): Promise<never> {
  return await store.transaction(async (transaction) => {
    for (const one of batch) {
      try {
        await transaction.insert(one.table, [opened(one, options.seals)], { onConflict: "ignore" });
      } catch (cause) {
        if (!(cause instanceof ApiError)) throw cause;
        throw new ConfigurationError(
          `Cannot import line ${one.line}: the database refuses it, ${cause.message.replace(/\.$/, "")}`,
          { cause },
        );
      }
    }
    throw new ConfigurationError(`Cannot import lines ${batch[0]!.line} to ${batch.at(-1)!.line}: try again`);
  });
}

async function write(store: Store, batch: readonly NumberedRow[], options: ImportOptions): Promise<void> {
  const [first] = batch;
  if (!first) return;
  const rows = batch.map((one) => opened(one, options.seals));
  try {
    await store.transaction((transaction) => transaction.insert(first.table, rows, { onConflict: "ignore" }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await blame(store, batch, options);
  }
}

/**
 * Adds rows to a database. A row that is there already stays as it is, so an import that was broken off is simply
 * started again.
 *
 * @param store The database.
 * @param rows In an order in which what is referred to comes first.
 * @param options See {@linkcode ImportOptions}.
 * @returns How many rows came.
 * @throws {ConfigurationError} For a row that the database refuses; those of the batches before it stay.
 *
 * @example Twice the same row
 * ```ts
 * import { importRows } from "./import_rows.ts";
 * import { openSqlite } from "../store/sqlite.ts";
 * import { Seals } from "../store/seals.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const store = openSqlite(":memory:");
 * const id = crypto.randomUUID();
 * const rows = [1, 2].map((line) => ({ line, table: "tenant", row: { id, name: "Acme", slug: "acme" } }));
 * assertEquals(await importRows(store, rows, { seals: new Seals(undefined) }), 2);
 * assertEquals(await store.read((reader) => reader.select("tenant", ["id"], {})), [{ id }]);
 * await store.close();
 * ```
 */
export async function importRows(
  store: Store,
  rows: AsyncIterable<NumberedRow> | Iterable<NumberedRow>,
  options: ImportOptions,
): Promise<number> {
  let batch: NumberedRow[] = [];
  let count = 0;
  const flush = async () => {
    await write(store, batch, options);
    count += batch.length;
    if (batch.length > 0) options.onProgress?.(count);
    batch = [];
  };
  for await (const row of rows) {
    if (batch.length === BATCH || (batch.length > 0 && batch[0]!.table !== row.table)) await flush();
    batch.push(row);
  }
  await flush();
  return count;
}
