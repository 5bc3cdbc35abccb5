import type { Column, Seal } from "../model/model.ts";
import { textLiteral } from "./ddl.ts";

/**
 * A function of the store: from a text and what it is bound to, to the encrypted text. It is not deterministic.
 */
export const SEAL = "seal_value";
/** Its inverse; it fails when the text was bound to something else. */
export const UNSEAL = "unseal_value";

function bindingSql({ label, columns }: Seal, cell: (column: string) => string): string {
  return `json_array(${[textLiteral(label), ...columns.map(cell)].join(", ")})`;
}

/**
 * A column as it is read.
 *
 * @param column The column.
 * @param cell The SQL of a column of the same row by its name.
 * @returns The SQL of the value; of a sealed one the function that opens it.
 */
export function readingSql(column: Column, cell: (column: string) => string): string {
  const stored = cell(column.name);
  return column.seal ? `${UNSEAL}(${stored}, ${bindingSql(column.seal, cell)})` : stored;
}

/**
 * A value as it is stored in a column.
 *
 * @param column The column.
 * @param value The SQL of the value.
 * @param cell The SQL of a column of the row that it becomes part of.
 * @returns The SQL of what to store; for a sealed column the function that encrypts it.
 */
export function writingSql(
  column: Column,
  { value, cell }: { readonly value: string; readonly cell: (column: string) => string },
): string {
  return column.seal ? `${SEAL}(${value}, ${bindingSql(column.seal, cell)})` : value;
}
