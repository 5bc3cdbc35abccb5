import { formatInterval, parseInterval } from "../../core/interval.ts";
import type { Column, ColumnType } from "../model/model.ts";
import type { SqlValue } from "../model/row.ts";
import type { Operator } from "../plan/plan.ts";
import { concatSql, nullablePiece, objectPieces } from "./concat.ts";
import type { Cell, Comparison, Dialect } from "./dialect.ts";
import { quote } from "./literals.ts";
import { PLAIN_OPERATORS } from "./predicate.ts";
import { spreadAggregates } from "./spread.ts";

function columnCell({ type, nullable }: Column, sql: string, path?: string): Cell {
  if (path !== undefined) return { pieces: [nullablePiece(`${sql} #> ${path}`, true)] };
  switch (type) {
    case "jsonb":
    case "Int":
      return { pieces: [nullablePiece(nullable && type === "Int" ? `${sql}::text` : sql, nullable)] };
    case "uuid":
      if (!nullable) return { pieces: [{ text: '"' }, { sql }, { text: '"' }] };
      break;
    case "Boolean":
      return { pieces: [nullablePiece(`${sql}::text`, nullable)] };
  }
  return { pieces: [nullablePiece(`to_json(${sql})`, nullable)] };
}

const OPERATORS: Partial<Record<Operator, string>> = {
  ...PLAIN_OPERATORS,
  _contains: "@>",
  _contained_in: "<@",
  _has_key: "?",
  _has_keys_any: "?|",
  _has_keys_all: "?&",
  _like: "LIKE",
  _nlike: "NOT LIKE",
  _ilike: "ILIKE",
  _nilike: "NOT ILIKE",
  _similar: "SIMILAR TO",
  _nsimilar: "NOT SIMILAR TO",
  _regex: "~",
  _nregex: "!~",
  _iregex: "~*",
  _niregex: "!~*",
};
/** Where letters beyond ASCII have upper and lower case, which the collation of the columns does not know. */
const KNOWS_LETTERS: ReadonlySet<Operator> = new Set([
  "_ilike",
  "_nilike",
  "_similar",
  "_nsimilar",
  "_regex",
  "_nregex",
  "_iregex",
  "_niregex",
]);

function compareSql({ operator, name, operand, ascii }: Comparison): string {
  const folds = KNOWS_LETTERS.has(operator) && !(ascii && operator.endsWith("ilike"));
  return `${folds ? `${name} COLLATE "default"` : name} ${OPERATORS[operator]} ${operand}`;
}

/** The sum of squared distances from the mean, in the same steps as on SQLite, so that it is rounded alike. */
function squaresSql(value: string): string {
  const squareOfSum = `sum(${value})::float8 * sum(${value})::float8 / count(${value})::float8`;
  return `greatest(0, sum(${value}::numeric * ${value})::float8 - ${squareOfSum})`;
}

/** Ids have no greatest before PostgreSQL 19; their texts are in the same order. */
function extreme(name: "max" | "min"): (column: Column, value: string) => string {
  return ({ type }, value) => type === "uuid" ? `${name}(${value}::text)::uuid` : `${name}(${value})`;
}

function arrayLiteral(values: readonly SqlValue[]): string {
  return `{${values.map((value) => `"${String(value).replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

function storedValue(type: ColumnType, encoded: SqlValue): SqlValue {
  if (encoded === null) return null;
  if (type === "Boolean") return encoded === 1 ? "t" : "f";
  return type === "interval" ? formatInterval(Number(encoded)) : encoded;
}

/** A member of a row for `json_populate_recordset`: JSON as it stands, all else as text. */
function memberText(type: ColumnType, value: SqlValue): string {
  return value === null ? "null" : type === "jsonb" ? String(value) : JSON.stringify(value);
}

/** PostgreSQL: its own types and operators, in the collation "C", which orders texts by their characters. */
export const POSTGRES: Dialect = {
  name: "postgres",
  types: {
    uuid: "uuid",
    String: 'text COLLATE "C"',
    Int: "integer",
    Boolean: "boolean",
    jsonb: "jsonb",
    timestamptz: "timestamptz",
    interval: "interval",
  },

  placeholder: (position) => `$${position}`,
  constant: (text) => ({ pieces: [{ text: JSON.stringify(text) }] }),
  column: columnCell,
  integer: (sql) => ({ pieces: [nullablePiece(`${sql}::text`, true)] }),
  double: (sql) => ({ pieces: [nullablePiece(`(${sql})::float8::text`, true)] }),
  tuple: (values) => `json_build_array(${values.join(", ")})`,
  object: (fields) => ({ pieces: objectPieces(fields.map(([key, { pieces }]) => [key, pieces])) }),
  array: (row) => ({
    pieces: [{ text: "[" }, { sql: `string_agg(${concatSql(row.pieces)}, ',')` }, { text: "]" }],
  }),

  compare: compareSql,
  isAmong: (_, { name, list }) => `${name} = ANY(${list})`,
  orderKey: (_, name) => name,
  count(columns, { distinct }) {
    const counted = columns.length === 1 ? columns[0]! : `jsonb_build_array(${columns.join(", ")})`;
    // DISTINCT in the query itself would bring the rows into an order of its own, before the others are aggregated.
    return distinct
      ? `(SELECT count(DISTINCT one) FROM unnest(array_agg(${counted})) AS one)`
      : `count(${counted})`;
  },
  aggregates: {
    avg: (_, value) => `sum(${value})::float8 / count(${value})`,
    max: extreme("max"),
    min: extreme("min"),
    sum: (_, value) => `sum(${value})`,
    ...spreadAggregates({ squaresSql, root: "sqrt" }),
  },
  window: (limit, offset) =>
    (limit === undefined ? "" : ` LIMIT ${limit}`) + (offset === undefined ? "" : ` OFFSET ${offset}`),

  value: storedValue,
  encoded(type, given) {
    if (given === null) return null;
    switch (type) {
      case "Boolean":
        return given === "t" ? 1 : 0;
      case "interval":
        return parseInterval(String(given));
      case "timestamptz":
        return String(given).replace(" ", "T").replace(/\+00$/, "+00:00");
      default:
        return given;
    }
  },
  list: arrayLiteral,
  path: arrayLiteral,
  like: (pattern) => pattern,
  similar: (pattern) => pattern,
  regex: (pattern) => pattern,

  rowSource(table, { columns, placeholder }) {
    return {
      from: `json_populate_recordset(NULL::${quote(table)}, ${placeholder}) AS each`,
      cells: columns.map((column) => `each.${quote(column.name)}`),
    };
  },
  rows(columns, values) {
    const objects = values.map((row) =>
      `{${
        columns.map(({ name, type, seal }, position) =>
          `${JSON.stringify(name)}:${memberText(seal ? "String" : type, row[position]!)}`
        ).join(",")
      }}`
    );
    return `[${objects.join(",")}]`;
  },
};
