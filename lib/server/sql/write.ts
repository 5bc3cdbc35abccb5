/**
 * The statements behind the verbs of a transaction, with their values: one statement each, however many rows.
 *
 * @module
 */
import { currentTimestamp } from "../../core/timestamp.ts";
import type { Column, Table } from "../model/model.ts";
import type { Condition, Row, SqlValue, Where } from "../model/row.ts";
import { encode } from "./codec.ts";
import { quote } from "./ddl.ts";
import { readingSql, writingSql } from "./sealed.ts";

/** A statement and the values for its placeholders. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

const COMPARISONS = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

function columnOf(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (!column) {
    throw new TypeError(`Cannot use column "${name}": table "${table.name}" has none of that name`);
  }
  return column;
}

function isList(condition: unknown): condition is readonly string[] {
  return Array.isArray(condition);
}

function conditionSql(column: Column, condition: Condition, values: SqlValue[]): string {
  const name = quote(column.name);
  if (condition === undefined) {
    throw new TypeError(`Cannot filter by column "${column.name}": the value is undefined`);
  }
  if (column.seal) throw new TypeError(`Cannot filter by column "${column.name}": its values are sealed`);
  if (condition === null) return `${name} IS NULL`;
  if (isList(condition)) {
    values.push(JSON.stringify(condition.map((one) => encode(column.type, one))));
    return `${name} IN (SELECT value FROM json_each(?))`;
  }
  if (typeof condition !== "object") {
    values.push(encode(column.type, condition));
    return `${name} = ?`;
  }
  const parts: string[] = [];
  for (const [operator, operand] of Object.entries(condition)) {
    if (operator === "not") {
      parts.push(`NOT (${conditionSql(column, operand as Condition, values)})`);
    } else {
      parts.push(`${name} ${COMPARISONS[operator as keyof typeof COMPARISONS]} ?`);
      values.push(encode(column.type, operand as string | number));
    }
  }
  return parts.join(" AND ");
}

function whereSql(table: Table, where: Where, values: SqlValue[]): string {
  const parts = Object.entries(where).map(([name, condition]) =>
    conditionSql(columnOf(table, name), condition, values)
  );
  return parts.length === 0 ? "" : ` WHERE ${parts.join(" AND ")}`;
}

/**
 * The named columns of the rows where all conditions hold.
 *
 * @example A condition on null is no comparison
 * ```ts
 * import { tableNamed } from "../model/tables.ts";
 * import { selectStatement } from "./write.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const statement = selectStatement(tableNamed("tenant"), { columns: ["id"], where: { slug: "a", info: null } });
 * assertEquals(statement, {
 *   sql: 'SELECT "id" FROM "tenant" WHERE "slug" = ? AND "info" IS NULL',
 *   values: ["a"],
 * });
 * ```
 */
export function selectStatement(
  table: Table,
  query: {
    readonly columns: readonly string[];
    readonly where: Where;
    readonly orderBy?: ReadonlyArray<readonly [column: string, direction: "asc" | "desc"]> | undefined;
    readonly limit?: number | undefined;
  },
): Statement {
  const values: SqlValue[] = [];
  const columns = query.columns.map((name) => {
    const read = readingSql(columnOf(table, name), quote);
    return read === quote(name) ? read : `${read} AS ${quote(name)}`;
  }).join(", ");
  let sql = `SELECT ${columns} FROM ${quote(table.source)}${whereSql(table, query.where, values)}`;
  if (query.orderBy && query.orderBy.length > 0) {
    const keys = query.orderBy.map(([name, direction]) =>
      `${quote(columnOf(table, name).name)} ${direction === "desc" ? "DESC NULLS FIRST" : "ASC NULLS LAST"}`
    );
    sql += ` ORDER BY ${keys.join(", ")}`;
  }
  if (query.limit !== undefined) {
    sql += " LIMIT ?";
    values.push(query.limit);
  }
  return { sql, values };
}

