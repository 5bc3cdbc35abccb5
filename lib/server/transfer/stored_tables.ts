import type { Table } from "../model/model.ts";
import { TABLES } from "../model/tables.ts";

/** What means something to running servers and their clients only. */
const PASSING = new Set(["service_turn", "session", "session_token"]);

function collect(table: Table, found: Set<Table>): void {
  if (found.has(table)) return;
  for (const { references } of table.columns.values()) {
    if (references !== undefined && references !== table.name) collect(TABLES.get(references)!, found);
  }
  found.add(table);
}

/**
 * The tables whose rows are worth keeping, each after those that it refers to.
 *
 * @returns Stored tables; no second views of the same rows.
 *
 * @example A run needs its flow
 * ```ts
 * import { storedTables } from "./stored_tables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = storedTables().map(({ name }) => name);
 * assertEquals(names.indexOf("flow") < names.indexOf("flow_run"), true);
 * ```
 */
export function storedTables(): readonly Table[] {
  const found = new Set<Table>();
  for (const table of TABLES.values()) collect(table, found);
  return [...found].filter(({ name, source, primaryKey }) =>
    name === source && primaryKey !== undefined && !PASSING.has(name)
  );
}
