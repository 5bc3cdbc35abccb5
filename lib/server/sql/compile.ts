/**
 * From a plan to one statement whose only value is the JSON of the answer.
 *
 * The limit is taken on the rows of the table alone, below everything that is built from them: SQLite would
 * otherwise build the JSON of rows that the limit throws away.
 *
 * @module
 */
import type {
  AggregatePlan,
  Bind,
  ColumnValue,
  Constant,
  Field,
  Figure,
  Order,
  RootPlan,
  Rows,
  RowValue,
} from "../plan/plan.ts";
import { quote, textLiteral } from "./ddl.ts";
import { columnSql, joinSql, predicateSql, StatementScope } from "./predicate.ts";
import { readingSql } from "./sealed.ts";

/** A read that is ready to be bound. */
export interface Query {
  readonly sql: string;
  readonly binds: readonly Bind[];
}

const AGGREGATE_FUNCTIONS: Readonly<Record<string, (value: string) => string>> = {
  avg: (value) => `avg(${value})`,
  max: (value) => `max(${value})`,
  min: (value) => `min(${value})`,
  sum: (value) => `sum(${value})`,
  stddev: (value) => `square_root(${sampleVariance(value)})`,
  stddev_pop: (value) => `square_root(${populationVariance(value)})`,
  stddev_samp: (value) => `square_root(${sampleVariance(value)})`,
  variance: (value) => sampleVariance(value),
  var_pop: (value) => populationVariance(value),
  var_samp: (value) => sampleVariance(value),
};

/** The sum of squared distances from the mean. */
function squares(value: string): string {
  return `max(0, sum(${value} * ${value}) - sum(${value}) * 1.0 * sum(${value}) / count(${value}))`;
}

function sampleVariance(value: string): string {
  return `CASE WHEN count(${value}) > 1 THEN ${squares(value)} / (count(${value}) - 1) END`;
}

function populationVariance(value: string): string {
  return `CASE WHEN count(${value}) > 0 THEN ${squares(value)} / count(${value}) END`;
}

function objectSql<Value>(fields: ReadonlyArray<Field<Value>>, valueSql: (value: Value) => string): string {
  return `json_object(${
    fields.map(({ key, value }) => `${textLiteral(key)}, ${valueSql(value)}`).join(", ")
  })`;
}

/** SQLite plans a statement anew each time a bare placeholder of its LIMIT is bound, which costs more than a small query. */
function windowSql(placeholder: string): string {
  return `CAST(${placeholder} AS INTEGER)`;
}

/** Compiles the parts of one statement, which share placeholders and names. */
class Compiler {
  readonly scope = new StatementScope();

