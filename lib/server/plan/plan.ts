/**
 * What a query asks for, said in terms of the model: no GraphQL and no SQL. A plan is frozen data, made once for a
 * document and a shape of its variables, and bound to the values of each request.
 *
 * @module
 */
import type { JsonValue } from "../../core/json.ts";
import type { Principal } from "../access/principal.ts";
import type { Column, ColumnType, Relation, Table } from "../model/model.ts";

/** What a request brings to a plan. */
export interface Inputs {
  readonly variables: Readonly<Record<string, JsonValue>>;
  readonly principal: Principal;
}

/** Gives a value of the request. */
export type Read = (inputs: Inputs) => JsonValue;

/** How a value is handed to the database. */
export type BindForm =
  | { readonly as: "value"; readonly type: ColumnType }
  | { readonly as: "list"; readonly type: ColumnType }
  | { readonly as: "depth" | "id array" | "limit" | "offset" | "json path" | "json steps" | "key" | "keys" }
  | { readonly as: "like" | "similar" | "regex"; readonly insensitive: boolean };

/** A value of the request and where it goes. */
export interface Bind {
  readonly read: Read;
  readonly form: BindForm;
  /** Where the value stands in the request, as Hasura's errors say it. */
  readonly path: string;
}

/** Comparison operators with one operand, by their Hasura names. */
export type Operator =
  | "_eq"
  | "_neq"
  | "_gt"
  | "_gte"
  | "_lt"
  | "_lte"
  | "_in"
  | "_nin"
  | "_like"
  | "_nlike"
  | "_ilike"
  | "_nilike"
  | "_similar"
  | "_nsimilar"
  | "_regex"
  | "_nregex"
  | "_iregex"
  | "_niregex"
  | "_contains"
  | "_contained_in"
  | "_has_key"
  | "_has_keys_any"
  | "_has_keys_all";

/** A condition on a row. */
export type Predicate =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "and" | "or"; readonly parts: readonly Predicate[] }
  | { readonly kind: "not"; readonly part: Predicate }
  | { readonly kind: "is null"; readonly column: Column; readonly value: boolean }
  | {
    readonly kind: "compare";
    readonly column: Column;
    readonly operator: Operator;
    readonly operand: Bind;
    /** The pattern holds ASCII only, so the database's own case folding is exact. */
    readonly ascii: boolean;
  }
  | { readonly kind: "exists"; readonly relation: Way; readonly table: Table; readonly where: Predicate };

/** The columns that join two tables. */
export type Way = Pick<Relation, "column" | "foreignColumn">;

/** A step over an object relation, to sort by what is there. */
export interface OrderStep {
  readonly relation: Way;
  readonly table: Table;
  readonly where: Predicate;
}

/** What to sort by, once there. */
export type OrderTarget =
  | { readonly kind: "column"; readonly column: Column }
  | {
    readonly kind: "aggregate";
    readonly relation: Way;
    readonly table: Table;
    readonly where: Predicate;
    readonly aggregate: string;
    /** `undefined` for the count of rows. */
    readonly column: Column | undefined;
  };

/** One key of an order. */
export interface Order {
  readonly steps: readonly OrderStep[];
  readonly target: OrderTarget;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** A walk along the edges of flows, from task to task. */
export interface Walk {
  readonly direction: "downstream" | "upstream";
  /** The tasks it starts from. */
  readonly start: Bind;
  /** How many edges it follows. */
  readonly depth: Bind;
}

/** Which rows, in which order. */
export interface Rows {
  readonly table: Table;
  /** Where the rows come from, if not from the table; it has the table's columns. */
  readonly walk?: Walk;
  /** How they hang on the row above; `undefined` at the root. */
  readonly relation: Way | undefined;
  readonly where: Predicate;
  readonly orderBy: readonly Order[];
  readonly distinctOn: readonly Column[];
  readonly limit: Bind | undefined;
  readonly offset: Bind | undefined;
  /**
   * Whether `limit: 1` stands in the document, without an offset. The last run of each flow is what is asked for most, and
   * a database that knows of the one row plans for it.
   */
  readonly isOne: boolean;
}

/** A key of a JSON object and what it holds. */
export interface Field<Value> {
  readonly key: string;
  readonly value: Value;
}

/** A fixed text. */
export interface Constant {
  readonly kind: "constant";
  readonly text: string;
}

/** A column of the row, or a part of it. */
export interface ColumnValue {
  readonly kind: "column";
  readonly column: Column;
  readonly path: Bind | undefined;
}

/** What a row's fields hold. */
export type RowValue = Constant | ColumnValue | ListPlan | ObjectPlan | AggregatePlan;

/** A list of rows. */
export interface ListPlan {
  readonly kind: "list";
  readonly rows: Rows;
  readonly fields: ReadonlyArray<Field<RowValue>>;
}

/** One row or nothing. */
export interface ObjectPlan {
  readonly kind: "object";
  readonly rows: Rows;
  readonly fields: ReadonlyArray<Field<RowValue>>;
}

/** A figure over rows. */
export type Figure =
  | Constant
  | { readonly kind: "count"; readonly columns: readonly Column[]; readonly distinct: boolean }
  | {
    readonly kind: "figures";
    readonly aggregate: string;
    readonly fields: ReadonlyArray<Field<Constant | { readonly kind: "column"; readonly column: Column }>>;
  };

/** Figures over rows, and the rows. */
export interface AggregatePlan {
  readonly kind: "aggregate";
  readonly rows: Rows;
  readonly fields: ReadonlyArray<
    Field<
      | Constant
      | { readonly kind: "aggregate"; readonly fields: ReadonlyArray<Field<Figure>> }
      | { readonly kind: "nodes"; readonly fields: ReadonlyArray<Field<RowValue>> }
    >
  >;
}

/** A root field that reads tables. */
export type RootPlan = ListPlan | ObjectPlan | AggregatePlan;

/** Holds for every row. */
export const TRUE: Predicate = { kind: "constant", value: true };

/**
 * All parts hold; the constants are folded.
 *
 * @param parts Conditions.
 * @returns One condition.
 *
 * @example Of no conditions all hold
 * ```ts
 * import { allOf, TRUE } from "./plan.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(allOf([]), TRUE);
 * ```
 */
export function allOf(parts: readonly Predicate[]): Predicate {
  const open = parts.filter((part) => part.kind !== "constant" || !part.value);
  if (open.some((part) => part.kind === "constant")) return { kind: "constant", value: false };
  return open.length === 0 ? TRUE : open.length === 1 ? open[0]! : { kind: "and", parts: open };
}

/**
 * One part holds; none holds of an empty list. The constants are folded.
 *
 * @param parts Conditions.
 * @returns One condition.
 *
 * @example Of no conditions none holds
 * ```ts
 * import { anyOf } from "./plan.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(anyOf([]), { kind: "constant", value: false });
 * ```
 */
export function anyOf(parts: readonly Predicate[]): Predicate {
  const open = parts.filter((part) => part.kind !== "constant" || part.value);
  if (open.some((part) => part.kind === "constant")) return TRUE;
  return open.length === 0
    ? { kind: "constant", value: false }
    : open.length === 1
    ? open[0]!
    : { kind: "or", parts: open };
}
