import type { Table } from "../model/model.ts";
import type { Row } from "../model/row.ts";
import { bindingOf } from "../sql/write.ts";
import { encode } from "../sql/codec.ts";
import type { Seals } from "../store/seals.ts";
import type { Reader, Store } from "../store/store.ts";
import { storedTables } from "./stored_tables.ts";
import type { TransferRow } from "./transfer_line.ts";

/** How many rows are held at a time. */
const PAGE = 1000;

/** How to export. */
export interface ExportOptions {
  /** What sealed values leave the database in: those who read the export need the same master key. */
  readonly seals: Seals;
  /** Takes a row; the next one is read when it is done. */
  readonly take: (row: TransferRow) => Promise<void>;
}

function sealed(table: Table, row: Row, seals: Seals): Row {
  const closed = { ...row };
  for (const { name, seal, type } of table.columns.values()) {
    const value = row[name];
    if (!seal || value === null || value === undefined) continue;
    closed[name] = seals.seal(String(encode(type, value)), bindingOf(seal, row));
  }
  return closed;
}

async function exportTable(reader: Reader, table: Table, { seals, take }: ExportOptions): Promise<void> {
  const columns = [...table.columns.keys()];
  let after: string | undefined;
  for (;;) {
    const where = after === undefined ? {} : { id: { gt: after } };
    const rows = await reader.select(table.name, columns, where, { orderBy: [["id", "asc"]], limit: PAGE });
    for (const row of rows) await take({ table: table.name, row: sealed(table, row, seals) });
    if (rows.length < PAGE) return;
    after = String(rows.at(-1)!.id);
  }
}

/**
 * Gives every row worth keeping, as they all were at one moment; however many there are, a page of them is in memory.
 *
 * @param store The database.
 * @param options See {@linkcode ExportOptions}.
 *
 * @example The tenants of an empty server
 * ```ts
 * import { exportRows } from "./export_rows.ts";
 * import { openSqlite } from "../store/sqlite.ts";
 * import { Seals } from "../store/seals.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const store = openSqlite(":memory:");
 * await store.transaction((transaction) => transaction.insert("tenant", [{ name: "Acme", slug: "acme" }]));
 * const slugs: unknown[] = [];
 * await exportRows(store, {
 *   seals: new Seals(undefined),
 *   take: ({ row }) => Promise.resolve(void slugs.push(row.slug)),
 * });
 * assertEquals(slugs, ["acme"]);
 * await store.close();
 * ```
 */
export async function exportRows(store: Store, options: ExportOptions): Promise<void> {
  await store.read(async (reader) => {
    for (const table of storedTables()) await exportTable(reader, table, options);
  });
}
