/**
 * Conditions on rows, as the verbs of a transaction take them.
 *
 * @module
 */
import type { Column, Table } from "../model/model.ts";
import type { Condition, SqlValue, Where } from "../model/row.ts";
import { encode } from "./codec.ts";
import type { Dialect } from "./dialect.ts";

const COMPARISONS = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

/** A column, and the SQL that means it in a statement. */
export interface Place {
  readonly column: Column;
  readonly sql: string;
}

/**
 * A column that must exist.
 *
 * @param table Whose column.
 * @param name Its name.
 * @returns The column.
 * @throws {TypeError} When the table has none of that name.
 *
 * @example The type of an id
 * ```ts
 * import { tableNamed } from "../model/tables.ts";
 * import { columnOf } from "./where.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(columnOf(tableNamed("tenant"), "id").type, "uuid");
 * ```
 */
export function columnOf(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (!column) {
    throw new TypeError(`Cannot use column "${name}": table "${table.name}" has none of that name`);
  }
  return column;
}

function isList(condition: unknown): condition is readonly string[] {
  return Array.isArray(condition);
}

/** The placeholders of one statement, and what they stand for. */
export class Values {
  readonly all: SqlValue[] = [];
  readonly dialect: Dialect;

  /** @param dialect Of the database that is to take them. */
  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  /** The placeholder for a value that is as the driver takes it. */
  add(value: SqlValue): string {
    return this.dialect.placeholder(this.all.push(value));
  }

  /** The placeholder for a value of a column. */
  addOf({ type }: Column, value: string | number | boolean | null): string {
    return this.add(this.dialect.value(type, encode(type, value)));
  }
}

function conditionSql({ column, sql }: Place, condition: Condition, values: Values): string {
  if (condition === undefined) {
    throw new TypeError(`Cannot filter by column "${column.name}": the value is undefined`);
  }
  if (column.seal) throw new TypeError(`Cannot filter by column "${column.name}": its values are sealed`);
  if (condition === null) return `${sql} IS NULL`;
  const { dialect } = values;
  if (isList(condition)) {
    // One value needs no table of values.
    if (condition.length === 1) return `${sql} = ${values.addOf(column, condition[0]!)}`;
    const list = condition.map((one) => dialect.value(column.type, encode(column.type, one)));
    return dialect.isAmong(column, { name: sql, list: values.add(dialect.list(list)) });
  }
  if (typeof condition !== "object") return `${sql} = ${values.addOf(column, condition)}`;
  const parts: string[] = [];
  for (const [operator, operand] of Object.entries(condition)) {
    if (operator === "not") {
      parts.push(`NOT (${conditionSql({ column, sql }, operand as Condition, values)})`);
    } else {
      const sign = COMPARISONS[operator as keyof typeof COMPARISONS];
      parts.push(`${sql} ${sign} ${values.addOf(column, operand as string | number)}`);
    }
  }
  return parts.join(" AND ");
}

/**
 * The clause that lets those rows through where all conditions hold.
 *
 * @param where Conditions by column.
 * @param options `values` takes the operands, `placeOf` tells where a column is.
 * @returns The clause with a blank before it; nothing when there are no conditions.
 * @throws {TypeError} For a condition that is undefined, and for a column that is sealed or does not exist.
 *
 * @example A condition on null is no comparison
 * ```ts
 * import { tableNamed } from "../model/tables.ts";
 * import { SQLITE } from "./sqlite_dialect.ts";
 * import { columnOf, Values, whereSql } from "./where.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const values = new Values(SQLITE);
 * const placeOf = (name: string) => ({ column: columnOf(tableNamed("tenant"), name), sql: name });
 * assertEquals(whereSql({ slug: "a", info: null }, { values, placeOf }), " WHERE slug = ?1 AND info IS NULL");
 * assertEquals(values.all, ["a"]);
 * ```
 */
export function whereSql(
  where: Where,
  { values, placeOf }: { readonly values: Values; readonly placeOf: (name: string) => Place },
): string {
  let sql = "";
  for (const name of Object.keys(where)) {
    sql += (sql === "" ? " WHERE " : " AND ") + conditionSql(placeOf(name), where[name]!, values);
  }
  return sql;
}
