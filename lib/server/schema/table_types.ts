import type { Column, ColumnType, Relation, Table } from "../model/model.ts";
import { type Definition, splitDefinitions } from "./definition.ts";

/** The statistics that numeric columns have, and the type of each. */
const NUMERIC_AGGREGATES = {
  avg: "Float",
  stddev: "Float",
  stddev_pop: "Float",
  stddev_samp: "Float",
  sum: "Int",
  var_pop: "Float",
  var_samp: "Float",
  variance: "Float",
} as const;

const COMPARABLE: readonly ColumnType[] = ["uuid", "String", "Int", "timestamptz"];

const TEXT_OPERATORS = [
  "_ilike",
  "_iregex",
  "_like",
  "_nilike",
  "_niregex",
  "_nlike",
  "_nregex",
  "_nsimilar",
  "_regex",
  "_similar",
];

/** The columns of a table that a schema may name. */
function visibleColumns(table: Table): Column[] {
  return [...table.columns.values()].filter((column) => !column.hidden);
}

/** The columns that rows can be filtered, sorted and counted by. */
function comparableColumns(table: Table): Column[] {
  return visibleColumns(table).filter((column) => !column.seal);
}

function description(text: string): string {
  return JSON.stringify(text);
}

/**
 * The arguments of a list of rows.
 *
 * @param table The name of the table.
 * @param more Declarations of arguments that come first.
 * @returns SDL in parentheses.
 */
export function listArguments(table: string, more = ""): string {
  return `(
    ${more}
    ${
    description("keep the first row for each value of these columns; they must lead order_by")
  } distinct_on: [${table}_select_column!]
    ${description("at most this many rows")} limit: Int
    ${description("leave out this many rows first; give order_by too")} offset: Int
    ${description("sort the rows: one key per object, or several in order")} order_by: [${table}_order_by!]
    ${description("keep the rows for which this holds")} where: ${table}_bool_exp
  )`;
}

function columnField(column: Column): string {
  const path = column.type === "jsonb"
    ? `(${description('a part of the value, such as "a.b[0]"')} path: String)`
    : "";
  return `${column.name}${path}: ${column.type}${column.nullable ? "" : "!"}`;
}

function relationFields(table: Table, relation: Relation): string[] {
  if (relation.kind === "object") {
    const required = table.columns.get(relation.column)?.nullable ? "" : "!";
    return [`${description("the related row")} ${relation.name}: ${relation.table}${required}`];
  }
  const parameters = listArguments(relation.table);
  return [
    `${description("the related rows")} ${relation.name}${parameters}: [${relation.table}!]!`,
    `${
      description("figures over the related rows")
    } ${relation.name}_aggregate${parameters}: ${relation.table}_aggregate!`,
  ];
}

function objectType(table: Table): Definition {
  const relations = () =>
    [...table.relations.values()].flatMap((relation) => relationFields(table, relation));
  return {
    keyword: "type",
    name: table.name,
    description: table.description,
    members: () => [...visibleColumns(table).map(columnField), ...relations()],
  };
}

function boolExp(table: Table): Definition {
  const name = `${table.name}_bool_exp`;
  const members = () => [
    `_and: [${name}!]`,
    `_not: ${name}`,
    `_or: [${name}!]`,
    ...comparableColumns(table).map((column) => `${column.name}: ${column.type}_comparison_exp`),
    ...[...table.relations.values()].map((relation) => `${relation.name}: ${relation.table}_bool_exp`),
  ];
  return { keyword: "input", name, members };
}

function relationOrder({ kind, name, table }: Relation): string {
  return kind === "object" ? `${name}: ${table}_order_by` : `${name}_aggregate: ${table}_aggregate_order_by`;
}

function orderBy(table: Table): Definition {
  const members = () => [
    ...comparableColumns(table).map((column) => `${column.name}: order_by`),
    ...[...table.relations.values()].map(relationOrder),
  ];
  return { keyword: "input", name: `${table.name}_order_by`, members };
}

function selectColumns(table: Table): Definition {
  const members = () => comparableColumns(table).map((column) => column.name);
  return { keyword: "enum", name: `${table.name}_select_column`, members };
}

