import type { Bind, Operator, Predicate, Way } from "../plan/plan.ts";
import type { Dialect } from "./dialect.ts";
import { quote } from "./literals.ts";

/** How many rows of a table a statement may look at. */
export interface Look {
  /** The table; `undefined` where the rows are those of another look. */
  readonly table: string | undefined;
  /** A limit that holds where an index finds the rows, and nothing has to be sorted. */
  readonly limit?: {
    /** The position, from 0, of the value that no more rows are looked at than; `undefined` where it is one. */
    readonly position: number | undefined;
    /** The columns whose values decide which rows. */
    readonly columns: readonly string[];
  } | undefined;
}

/**
 * The columns of conditions that an index can meet alone, which are equalities; `undefined` when there are others.
 *
 * @param where Conditions.
 * @returns Names of columns; none where every row is meant.
 */
export function equalColumns(where: Predicate): readonly string[] | undefined {
  if (where.kind === "constant") return where.value ? [] : undefined;
  if (where.kind === "compare") return where.operator === "_eq" ? [where.column.name] : undefined;
  if (where.kind !== "and") return undefined;
  const parts = where.parts.map(equalColumns);
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** Hands out what must be unique in one statement: placeholders for values, and names for tables. */
export class StatementScope {
  readonly binds: Bind[] = [];
  readonly dialect: Dialect;
  /** What is looked at, by its name in the statement. */
  readonly looks = new Map<string, Look>();
  #tables = 0;

  /** @param dialect Of the statement. */
  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  /** The placeholder for a value of the request. */
  placeholder(bind: Bind): string {
    this.binds.push(bind);
    return this.dialect.placeholder(this.binds.length);
  }

  /** A name that no other table of the statement has. */
  alias(): string {
    return `t${this.#tables++}`;
  }

  /** Conditions on a table, joined; before them the checkpoint, which rows that they leave out must pass too. */
  conditions(alias: string, parts: readonly string[]): string {
    const { checkpoint } = this.dialect;
    return [...checkpoint ? [checkpoint(alias)] : [], ...parts].join(" AND ");
  }
}

/**
 * A column of an aliased table.
 *
 * @param alias Of the table.
 * @param column Its name.
 * @returns SQL.
 */
export function columnSql(alias: string, column: string): string {
  return `${alias}.${quote(column)}`;
}

/**
 * The condition that joins a row of `foreign` to a row of `own`.
 *
 * @param way From the one table to the other.
 * @param aliases Of the two tables.
 * @returns SQL.
 */
export function joinSql(
  way: Way,
  { own, foreign }: { readonly own: string; readonly foreign: string },
): string {
  return `${columnSql(foreign, way.foreignColumn)} = ${columnSql(own, way.column)}`;
}

/** The operators that all databases write alike, for all types that they know themselves. */
export const PLAIN_OPERATORS: Partial<Record<Operator, string>> = {
  _eq: "=",
  _neq: "<>",
  _gt: ">",
  _gte: ">=",
  _lt: "<",
  _lte: "<=",
};

function compareSql(
  test: Extract<Predicate, { kind: "compare" }>,
  { alias, scope }: { readonly alias: string; readonly scope: StatementScope },
): string {
  const { column, operator, ascii } = test;
  const name = columnSql(alias, column.name);
  const operand = scope.placeholder(test.operand);
  const { dialect } = scope;
  if (operator === "_in") return dialect.isAmong(column, { name, list: operand });
  if (operator === "_nin") return `NOT (${dialect.isAmong(column, { name, list: operand })})`;
  return dialect.compare({ column, operator, name, operand, ascii });
}

/**
 * A condition as SQL, with SQL's own logic of three values, which is what Hasura's users see too.
 *
 * @param predicate The condition.
 * @param at The name of the table whose rows it is about, and the statement it is part of.
 * @returns An expression.
 */
export function predicateSql(
  predicate: Predicate,
  at: { readonly alias: string; readonly scope: StatementScope },
): string {
  switch (predicate.kind) {
    case "constant":
      return predicate.value ? "true" : "false";
    case "and":
    case "or":
      return `(${
        predicate.parts.map((part) => predicateSql(part, at)).join(
          predicate.kind === "and" ? " AND " : " OR ",
        )
      })`;
    case "not":
      return `NOT (${predicateSql(predicate.part, at)})`;
    case "is null":
      return `${columnSql(at.alias, predicate.column.name)} IS ${predicate.value ? "" : "NOT "}NULL`;
    case "compare":
      return compareSql(predicate, at);
    case "exists": {
      const inner = at.scope.alias();
      at.scope.looks.set(inner, { table: predicate.table.source });
      const join = joinSql(predicate.relation, { own: at.alias, foreign: inner });
      const where = predicateSql(predicate.where, { alias: inner, scope: at.scope });
      const conditions = at.scope.conditions(inner, [join, where]);
      return `EXISTS (SELECT 1 FROM ${quote(predicate.table.source)} AS ${inner} WHERE ${conditions})`;
    }
  }
}
