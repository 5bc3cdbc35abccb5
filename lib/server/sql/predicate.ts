import type { Column } from "../model/model.ts";
import type { Bind, Operator, Predicate, Way } from "../plan/plan.ts";
import { quote } from "./ddl.ts";

/** Hands out what must be unique in one statement: placeholders for values, and names for tables. */
export class StatementScope {
  readonly binds: Bind[] = [];
  #tables = 0;

  /** The placeholder for a value of the request. */
  placeholder(bind: Bind): string {
    this.binds.push(bind);
    return `?${this.binds.length}`;
  }

  /** A name that no other table of the statement has. */
  alias(): string {
    return `t${this.#tables++}`;
  }
}

/** A column of an aliased table. */
export function columnSql(alias: string, column: string): string {
  return `${alias}.${quote(column)}`;
}

/** The condition that joins a row of `foreign` to a row of `own`. */
export function joinSql(
  way: Way,
  { own, foreign }: { readonly own: string; readonly foreign: string },
): string {
  return `${columnSql(foreign, way.foreignColumn)} = ${columnSql(own, way.column)}`;
}

const PLAIN: Partial<Record<Operator, string>> = {
  _eq: "=",
  _neq: "<>",
  _gt: ">",
  _gte: ">=",
  _lt: "<",
  _lte: "<=",
};

const JSONB_FUNCTIONS: Partial<Record<Operator, string>> = {
  _has_key: "jsonb_has_key",
  _has_keys_any: "jsonb_has_any",
  _has_keys_all: "jsonb_has_all",
  _contains: "jsonb_contains",
};

function membershipSql(column: Column, name: string, list: string): string {
  if (column.type !== "jsonb") return `${name} IN (SELECT value FROM json_each(${list}))`;
  const found = `EXISTS (SELECT 1 FROM json_each(${list}) WHERE jsonb_compare(${name}, value) = 0)`;
  // Of no value at all it can be said that it is not in an empty list.
  return `CASE WHEN ${name} IS NOT NULL OR json_array_length(${list}) = 0 THEN ${found} END`;
}

function compareSql(
  test: Extract<Predicate, { kind: "compare" }>,
  at: { readonly alias: string; readonly scope: StatementScope },
): string {
  const { column, operator } = test;
  const name = columnSql(at.alias, column.name);
  const value = at.scope.placeholder(test.operand);
  const plain = PLAIN[operator];
  if (plain) {
    return column.type === "jsonb"
      ? `jsonb_compare(${name}, ${value}) ${plain} 0`
      : `${name} ${plain} ${value}`;
  }
  const jsonb = JSONB_FUNCTIONS[operator];
  if (jsonb) return `${jsonb}(${name}, ${value})`;
  switch (operator) {
    case "_contained_in":
      return `jsonb_contains(${value}, ${name})`;
    case "_in":
      return membershipSql(column, name, value);
    case "_nin":
      return `NOT (${membershipSql(column, name, value)})`;
    case "_like":
      return `${name} GLOB ${value}`;
    case "_nlike":
      return `NOT (${name} GLOB ${value})`;
    case "_ilike":
    case "_nilike": {
      // A bare placeholder as pattern would make SQLite plan the statement anew each time it is bound.
      const matching = test.ascii
        ? `${name} LIKE (${value} || '') ESCAPE '\\'`
        : `matches(${name}, ${value})`;
      return operator === "_ilike" ? matching : `NOT (${matching})`;
    }
    case "_similar":
    case "_regex":
    case "_iregex":
      return `matches(${name}, ${value})`;
    default:
      return `NOT matches(${name}, ${value})`;
  }
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
      const join = joinSql(predicate.relation, { own: at.alias, foreign: inner });
      const where = predicateSql(predicate.where, { alias: inner, scope: at.scope });
      return `EXISTS (SELECT 1 FROM ${quote(predicate.table.source)} AS ${inner} WHERE ${join} AND ${where})`;
    }
  }
}
