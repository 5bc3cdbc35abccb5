import { isAscii } from "../../core/is_ascii.ts";
import { ApiError } from "../model/api_error.ts";
import type { Column, Table } from "../model/model.ts";
import { tableNamed } from "../model/tables.ts";
import { type Input, listItems } from "./input.ts";
import { allOf, anyOf, type BindForm, type Operator, type Predicate, TRUE } from "./plan.ts";
import type { TableAccess } from "./row_rules.ts";

function expectObject(type: string, path: string): never {
  const message = `expected an object for type "${type}", but found null`;
  throw new ApiError(message, { code: "validation-failed", enginePath: path });
}

function formOf(operator: Operator, column: Column): BindForm {
  switch (operator) {
    case "_in":
    case "_nin":
      return { as: "list", type: column.type };
    case "_like":
    case "_nlike":
      return { as: "like", insensitive: false };
    case "_ilike":
    case "_nilike":
      return { as: "like", insensitive: true };
    case "_similar":
    case "_nsimilar":
      return { as: "similar", insensitive: false };
    case "_regex":
    case "_nregex":
      return { as: "regex", insensitive: false };
    case "_iregex":
    case "_niregex":
      return { as: "regex", insensitive: true };
    case "_has_key":
      return { as: "key" };
    case "_has_keys_any":
    case "_has_keys_all":
      return { as: "keys" };
    default:
      return { as: "value", type: column.type };
  }
}

/**
 * A comparison object. Prefect runs Hasura with `V1_BOOLEAN_NULL_COLLAPSE`: an operator whose operand is null holds
 * for every row (`reference/hasura.md` §4.2), which clients use to say "no filter".
 */
function compileComparison(column: Column, input: Input, path: string): Predicate {
  if (input.kind !== "object") expectObject(`${column.type}_comparison_exp`, path);
  const parts: Predicate[] = [];
  for (const [operator, operand] of input.entries) {
    if (operand.kind === "null") continue;
    if (operator === "_is_null") {
      if (operand.kind === "scalar") parts.push({ kind: "is null", column, value: operand.value === true });
      continue;
    }
    parts.push({
      kind: "compare",
      column,
      operator: operator as Operator,
      operand: {
        read: operand.read,
        form: formOf(operator as Operator, column),
        path: `${path}.${operator}`,
      },
      ascii: operand.kind === "scalar" && typeof operand.value === "string" &&
        isAscii(operand.value),
    });
  }
  return allOf(parts);
}

/**
 * Turns a `t_bool_exp` into a condition on rows of `t`.
 *
 * Source: `reference/hasura.md` §4.
 *
 * @param input The expression; `undefined` and null hold for every row.
 * @param context The table, where the expression stands, and whether rows are filtered by who asks.
 * @returns The condition; what the principal may not see is left out inside it, not yet on the table itself.
 * @throws {ApiError} `validation-failed`, for null where Hasura asks for an object.
 */
export function compileWhere(
  input: Input | undefined,
  context: { readonly table: Table; readonly path: string; readonly access: TableAccess },
): Predicate {
  const { table, path, access } = context;
  if (input === undefined || input.kind === "null") return TRUE;
  if (input.kind !== "object") expectObject(`${table.name}_bool_exp`, path);
  const parts = [...input.entries].map(([key, value]): Predicate => {
    const here = `${path}.${key}`;
    if (key === "_and" || key === "_or") {
      if (value.kind === "null") return TRUE;
      const items = listItems(value).map((item, position) => {
        const itemPath = `${here}[${position}]`;
        if (item.kind === "null") expectObject(`${table.name}_bool_exp`, itemPath);
        return compileWhere(item, { ...context, path: itemPath });
      });
      return key === "_and" ? allOf(items) : anyOf(items);
    }
    if (value.kind === "null") {
      const relation = table.relations.get(key);
      const column = table.columns.get(key);
      expectObject(
        relation
          ? `${relation.table}_bool_exp`
          : column
          ? `${column.type}_comparison_exp`
          : `${table.name}_bool_exp`,
        here,
      );
    }
    if (key === "_not") return { kind: "not", part: compileWhere(value, { ...context, path: here }) };
    const column = table.columns.get(key);
    if (column) return compileComparison(column, value, here);
    const relation = table.relations.get(key)!;
    const related = tableNamed(relation.table);
    const where = allOf([
      compileWhere(value, { table: related, path: here, access }),
      access.rowsOf(related),
    ]);
    return { kind: "exists", relation, table: related, where };
  });
  return allOf(parts);
}
