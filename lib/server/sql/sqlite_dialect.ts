import type { Column } from "../model/model.ts";
import type { Operator } from "../plan/plan.ts";
import { concatSql, nullablePiece, objectPieces, type Piece } from "./concat.ts";
import type { Cell, Comparison, Dialect } from "./dialect.ts";
import { textLiteral } from "./literals.ts";
import { likeExpression, likeGlob } from "./patterns.ts";
import { PLAIN_OPERATORS } from "./predicate.ts";
import { spreadAggregates } from "./spread.ts";

function isNative(cells: readonly Cell[]): boolean {
  return cells.every((cell) => cell.native !== undefined);
}

function native(sql: string, pieces: readonly Piece[] = [{ sql }]): Cell {
  return { native: sql, pieces };
}

function columnCell(column: Column, sql: string, path?: string): Cell {
  const { type, nullable } = column;
  if (path !== undefined) return { pieces: [nullablePiece(`jsonb_at(${sql}, ${path})`, true)] };
  switch (type) {
    case "jsonb":
      // `json()` would take the blanks out, which PostgreSQL writes.
      return { pieces: [nullablePiece(sql, nullable)] };
    case "Boolean": {
      const text = `CASE ${sql} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END`;
      return native(text, [nullablePiece(text, nullable)]);
    }
    case "Int":
      return native(sql, [nullablePiece(sql, nullable)]);
    case "interval":
      return native(`interval_text(${sql})`, [nullablePiece(`json_quote(interval_text(${sql}))`, false)]);
    case "String":
      return native(sql, [{ sql: `json_quote(${sql})` }]);
    case "uuid":
    case "timestamptz":
      if (nullable) return native(sql, [{ sql: `json_quote(${sql})` }]);
      return native(sql, [{ text: '"' }, { sql }, { text: '"' }]);
  }
}

const JSONB_FUNCTIONS: Partial<Record<Operator, string>> = {
  _has_key: "jsonb_has_key",
  _has_keys_any: "jsonb_has_any",
  _has_keys_all: "jsonb_has_all",
  _contains: "jsonb_contains",
};

function compareSql({ column, operator, name, operand, ascii }: Comparison): string {
  const plain = PLAIN_OPERATORS[operator];
  if (plain) {
    return column.type === "jsonb"
      ? `jsonb_compare(${name}, ${operand}) ${plain} 0`
      : `${name} ${plain} ${operand}`;
  }
  const jsonb = JSONB_FUNCTIONS[operator];
  if (jsonb) return `${jsonb}(${name}, ${operand})`;
  switch (operator) {
    case "_contained_in":
      return `jsonb_contains(${operand}, ${name})`;
    case "_like":
      return `${name} GLOB ${operand}`;
    case "_nlike":
      return `NOT (${name} GLOB ${operand})`;
    case "_ilike":
    case "_nilike": {
      // A bare placeholder as pattern would make SQLite plan the statement anew each time it is bound.
      const matching = ascii
        ? `${name} LIKE (${operand} || '') ESCAPE '\\'`
        : `matches(lower_case(${name}), ${operand})`;
      return operator === "_ilike" ? matching : `NOT (${matching})`;
    }
    case "_similar":
    case "_regex":
    case "_iregex":
      return `matches(${name}, ${operand})`;
    default:
      return `NOT matches(${name}, ${operand})`;
  }
}

function isAmongSql(
  column: Column,
  { name, list }: { readonly name: string; readonly list: string },
): string {
  if (column.type !== "jsonb") return `${name} IN (SELECT value FROM json_each(${list}))`;
  const found = `EXISTS (SELECT 1 FROM json_each(${list}) WHERE jsonb_compare(${name}, value) = 0)`;
  // Of no value at all it can be said that it is not in an empty list.
  return `CASE WHEN ${name} IS NOT NULL OR json_array_length(${list}) = 0 THEN ${found} END`;
}

function orderKeySql(column: Column, name: string): string {
  return column.type === "jsonb" ? `jsonb_rank(${name})` : name;
}

