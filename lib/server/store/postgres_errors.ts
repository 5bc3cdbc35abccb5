import { ApiError } from "../model/api_error.ts";
import { DatabaseFault } from "../model/database_fault.ts";

/** What Prefect's service says to each kind of broken constraint, by SQLSTATE. */
const VIOLATIONS: Readonly<Record<string, string>> = {
  "23502": "Not-NULL violation.",
  "23503": "Foreign key violation.",
  "23505": "Uniqueness violation.",
  "23514": "Check constraint violation.",
};

/** Two transactions stood in each other's way; one of them is to begin anew. */
const CONFLICTS = new Set(["40001", "40P01"]);
/** SQLSTATEs of a server that is not there for us: class 08 beside these. */
const ABSENCES = new Set(["57P01", "57P02", "57P03", "53300"]);
/** What the driver and the system call a connection that cannot be had, or was lost. */
const LOSS_REGEXP =
  /^(?:CONNECT_TIMEOUT|CONNECTION_(?:CLOSED|ENDED|DESTROYED)|E(?:CONN\w+|PIPE|HOSTUNREACH|NETUNREACH|TIMEDOUT|NOTFOUND|AI_AGAIN))$/;

/** SQLSTATEs of a database that is full, broken, or a copy that only reads. */
const FAULT_REGEXP = /^(?:53[124]00|58...|XX001|25006)$/;

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? "");
}

/**
 * Whether a transaction only has to be tried again.
 *
 * @param error What the driver threw.
 * @returns `true` when it lost against another transaction.
 */
export function isConflict(error: unknown): boolean {
  return CONFLICTS.has(codeOf(error));
}

/**
 * Whether the database could not be reached, or was lost.
 *
 * @param error What the driver threw.
 * @returns `true` when another try may find it there.
 *
 * @example A server that stops
 * ```ts
 * import { isAbsence } from "./postgres_errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([{ code: "57P01" }, { code: "ECONNREFUSED" }, { code: "23505" }].map(isAbsence), [true, true, false]);
 * ```
 */
export function isAbsence(error: unknown): boolean {
  const code = codeOf(error);
  return ABSENCES.has(code) || LOSS_REGEXP.test(code) || /^08...$/.test(code);
}

/**
 * Whether a connection ends with this error.
 *
 * @param error What the driver threw.
 * @returns `true` when it does.
 *
 * @example A refused statement, and the end of the server
 * ```ts
 * import { endsConnection } from "./postgres_errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const refused = { code: "23505", severity: "ERROR" };
 * const stopped = { code: "57P01", severity: "FATAL" };
 * assertEquals([refused, stopped, { code: "ECONNRESET" }].map(endsConnection), [false, true, true]);
 * ```
 */
export function endsConnection(error: unknown): boolean {
  const { severity } = (error ?? {}) as { severity?: unknown };
  return LOSS_REGEXP.test(codeOf(error)) || severity === "FATAL" || severity === "PANIC";
}

/**
 * What clients are told when the database cannot be reached. Source: `reference/prefect-api.md` §7.
 *
 * @param cause What the driver threw.
 * @returns The fault, in the words of Hasura.
 */
export function unreachable(cause: unknown): DatabaseFault {
  return new DatabaseFault("Unable to connect to postgres.", { cause });
}

/**
 * What the database refuses, as an answer; all else stays what it is.
 *
 * Source: `reference/hasura.md` §7.2, `reference/prefect-api.md` §7.
 *
 * @param error What the driver threw.
 * @returns What to throw instead.
 *
 * @example A name that is taken
 * ```ts
 * import { refused } from "./postgres_errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals((refused({ code: "23505" }) as Error).message, "Uniqueness violation.");
 * ```
 */
export function refused(error: unknown): unknown {
  const code = codeOf(error);
  const violation = VIOLATIONS[code];
  if (violation !== undefined) return new ApiError(violation, { cause: error });
  // By the time limit of the session; in PostgreSQL's own words.
  if (code === "57014") return new ApiError((error as Error).message, { code: "timeout", cause: error });
  if (FAULT_REGEXP.test(code)) {
    return new DatabaseFault(`Unable to use the database: ${(error as Error).message}.`, { cause: error });
  }
  if (!/^22...$/.test(code)) return error;
  return new ApiError((error as Error).message, {
    code: code === "22025" ? "bad-request" : "data-exception",
    enginePath: "$",
    cause: error,
  });
}
