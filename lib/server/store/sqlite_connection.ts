import { DatabaseSync } from "node:sqlite";
import type { SqlValue } from "../model/row.ts";
import { SQLITE_FUNCTIONS } from "../sql/functions.ts";

/**
 * Makes the functions that statements call known to a connection.
 *
 * @param database The connection.
 * @param checkpoint Called now and then by each statement that can be stopped, and by every function: when it throws, the
 * statement ends with what it threw.
 */
export function registerFunctions(database: DatabaseSync, checkpoint: () => void): void {
  for (const { name, apply } of SQLITE_FUNCTIONS) {
    const call = (...parameters: unknown[]) => {
      checkpoint();
      return apply(...parameters as SqlValue[]);
    };
    database.function(name, { deterministic: true, varargs: true }, call);
  }
  // Not deterministic, or it would be called once for all rows.
  database.function("checkpoint", { varargs: true }, () => {
    checkpoint();
    return 1;
  });
}

/**
 * Opens a connection that reads a file, whatever is written to it meanwhile: each statement sees what was committed
 * when it began.
 *
 * @param path The file; it is there, and in WAL mode.
 * @param checkpoint See {@linkcode registerFunctions}.
 * @returns The connection; close it.
 */
export function openReader(path: string, checkpoint: () => void): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true });
  registerFunctions(database, checkpoint);
  return database;
}
