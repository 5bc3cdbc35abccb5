import { ConfigurationError } from "../../core/errors.ts";
import { isJsonObject, type JsonValue, parseJson } from "../../core/json.ts";
import type { Row } from "../model/row.ts";
import { TABLES } from "../model/tables.ts";

/** A row on its way from one database to another. */
export interface TransferRow {
  readonly table: string;
  readonly row: Row;
}

/** The first line of an export. */
export const HEADER = JSON.stringify({ format: "proctor-export", version: 1 });

/**
 * Writes a row as one line of NDJSON.
 *
 * @param row The row and its table.
 * @returns JSON, without a line end.
 */
export function formatLine({ table, row }: TransferRow): string {
  return JSON.stringify({ table, row });
}

function refuse(line: number, said: string): never {
  throw new ConfigurationError(`Cannot import line ${line}: ${said}`);
}

function parse(text: string, line: number): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return refuse(line, "it is not JSON, expected a file of proctor server export");
  }
}

/**
 * Checks the first line of an export.
 *
 * @param text The line.
 * @throws {ConfigurationError} When it is none, or one of a later version.
 */
export function checkHeader(text: string): void {
  const header = parse(text, 1);
  if (!isJsonObject(header) || header.format !== "proctor-export") {
    refuse(1, "expected the first line of a file of proctor server export");
  }
  if (header.version !== 1) {
    refuse(
      1,
      `its version is "${header.version}", expected 1: import it with the Proctor that wrote it, or a later one`,
    );
  }
}

/**
 * Reads a line of an export.
 *
 * @param text The line.
 * @param line Its number, for errors.
 * @returns The row, with columns that its table has.
 * @throws {ConfigurationError} When it is no row of a table.
 *
 * @example There and back
 * ```ts
 * import { formatLine, parseLine } from "./transfer_line.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const row = { table: "tenant", row: { name: "Acme", slug: "acme" } };
 * assertEquals(parseLine(formatLine(row), 2), row);
 * ```
 */
export function parseLine(text: string, line: number): TransferRow {
  const value = parse(text, line);
  if (!isJsonObject(value) || typeof value.table !== "string" || !isJsonObject(value.row)) {
    refuse(line, 'expected {"table": NAME, "row": {…}}');
  }
  const table = TABLES.get(value.table);
  if (!table) refuse(line, `there is no table "${value.table}", expected one that this version has`);
  for (const name of Object.keys(value.row)) {
    if (!table.columns.has(name)) {
      refuse(line, `table "${value.table}" has no column "${name}", expected one it has`);
    }
  }
  return { table: value.table, row: value.row };
}
