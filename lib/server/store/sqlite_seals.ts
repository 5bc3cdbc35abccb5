/**
 * Sealed columns in SQLite: the functions that statements call, and the check that they will work.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "../../core/errors.ts";
import { TABLES } from "../model/tables.ts";
import { quote } from "../sql/ddl.ts";
import { SEAL, UNSEAL } from "../sql/sealed.ts";
import { selectStatement } from "../sql/write.ts";
import { sealValue, unsealValue } from "./sealed_value.ts";

/**
 * Lets statements seal and open values. Nothing that is stored in the database, such as a view, can call these
 * functions.
 *
 * @param database A connection.
 * @param key 32 bytes.
 */
export function registerSeals(database: DatabaseSync, key: Uint8Array): void {
  for (const [name, apply] of [[SEAL, sealValue], [UNSEAL, unsealValue]] as const) {
    const call = (value: unknown, binding: unknown) =>
      value === null ? null : apply(value as string, { key, binding: binding as string });
    database.function(name, { directOnly: true }, call);
  }
}

/**
 * Makes sure that the key is the one the database was written with, by opening a value of each sealed column.
 *
 * @param database A connection that has the functions of {@linkcode registerSeals}.
 * @throws {ConfigurationError} When a value cannot be opened.
 */
export function checkSeals(database: DatabaseSync): void {
  for (const table of TABLES.values()) {
    for (const { name } of [...table.columns.values()].filter((column) => column.seal)) {
      const { sql } = selectStatement(table, { columns: [name], where: {} });
      try {
        database.prepare(`SELECT 1 FROM (${sql}) WHERE ${quote(name)} IS NOT NULL LIMIT 1`).get();
      } catch (cause) {
        throw new ConfigurationError(
          `Cannot open the sealed values of table "${table.name}": expected the master key that they were sealed with`,
          { cause },
        );
      }
    }
  }
}