/**
 * A row with everything filled in that the model says an insert fills in.
 *
 * @example What an insert fills in
 * ```ts
 * import { tableNamed } from "../model/tables.ts";
 * import { completeRow } from "./write.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { name, settings } = completeRow(tableNamed("tenant"), { name: "Acme", slug: "acme" });
 * assertEquals({ name, settings }, { name: "Acme", settings: {} });
 * ```
 */
export function completeRow(table: Table, row: Row): Row {
  for (const name of Object.keys(row)) columnOf(table, name);
  const complete: Row = {};
  for (const column of table.columns.values()) {
    const given = row[column.name];
    if (given !== undefined) complete[column.name] = given;
    else if (column.default === undefined) complete[column.name] = null;
    else if ("value" in column.default) complete[column.name] = column.default.value;
    else {complete[column.name] = column.default.generated === "uuid"
        ? crypto.randomUUID()
        : currentTimestamp();}
  }
  return complete;
}

/** Adds complete rows. */
export function insertStatement(
  table: Table,
  rows: readonly Row[],
  { onConflict }: { readonly onConflict?: "ignore" } = {},
): Statement {
  const columns = [...table.columns.values()];
  const names = columns.map((column) => quote(column.name)).join(", ");
  const encoded = rows.map((row) => columns.map((column) => encode(column.type, row[column.name] ?? null)));
  const into = `INSERT ${onConflict === "ignore" ? "OR IGNORE " : ""}INTO ${quote(table.source)} (${names})`;
  if (encoded.length === 1 && !columns.some((column) => column.seal)) {
    return { sql: `${into} VALUES (${columns.map(() => "?").join(", ")})`, values: encoded[0]! };
  }
  const cell = (name: string) => `value ->> ${columns.findIndex((column) => column.name === name)}`;
  const cells = columns.map((column) => writingSql(column, { value: cell(column.name), cell })).join(", ");
  return { sql: `${into} SELECT ${cells} FROM json_each(?) WHERE true`, values: [JSON.stringify(encoded)] };
}

function withUpdated(table: Table, set: Row): Row {
  return table.columns.has("updated") ? { ...set, updated: currentTimestamp() } : set;
}

/** Sets columns of the rows where all conditions hold. */
export function updateStatement(
  table: Table,
  change: { readonly set: Row; readonly where: Where },
): Statement {
  const values: SqlValue[] = [];
  const assignments = Object.entries(withUpdated(table, change.set)).map(([name, value]) => {
    const column = columnOf(table, name);
    values.push(encode(column.type, value));
    return `${quote(name)} = ${writingSql(column, { value: "?", cell: quote })}`;
  });
  const where = whereSql(table, change.where, values);
  return { sql: `UPDATE ${quote(table.source)} SET ${assignments.join(", ")}${where}`, values };
}

/** Sets columns of many rows by `id`, each to its own values. */
export function updateEachStatement(table: Table, rows: readonly Row[]): Statement {
  const complete = rows.map((row) => withUpdated(table, row));
  const names = Object.keys(complete[0] ?? {}).filter((name) => name !== "id");
  const columns = names.map((name) => columnOf(table, name));
  const encoded = complete.map((row) => [
    encode("uuid", row.id ?? null),
    ...columns.map((column) => encode(column.type, row[column.name] ?? null)),
  ]);
  const cell = (name: string) => `${quote(table.source)}.${quote(name)}`;
  const assignments = columns.map((column, position) =>
    `${quote(column.name)} = ${writingSql(column, { value: `each.value ->> ${position + 1}`, cell })}`
  );
  return {
    sql: `UPDATE ${quote(table.source)} SET ${assignments.join(", ")} FROM json_each(?) AS each` +
      ` WHERE ${quote(table.source)}."id" = each.value ->> 0`,
    values: [JSON.stringify(encoded)],
  };
}

/** Removes the rows where all conditions hold. */
export function deleteStatement(table: Table, where: Where): Statement {
  const values: SqlValue[] = [];
  return { sql: `DELETE FROM ${quote(table.source)}${whereSql(table, where, values)}`, values };
}
