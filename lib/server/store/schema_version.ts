import { ConfigurationError } from "../../core/errors.ts";

/**
 * The version of the tables, counted up whenever what is stored changes its meaning or its form. Tables, columns and
 * indexes that are only added need no new version.
 *
 * 1: the first. 2: jsonb in SQLite is stored as PostgreSQL prints it, with a blank after each colon and comma.
 */
export const SCHEMA_VERSION = 2;

/** The table that holds the version, in one row. */
export const VERSION_TABLE = "schema_version";

/** The statement that makes it. */
export const CREATE_VERSION_TABLE = `CREATE TABLE IF NOT EXISTS ${VERSION_TABLE} (version INTEGER NOT NULL)`;

/**
 * Refuses a database that a later Proctor has changed: this one does not know what was meant.
 *
 * @param version What the database says.
 * @param database Its name, for the message.
 * @throws {ConfigurationError} When it is later than {@linkcode SCHEMA_VERSION}.
 *
 * @example A version to come
 * ```ts
 * import { checkVersion } from "./schema_version.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => checkVersion(1000, "a.sqlite"), Error, "of a newer Proctor");
 * ```
 */
export function checkVersion(version: number, database: string): void {
  if (version <= SCHEMA_VERSION) return;
  throw new ConfigurationError(
    `Cannot use database "${database}": its tables are of a newer Proctor, version ${version} where ${SCHEMA_VERSION} is known, use that Proctor or a backup from before`,
  );
}
