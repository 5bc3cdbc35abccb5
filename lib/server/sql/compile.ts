/**
 * From a plan to one statement whose only value is the JSON of the answer.
 *
 * The limit is taken on the rows of the table alone, below everything that is built from them: SQLite would
 * otherwise build the JSON of rows that the limit throws away.
 *
 * @module
 */
import type { Column } from "../model/model.ts";
import type {
  AggregatePlan,
  Bind,
  ColumnValue,
  Constant,
  Field,
  Figure,
  ListPlan,
  ObjectPlan,
  Order,
  RootPlan,
  Rows,
  RowValue,
} from "../plan/plan.ts";
import { concatSql, nullablePiece } from "./concat.ts";
import type { Cell, Dialect } from "./dialect.ts";
import { quote, textLiteral } from "./literals.ts";
import { columnSql, equalColumns, joinSql, type Look, predicateSql, StatementScope } from "./predicate.ts";
import { SEAL_MARK } from "./seal_mark.ts";
import { walkSql } from "./walk.ts";

/** A read that is ready to be bound. */
export interface Query {
  /** Its one row has the one column `json`, or there is no row for an object that is not there. */
  readonly sql: string;
  readonly binds: readonly Bind[];
  /** The text has sealed values between {@linkcode SEAL_MARK}s, which the store is to open. */
  readonly isSealed: boolean;
  /** What it looks at, by the name of each table in it. */
  readonly looks: ReadonlyMap<string, Look>;
}

function textSql(cell: Cell): string {
  return cell.native ?? concatSql(cell.pieces);
}

