import { ApiError } from "../model/api_error.ts";
import type { Column, Table } from "../model/model.ts";
import { type Input, listItems } from "./input.ts";
import { compileOrderBy } from "./order_by.ts";
import { allOf, type Bind, type Order, type Rows, type Way } from "./plan.ts";
import type { TableAccess } from "./row_rules.ts";
import { compileWhere } from "./where.ts";

function windowBind(input: Input | undefined, as: "limit" | "offset", path: string): Bind | undefined {
  if (input === undefined || input.kind === "null") return undefined;
  return { read: input.read, form: { as }, path: `${path}.${as}` };
}

/** Whether the document itself says that it wants the first row. */
function wantsOne(limit: Input | undefined, offset: Input | undefined): boolean {
  return limit?.kind === "scalar" && limit.isLiteral && limit.value === 1 &&
    (offset === undefined || offset.kind === "null");
}

/** As a set, the columns must be the first of the order; otherwise which row stays would be left to chance. */
function checkDistinct(distinctOn: readonly Column[], orderBy: readonly Order[], path: string): void {
  if (distinctOn.length === 0 || orderBy.length === 0) return;
  const wanted = new Set(distinctOn);
  const leading = new Set<Column>();
  for (const { steps, target } of orderBy) {
    if (leading.size === wanted.size) break;
    if (steps.length > 0 || target.kind !== "column" || !wanted.has(target.column)) break;
    leading.add(target.column);
  }
  if (leading.size < wanted.size) {
    const message = '"distinct_on" columns must match initial "order_by" columns';
    throw new ApiError(message, { code: "validation-failed", enginePath: path });
  }
}

/**
 * Turns the five arguments of a list into rows: where, distinct_on, order_by, offset, limit, in this order.
 *
 * Source: `reference/hasura.md` §2.1 and §5.
 *
 * @param table The table.
 * @param options The arguments by name; how the rows hang on a row above; where they stand; who may see what.
 * @returns The rows, of which the principal sees only its own.
 * @throws {ApiError} `validation-failed`, when `distinct_on` and `order_by` do not fit together.
 */
export function compileRows(
  table: Table,
  options: {
    readonly inputs: ReadonlyMap<string, Input>;
    readonly relation: Way | undefined;
    readonly path: string;
    readonly access: TableAccess;
  },
): Rows {
  const { inputs, access } = options;
  const path = `${options.path}.args`;
  const where = compileWhere(inputs.get("where"), { table, path: `${path}.where`, access });
  const orderBy = compileOrderBy(inputs.get("order_by"), { table, access });
  const distinct = inputs.get("distinct_on");
  const distinctOn = (distinct ? listItems(distinct) : []).flatMap((item) =>
    item.kind === "scalar" ? [table.columns.get(String(item.value))!] : []
  );
  checkDistinct(distinctOn, orderBy, path);
  return {
    table,
    relation: options.relation,
    where: allOf([where, access.rowsOf(table)]),
    orderBy,
    distinctOn,
    limit: windowBind(inputs.get("limit"), "limit", path),
    offset: windowBind(inputs.get("offset"), "offset", path),
    isOne: wantsOne(inputs.get("limit"), inputs.get("offset")),
  };
}