function aggregateTypes(table: Table): Definition[] {
  const { name } = table;
  const comparable = comparableColumns(table).filter((column) => COMPARABLE.includes(column.type));
  const numeric = comparableColumns(table).filter((column) => column.type === "Int");
  // Lengths of time can be sorted by their extremes, yet are no figures: so it was shipped.
  const sortable = comparableColumns(table).filter((column) => column.type === "interval");
  const operators: Array<[operator: string, columns: Column[], typeOf: (column: Column) => string]> = [
    ["max", comparable, (column) => column.type],
    ["min", comparable, (column) => column.type],
  ];
  if (numeric.length > 0) {
    for (const [operator, type] of Object.entries(NUMERIC_AGGREGATES)) {
      operators.push([operator, numeric, () => type]);
    }
  }
  return [
    {
      keyword: "type",
      name: `${name}_aggregate`,
      members: () => [`aggregate: ${name}_aggregate_fields`, `nodes: [${name}!]!`],
    },
    {
      keyword: "type",
      name: `${name}_aggregate_fields`,
      members: () => [
        `count(columns: [${name}_select_column!], distinct: Boolean): Int!`,
        ...operators.map(([operator]) => `${operator}: ${name}_${operator}_fields`),
      ],
    },
    {
      keyword: "input",
      name: `${name}_aggregate_order_by`,
      members: () => [
        "count: order_by",
        ...operators.map(([operator]) => `${operator}: ${name}_${operator}_order_by`),
      ],
    },
    ...operators.flatMap(([operator, columns, typeOf]): Definition[] => [
      {
        keyword: "type",
        name: `${name}_${operator}_fields`,
        members: () => columns.map((column) => `${column.name}: ${typeOf(column)}`),
      },
      {
        keyword: "input",
        name: `${name}_${operator}_order_by`,
        members: () =>
          (columns === comparable ? [...columns, ...sortable] : columns).map((column) =>
            `${column.name}: order_by`
          ),
      },
    ]),
  ];
}

function rootFields(table: Table): string[] {
  const { name } = table;
  const fields = [
    `${description(table.description)} ${name}${listArguments(name)}: [${name}!]!`,
    `${description(`figures over: ${table.description}`)} ${name}_aggregate${
      listArguments(name)
    }: ${name}_aggregate!`,
  ];
  if (table.primaryKey !== undefined) {
    fields.push(`${description("the row with this id, or null")} ${name}_by_pk(id: uuid!): ${name}`);
  }
  return fields;
}

function comparison(type: ColumnType): Definition {
  const members = () => {
    const operators = ["_eq", "_gt", "_gte", "_lt", "_lte", "_neq"].map((operator) => `${operator}: ${type}`);
    operators.push(`_in: [${type}!]`, `_nin: [${type}!]`, "_is_null: Boolean");
    if (type === "String") operators.push(...TEXT_OPERATORS.map((operator) => `${operator}: String`));
    if (type === "jsonb") {
      operators.push("_contained_in: jsonb", "_contains: jsonb", "_has_key: String");
      operators.push("_has_keys_all: [String!]", "_has_keys_any: [String!]");
    }
    return operators;
  };
  return { keyword: "input", name: `${type}_comparison_exp`, members };
}

const TYPES = /* GraphQL */ `
"an id in any of PostgreSQL's forms; given back in lower case with hyphens"
scalar uuid
"an ISO 8601 moment; without a zone it is UTC"
scalar timestamptz
"any JSON value; inline objects and lists are fine"
scalar jsonb
"a length of time, HH:MM:SS"
scalar interval
enum order_by {
  "ascending, nulls last"
  asc
  "ascending, nulls first"
  asc_nulls_first
  "ascending, nulls last"
  asc_nulls_last
  "descending, nulls first"
  desc
  "descending, nulls first"
  desc_nulls_first
  "descending, nulls last"
  desc_nulls_last
}
`;

const COLUMN_TYPES: readonly ColumnType[] = [
  "uuid",
  "String",
  "Int",
  "Boolean",
  "jsonb",
  "timestamptz",
  "interval",
];

/**
 * The GraphQL types and query roots that the model gives.
 *
 * Source: `reference/hasura.md` §2–§5 and §10 (names and shapes), `reference/server-schema.graphql`.
 *
 * @param tables The tables that the backend serves.
 * @returns Definitions, that of `Query` among them.
 */
export function tableTypes(tables: readonly Table[]): Definition[] {
  return [
    ...splitDefinitions(TYPES),
    ...COLUMN_TYPES.map(comparison),
    ...tables.flatMap((table) => [
      objectType(table),
      boolExp(table),
      orderBy(table),
      selectColumns(table),
      ...aggregateTypes(table),
    ]),
    { keyword: "type", name: "Query", members: () => tables.flatMap(rootFields) },
  ];
}