/** Compiles the parts of one statement, which share placeholders and names. */
class Compiler {
  readonly scope: StatementScope;
  isSealed = false;
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.scope = new StatementScope(dialect);
  }

  /** One key of an order; joins that it needs are added to `joins`. */
  #order(order: Order, alias: string, joins: string[]): string {
    let at = alias;
    for (const { relation, table, where } of order.steps) {
      const joined = this.scope.alias();
      this.scope.looks.set(joined, { table: table.source });
      const on = `${joinSql(relation, { own: at, foreign: joined })} AND ${
        predicateSql(where, { alias: joined, scope: this.scope })
      }`;
      joins.push(` LEFT JOIN ${quote(table.source)} AS ${joined} ON ${on}`);
      at = joined;
    }
    const { target } = order;
    if (target.kind === "column") {
      return this.#dialect.orderKey(target.column, columnSql(at, target.column.name));
    }
    const inner = this.scope.alias();
    this.scope.looks.set(inner, { table: target.table.source });
    const value = target.column === undefined
      ? "count(*)"
      : this.#apply(target.aggregate, target.column, inner);
    const where = this.scope.conditions(inner, [
      joinSql(target.relation, { own: at, foreign: inner }),
      predicateSql(target.where, { alias: inner, scope: this.scope }),
    ]);
    return `(SELECT ${value} FROM ${quote(target.table.source)} AS ${inner} WHERE ${where})`;
  }

  #apply(aggregate: string, column: Column, alias: string): string {
    return this.#dialect.aggregates[aggregate]!(column, columnSql(alias, column.name));
  }

  #direction(order: Order): string {
    const direction = order.descending ? "DESC" : "ASC";
    const { target } = order;
    // Without nulls the clause changes nothing, and an index serves the plain direction only.
    const neverNull = order.steps.length === 0 && target.kind === "column" && !target.column.nullable;
    return neverNull ? direction : `${direction} NULLS ${order.nullsFirst ? "FIRST" : "LAST"}`;
  }

  /** How few rows may be looked at; the limit is the next value. */
  #lookLimit({ relation, where, limit, offset, distinctOn, isOne }: Rows): Look["limit"] {
    const columns = equalColumns(where);
    if (!columns || !limit || offset || distinctOn.length > 0) return undefined;
    const all = relation ? [relation.foreignColumn, ...columns] : columns;
    return { position: isOne ? undefined : this.scope.binds.length, columns: all };
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
    // A walk has checkpoints of its own.
    const all = rows.walk ? conditions.join(" AND ") : scope.conditions(alias, conditions);
    const where = all === "" ? "" : ` WHERE ${all}`;
    const source = rows.walk
      ? walkSql(rows.walk, { dialect: this.#dialect, scope })
      : quote(rows.table.source);
    const base = `${source} AS ${alias}${joins.join("")}${where}`;
    if (!rows.walk) scope.looks.set(alias, { table: rows.table.source, limit: this.#lookLimit(rows) });
    const limit = this.#dialect.window(
      rows.isOne ? "1" : rows.limit && scope.placeholder(rows.limit),
      rows.offset && scope.placeholder(rows.offset),
    );
    if (keys.length === 0 && limit === "" && rows.distinctOn.length === 0) return { from: base, alias };
    const read = [...new Set(columns)].map((name) => columnSql(alias, name));
    const outer = scope.alias();
    scope.looks.set(outer, { table: undefined });
    if (rows.distinctOn.length === 0) {
      const order = keys.length === 0
        ? ""
        : ` ORDER BY ${keys.map((key) => `${key.sql} ${key.direction}`).join(", ")}`;
      const selected = read.length === 0 ? "1" : read.join(", ");
      return { from: `(SELECT ${selected} FROM ${base}${order}${limit}) AS ${outer}`, alias: outer };
    }
    const partition = rows.distinctOn.map((column) =>
      this.#dialect.orderKey(column, columnSql(alias, column.name))
    ).join(", ");
    const sorted = keys.map((key) => `${key.sql} ${key.direction}`).join(", ");
    const named = keys.map((key, position) => `${key.sql} AS "order ${position}"`);
    const rank = `row_number() OVER (PARTITION BY ${partition}${
      sorted === "" ? "" : ` ORDER BY ${sorted}`
    }) AS "rank"`;
    const ranked = `SELECT ${[...read, ...named, rank].join(", ")} FROM ${base}`;
    const order = keys.length === 0
      ? ""
      : ` ORDER BY ${keys.map((key, position) => `"order ${position}" ${key.direction}`).join(", ")}`;
    return {
      from: `(SELECT * FROM (${ranked}) AS ranked WHERE "rank" = 1${order}${limit}) AS ${outer}`,
      alias: outer,
    };
  }

  #column({ column, path }: ColumnValue, alias: string): Cell {
    const name = columnSql(alias, column.name);
    if (!column.seal) {
      return this.#dialect.column(column, name, path && this.scope.placeholder(path));
    }
    this.isSealed = true;
    const steps = path === undefined
      ? "NULL"
      : `CAST(${this.scope.placeholder({ ...path, form: { as: "json steps" } })} AS TEXT)`;
    const { label, columns } = column.seal;
    const bound = [textLiteral(label), ...columns.map((one) => columnSql(alias, one))];
    const mark = { text: SEAL_MARK };
    return { pieces: [mark, { sql: this.#dialect.tuple([name, steps, ...bound]) }, mark] };
  }

  #rowValue(value: RowValue, alias: string): Cell {
    if (value.kind === "constant") return this.#dialect.constant(value.text);
    if (value.kind === "column") return this.#column(value, alias);
    if (value.kind === "list" && value.rows.isOne) return this.#listOfOne(value, alias);
    const { cell, from } = this.#select(value, alias);
    const sql = `(SELECT ${textSql(cell)} AS json${from})`;
    const pieces = [nullablePiece(sql, value.kind === "object")];
    return cell.native === undefined ? { pieces } : { native: sql, pieces };
  }

  /** The list of one row at most: to gather it as an aggregate would take longer than to find it. */
  #listOfOne(plan: ListPlan, parent: string): Cell {
    const { row, from } = this.#rows(plan, parent);
    if (row.native === undefined) {
      const text = concatSql([{ text: "[" }, ...row.pieces, { text: "]" }]);
      return { pieces: [{ sql: `coalesce((SELECT ${text}${from}), '[]')` }] };
    }
    const native = `coalesce((SELECT ${this.#dialect.tuple([row.native])}${from}), ${
      this.#dialect.tuple([])
    })`;
    return { native, pieces: [{ sql: native }] };
  }

  #object<Value>(fields: ReadonlyArray<Field<Value>>, cellOf: (value: Value) => Cell): Cell {
    return this.#dialect.object(fields.map(({ key, value }) => [key, cellOf(value)]));
  }

  #row(fields: ReadonlyArray<Field<RowValue>>, alias: string): Cell {
    return this.#object(fields, (value) => this.#rowValue(value, alias));
  }

  #figureOf(aggregate: string, column: Column, alias: string): Cell {
    const value = this.#apply(aggregate, column, alias);
    if (aggregate === "sum") return this.#dialect.integer(value);
    const isExtreme = aggregate === "max" || aggregate === "min";
    return isExtreme
      ? this.#dialect.column({ ...column, nullable: true }, value)
      : this.#dialect.double(value);
  }

  #figure(figure: Figure, alias: string): Cell {
    if (figure.kind === "constant") return this.#dialect.constant(figure.text);
    if (figure.kind === "figures") {
      return this.#object(
        figure.fields,
        (one) =>
          one.kind === "constant"
            ? this.#dialect.constant(one.text)
            : this.#figureOf(figure.aggregate, one.column, alias),
      );
    }
    const columns = figure.columns.map((column) =>
      figure.distinct
        ? this.#dialect.orderKey(column, columnSql(alias, column.name))
        : columnSql(alias, column.name)
    );
    if (columns.length === 0) return this.#dialect.integer("count(*)");
    return this.#dialect.integer(this.#dialect.count(columns, figure));
  }

  #aggregate(plan: AggregatePlan, parent: string | undefined): { cell: Cell; from: string } {
    const whole = (alias: string) =>
      this.#object(plan.fields, (value) => {
        if (value.kind === "constant") return this.#dialect.constant(value.text);
        if (value.kind === "nodes") return this.#dialect.array(this.#row(value.fields, alias));
        return this.#object(value.fields, (figure) => this.#figure(figure, alias));
      });
    // An aggregate function somewhere makes it one row; without any, the rows are not looked at.
    if (!plan.fields.some(({ value }) => looksAtRows(value))) return { cell: whole(""), from: "" };
    const { from, alias } = this.#from(
      plan.rows,
      parent,
      plan.fields.flatMap(({ value }) => aggregateColumns(value)),
    );
    return { cell: whole(alias), from: ` FROM ${from}` };
  }

  #rows({ rows, fields }: ListPlan | ObjectPlan, parent: string | undefined): { row: Cell; from: string } {
    const { from, alias } = this.#from(rows, parent, fields.flatMap(({ value }) => rowColumns(value)));
    return { row: this.#row(fields, alias), from: ` FROM ${from}` };
  }

  #select(plan: RootPlan, parent: string | undefined): { cell: Cell; from: string } {
    if (plan.kind === "aggregate") return this.#aggregate(plan, parent);
    const { row, from } = this.#rows(plan, parent);
    return { cell: plan.kind === "list" ? this.#dialect.array(row) : row, from };
  }

  /** The whole statement. */
  statement(plan: RootPlan): string {
    const { cell, from } = this.#select(plan, undefined);
    return `SELECT ${textSql(cell)} AS json${from}`;
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
 * Compiles a plan.
 *
 * @param plan A root field that reads a table.
 * @param dialect Of the database that is to run it.
 * @returns The statement.
 */
export function compileQuery(plan: RootPlan, dialect: Dialect): Query {
  const compiler = new Compiler(dialect);
  const sql = compiler.statement(plan);
  const { isSealed, scope: { binds, looks } } = compiler;
  return { sql, binds, isSealed, looks };
}
