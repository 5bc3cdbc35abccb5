import { ApiError } from "../model/api_error.ts";
import { DatabaseFault } from "../model/database_fault.ts";

/** SQLite's extended result codes that are answers to bad input, and what Prefect's service says to each. */
const VIOLATIONS: Readonly<Record<number, string>> = {
  275: "Check constraint violation.",
  787: "Foreign key violation.",
  1299: "Not-NULL violation.",
  1555: "Uniqueness violation.",
  2067: "Uniqueness violation.",
};

/** Primary result codes of a file that cannot be used, and SQLite's words for each. */
const FAULTS: Readonly<Record<number, string>> = {
  5: "database is locked",
  8: "attempt to write a readonly database",
  10: "disk I/O error",
  11: "database disk image is malformed",
  13: "database or disk is full",
  14: "unable to open database file",
  26: "file is not a database",
};

/** The primary result code of an extended one is its last byte. */
const PRIMARY = 0xff;
const BUSY = 5;

function codeOf(error: unknown): number {
  return (error as { errcode?: number } | null)?.errcode ?? 0;
}

/**
 * Whether somebody else is writing to the file.
 *
 * @param error What the driver threw.
 * @returns `true` when they are.
 */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === BUSY;
}

/**
 * What SQLite refuses, as an answer; all else stays what it is.
 *
 * Source: SQLite, Result and Error Codes; `reference/prefect-api.md` §7.
 *
 * @param error What the driver threw.
 * @returns What to throw instead.
 *
 * @example A full disk
 * ```ts
 * import { refusedBySqlite } from "./sqlite_errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals((refusedBySqlite({ errcode: 13 }) as Error).message, "Unable to use the database: database or disk is full.");
 * ```
 */
export function refusedBySqlite(error: unknown): unknown {
  const code = codeOf(error);
  const violation = VIOLATIONS[code];
  if (violation !== undefined) return new ApiError(violation, { cause: error });
  const fault = FAULTS[code & PRIMARY];
  return fault === undefined
    ? error
    : new DatabaseFault(`Unable to use the database: ${fault}.`, { cause: error });
}