/** The sum of squares without overflow, rounded once: in halves, of which each fits 64 bits. */
function sumOfSquares(value: string): string {
  const square = `${value} * ${value}`;
  return `(sum(${square} / 4294967296) * 4294967296.0 + sum(${square} % 4294967296))`;
}

/** The sum of squared distances from the mean. */
function squaresSql(value: string): string {
  return `max(0, ${sumOfSquares(value)} - sum(${value}) * 1.0 * sum(${value}) / count(${value}))`;
}

/** SQLite plans a statement anew each time a bare placeholder of its LIMIT is bound, which costs more than a small query. */
function windowSql(placeholder: string): string {
  return `CAST(${placeholder} AS INTEGER)`;
}

/** SQLite, with the functions of `functions.ts`. */
export const SQLITE: Dialect = {
  name: "sqlite",
  types: {
    uuid: "TEXT",
    String: "TEXT",
    Int: "INTEGER",
    Boolean: "INTEGER",
    jsonb: "TEXT",
    // Text in a form whose order is the order of the moments: see lib/core/timestamp.ts.
    timestamptz: "TEXT",
    // Microseconds.
    interval: "INTEGER",
  },

  placeholder: (position) => `?${position}`,
  constant: (text) => native(textLiteral(text), [{ text: JSON.stringify(text) }]),
  column: columnCell,
  integer: (sql) => native(sql, [nullablePiece(sql, true)]),
  double: (sql) => ({ pieces: [nullablePiece(`double_text(${sql})`, true)] }),
  tuple: (values) => `json_array(${values.join(", ")})`,
  object(fields) {
    if (!isNative(fields.map(([, cell]) => cell))) {
      return { pieces: objectPieces(fields.map(([key, { pieces }]) => [key, pieces])) };
    }
    return native(
      `json_object(${fields.map(([key, cell]) => `${textLiteral(key)}, ${cell.native}`).join(", ")})`,
    );
  },
  array(row) {
    if (row.native !== undefined) return native(`json_group_array(${row.native})`);
    return { pieces: [{ text: "[" }, { sql: `group_concat(${concatSql(row.pieces)}, ',')` }, { text: "]" }] };
  },

  compare: compareSql,
  isAmong: isAmongSql,
  orderKey: orderKeySql,
  count(columns, { distinct }) {
    const counted = columns.length === 1 ? columns[0]! : `json_array(${columns.join(", ")})`;
    return `count(${distinct ? "DISTINCT " : ""}${counted})`;
  },
  aggregates: {
    avg: (_, value) => `avg(${value})`,
    max: (_, value) => `max(${value})`,
    min: (_, value) => `min(${value})`,
    sum: (_, value) => `sum(${value})`,
    ...spreadAggregates({ squaresSql, root: "square_root" }),
  },
  window(limit, offset) {
    if (limit === undefined && offset === undefined) return "";
    return ` LIMIT ${limit === undefined ? "-1" : windowSql(limit)}` +
      (offset === undefined ? "" : ` OFFSET ${windowSql(offset)}`);
  },

  value: (_, encoded) => encoded,
  encoded: (_, given) => given,
  list: (values) => JSON.stringify(values),
  path: (steps) => JSON.stringify(steps),
  like: (pattern, insensitive) => insensitive ? likeExpression(pattern) : likeGlob(pattern),
  similar: (_, expression) => expression,
  regex: (_, expression) => expression,

  rowSource(_, { columns, placeholder }) {
    return {
      // It is asked for a row's value once for each column, and `json_each` would write and parse its text each time.
      from: `jsonb_each(${placeholder}) AS each`,
      cells: columns.map((_, position) => `each.value ->> ${position}`),
    };
  },
  rows: (_, values) => JSON.stringify(values),
};

/**
 * SQLite, with statements that call the function `checkpoint` once in some hundred rows; when it throws, the statement
 * ends. The rows are chosen by lot: loops in loops may look at the same few rows over and over, of which a rule such as
 * every hundredth may choose none. It takes a twentieth of a microsecond a row.
 */
export const SQLITE_STOPPABLE: Dialect = {
  ...SQLITE,
  // The function is told a column so that SQLite asks at each row of this table, not of the one around it.
  checkpoint: (alias) => `(random() & 255 OR checkpoint(${alias}.rowid))`,
};
