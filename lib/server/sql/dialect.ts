import type { Column, ColumnType } from "../model/model.ts";
import type { SqlValue } from "../model/row.ts";
import type { Operator } from "../plan/plan.ts";
import type { Piece } from "./concat.ts";

/** A value on its way into JSON text. */
export interface Cell {
  /** Its JSON text, in pieces to be joined as they are. */
  readonly pieces: readonly Piece[];
  /** The same for the database's own JSON functions, where it has some that keep every byte. */
  readonly native?: string;
}

/** A comparison of a column with an operand. */
export interface Comparison {
  readonly column: Column;
  readonly operator: Operator;
  /** The SQL of the column. */
  readonly name: string;
  /** The placeholder of the operand. */
  readonly operand: string;
  /** The pattern holds ASCII only, so that the folding of case is the same everywhere. */
  readonly ascii: boolean;
}

/** Rows behind one placeholder. */
export interface RowSource {
  /** What stands behind FROM. */
  readonly from: string;
  /** The SQL of each of the columns of such a row. */
  readonly cells: readonly string[];
}

/**
 * What one database says in another way than the others. All else is in the compiler, which they share: whatever the
 * store, an answer has the same bytes.
 */
export interface Dialect {
  readonly name: "sqlite" | "postgres";
  /** The types of columns. */
  readonly types: Readonly<Record<ColumnType, string>>;

  /** The placeholder of a value by its position, from 1. */
  placeholder(position: number): string;
  /** A fixed text. */
  constant(text: string): Cell;
  /** A column, or what is at a path in it where there is a placeholder for one. */
  column(column: Column, sql: string, path?: string): Cell;
  /** A number without a fraction. */
  integer(sql: string): Cell;
  /** A number that may have a fraction, as the shortest text that means it. */
  double(sql: string): Cell;
  /** An array of values, not as an aggregate: what a store opens before it gives an answer away. */
  tuple(values: readonly string[]): string;
  /** An object. */
  object(fields: ReadonlyArray<readonly [key: string, value: Cell]>): Cell;
  /** The array of a value over all rows. */
  array(row: Cell): Cell;

  /** A condition; NULL where the column is. */
  compare(comparison: Comparison): string;
  /** The condition that a column holds one of a list. */
  isAmong(column: Column, options: { readonly name: string; readonly list: string }): string;
  /** What rows are ordered by, and equal by. */
  orderKey(column: Column, name: string): string;
  /** Counts the values of a column that are not NULL, or the tuples of several, of which none is NULL. */
  count(columns: readonly string[], options: { readonly distinct: boolean }): string;
  /** The aggregates by the names that the API has for them. */
  readonly aggregates: Readonly<Record<string, (column: Column, name: string) => string>>;
  /** LIMIT and OFFSET, of placeholders or numbers. */
  window(limit: string | undefined, offset: string | undefined): string;
  /** A condition that every row of a table fulfils, and that lets a statement be stopped while it looks at rows. */
  readonly checkpoint?: (alias: string) => string;

  /** An encoded value as the driver takes it. */
  value(type: ColumnType, encoded: SqlValue): SqlValue;
  /** The reverse: what the driver gives, encoded. */
  encoded(type: ColumnType, given: SqlValue): SqlValue;
  /** A list of values as one. */
  list(values: readonly SqlValue[]): SqlValue;
  /** A path in JSON: keys and positions. */
  path(steps: readonly string[]): SqlValue;
  /** A pattern of LIKE or ILIKE. */
  like(pattern: string, insensitive: boolean): SqlValue;
  /** A pattern of SIMILAR TO, and what it is as an expression for the function `matches`. */
  similar(pattern: string, expression: string): SqlValue;
  /** A regular expression, and what it is for the function `matches`. */
  regex(pattern: string, expression: string): SqlValue;

  /** Many rows of a table behind one placeholder. */
  rowSource(
    table: string,
    options: { readonly columns: readonly Column[]; readonly placeholder: string },
  ): RowSource;
  /** The value behind that placeholder. */
  rows(columns: readonly Column[], values: ReadonlyArray<readonly SqlValue[]>): SqlValue;
}