  /** One key of an order; joins that it needs are added to `joins`. */
  #order(order: Order, alias: string, joins: string[]): string {
    let at = alias;
    for (const { relation, table, where } of order.steps) {
      const joined = this.scope.alias();
      const on = `${joinSql(relation, { own: at, foreign: joined })} AND ${
        predicateSql(where, { alias: joined, scope: this.scope })
      }`;
      joins.push(` LEFT JOIN ${quote(table.source)} AS ${joined} ON ${on}`);
      at = joined;
    }
    const { target } = order;
    if (target.kind === "column") {
      const name = columnSql(at, target.column.name);
      return target.column.type === "jsonb" ? `jsonb_rank(${name})` : name;
    }
    const inner = this.scope.alias();
    const value = target.column === undefined
      ? "count(*)"
      : AGGREGATE_FUNCTIONS[target.aggregate]!(columnSql(inner, target.column.name));
    const where = `${joinSql(target.relation, { own: at, foreign: inner })} AND ${
      predicateSql(target.where, { alias: inner, scope: this.scope })
    }`;
    return `(SELECT ${value} FROM ${quote(target.table.source)} AS ${inner} WHERE ${where})`;
  }

  #direction(order: Order): string {
    const direction = order.descending ? "DESC" : "ASC";
    const { target } = order;
    // Without nulls the clause changes nothing, and an index serves the plain direction only.
    const neverNull = order.steps.length === 0 && target.kind === "column" && !target.column.nullable;
    return neverNull ? direction : `${direction} NULLS ${order.nullsFirst ? "FIRST" : "LAST"}`;
  }

  /**
   * The FROM clause that gives the rows, in order, under a name.
   *
   * @param parent The name of the row above.
   * @param columns What is read of each row.
   */
  #from(rows: Rows, parent: string | undefined, columns: readonly string[]): { from: string; alias: string } {
    const { scope } = this;
    const alias = scope.alias();
    const joins: string[] = [];
    const keys = rows.orderBy.map((order) => ({
      sql: this.#order(order, alias, joins),
      direction: this.#direction(order),
    }));
    const conditions = rows.relation && parent !== undefined
      ? [joinSql(rows.relation, { own: parent, foreign: alias })]
      : [];
    if (rows.where.kind !== "constant" || !rows.where.value) {
      conditions.push(predicateSql(rows.where, { alias, scope }));
    }
    const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
    const base = `${quote(rows.table.source)} AS ${alias}${joins.join("")}${where}`;
    const windowed = rows.limit !== undefined || rows.offset !== undefined;
    if (keys.length === 0 && !windowed && rows.distinctOn.length === 0) return { from: base, alias };
    const limit = ` LIMIT ${rows.limit ? windowSql(scope.placeholder(rows.limit)) : "-1"}` +
      (rows.offset ? ` OFFSET ${windowSql(scope.placeholder(rows.offset))}` : "");
    const read = [...new Set(columns)].map((name) => columnSql(alias, name));
    const outer = scope.alias();
    if (rows.distinctOn.length === 0) {
      const order = keys.length === 0
        ? ""
        : ` ORDER BY ${keys.map((key) => `${key.sql} ${key.direction}`).join(", ")}`;
      const selected = read.length === 0 ? "1" : read.join(", ");
      return { from: `(SELECT ${selected} FROM ${base}${order}${limit}) AS ${outer}`, alias: outer };
    }
    const partition = rows.distinctOn.map((column) => columnSql(alias, column.name)).join(", ");
    const sorted = keys.map((key) => `${key.sql} ${key.direction}`).join(", ");
    const named = keys.map((key, position) => `${key.sql} AS "order ${position}"`);
    const rank = `row_number() OVER (PARTITION BY ${partition}${
      sorted === "" ? "" : ` ORDER BY ${sorted}`
    }) AS "rank"`;
    const ranked = `SELECT ${[...read, ...named, rank].join(", ")} FROM ${base}`;
    const order = keys.length === 0
      ? ""
      : ` ORDER BY ${keys.map((key, position) => `"order ${position}" ${key.direction}`).join(", ")}`;
    return { from: `(SELECT * FROM (${ranked}) WHERE "rank" = 1${order}${limit}) AS ${outer}`, alias: outer };
  }

  #column({ column, path }: ColumnValue, alias: string): string {
    const name = readingSql(column, (other) => columnSql(alias, other));
    if (path) return `json(${name} -> ${this.scope.placeholder(path)})`;
    switch (column.type) {
      case "jsonb":
        return `json(${name})`;
      case "Boolean":
        return `CASE ${name} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END`;
      case "interval":
        return `interval_text(${name})`;
      default:
        return name;
    }
  }

  #rowValue(value: RowValue, alias: string): string {
    if (value.kind === "constant") return textLiteral(value.text);
    if (value.kind === "column") return this.#column(value, alias);
    return `(${this.select(value, alias)})`;
  }

  #row(fields: ReadonlyArray<Field<RowValue>>, alias: string): string {
    return objectSql(fields, (value) => this.#rowValue(value, alias));
  }

  #figure(figure: Figure, alias: string): string {
    if (figure.kind === "constant") return textLiteral(figure.text);
    if (figure.kind === "figures") {
      const apply = AGGREGATE_FUNCTIONS[figure.aggregate]!;
      return objectSql(
        figure.fields,
        (one) => one.kind === "constant" ? textLiteral(one.text) : apply(columnSql(alias, one.column.name)),
      );
    }
    const columns = figure.columns.map((column) => columnSql(alias, column.name));
    // A tuple counts even where all of it is null, as in PostgreSQL.
    const counted = columns.length === 1
      ? columns[0]!
      : columns.length === 0
      ? "*"
      : `json_array(${columns.join(", ")})`;
    return `count(${figure.distinct && columns.length > 0 ? "DISTINCT " : ""}${counted})`;
  }

  #aggregate(plan: AggregatePlan, parent: string | undefined): string {
    const whole = (alias: string) =>
      objectSql(plan.fields, (value) => {
        if (value.kind === "constant") return textLiteral(value.text);
        if (value.kind === "nodes") return `json_group_array(${this.#row(value.fields, alias)})`;
        return objectSql(value.fields, (figure) => this.#figure(figure, alias));
      });
    // An aggregate function somewhere makes it one row; without any, the rows are not looked at.
    if (!plan.fields.some(({ value }) => looksAtRows(value))) return `SELECT ${whole("")} AS json`;
    const { from, alias } = this.#from(
      plan.rows,
      parent,
      plan.fields.flatMap(({ value }) => aggregateColumns(value)),
    );
    return `SELECT ${whole(alias)} AS json FROM ${from}`;
  }

  /** The statement, or the sub-statement that hangs on `parent`. */
  select(plan: RootPlan, parent?: string): string {
    if (plan.kind === "aggregate") return this.#aggregate(plan, parent);
    const { from, alias } = this.#from(
      plan.rows,
      parent,
      plan.fields.flatMap(({ value }) => rowColumns(value)),
    );
    const row = this.#row(plan.fields, alias);
    return `SELECT ${plan.kind === "list" ? `json_group_array(${row})` : row} AS json FROM ${from}`;
  }
}

/** The columns of a row that a value is made from. */
function rowColumns(value: RowValue): string[] {
  if (value.kind === "constant") return [];
  if (value.kind === "column") return [value.column.name, ...value.column.seal?.columns ?? []];
  return value.rows.relation ? [value.rows.relation.column] : [];
}

function figureColumns(figure: Figure | Constant): string[] {
  if (figure.kind === "constant") return [];
  if (figure.kind === "count") return figure.columns.map((column) => column.name);
  return figure.fields.flatMap(({ value }) => value.kind === "column" ? [value.column.name] : []);
}

/** Whether a part of an aggregate is made from rows: not so names of types. */
function looksAtRows(value: AggregatePlan["fields"][number]["value"]): boolean {
  if (value.kind !== "aggregate") return value.kind === "nodes";
  return value.fields.some(({ value: figure }) =>
    figure.kind === "figures"
      ? figure.fields.some((one) => one.value.kind === "column")
      : figure.kind === "count"
  );
}

function aggregateColumns(value: AggregatePlan["fields"][number]["value"]): string[] {
  if (value.kind === "constant") return [];
  if (value.kind === "nodes") return value.fields.flatMap((field) => rowColumns(field.value));
  return value.fields.flatMap((field) => figureColumns(field.value));
}

/**
 * Compiles a plan for SQLite.
 *
 * @param plan A root field that reads a table.
 * @returns The statement; its one row has the one column `json`, or there is no row for an object that is not there.
 */
export function compileQuery(plan: RootPlan): Query {
  const compiler = new Compiler();
  const sql = compiler.select(plan);
  return { sql, binds: compiler.scope.binds };
}
