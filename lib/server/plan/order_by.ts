import type { Table } from "../model/model.ts";
import { tableNamed } from "../model/tables.ts";
import { type Input, listItems } from "./input.ts";
import type { Order, OrderStep, OrderTarget } from "./plan.ts";
import type { TableAccess } from "./row_rules.ts";

const AGGREGATE_SUFFIX = "_aggregate";

function orderOf(direction: Input, steps: readonly OrderStep[], target: OrderTarget): Order[] {
  if (direction.kind !== "scalar") return [];
  const text = String(direction.value);
  const descending = text.startsWith("desc");
  const nullsFirst = text.endsWith("_nulls_first") || (descending && !text.endsWith("_nulls_last"));
  return [{ steps, target, descending, nullsFirst }];
}

function aggregateOrders(
  input: Input,
  steps: readonly OrderStep[],
  from: Omit<OrderTarget & { kind: "aggregate" }, "aggregate" | "column">,
): Order[] {
  if (input.kind !== "object") return [];
  return [...input.entries].flatMap(([aggregate, value]) => {
    if (aggregate === "count") return orderOf(value, steps, { ...from, aggregate, column: undefined });
    if (value.kind !== "object") return [];
    return [...value.entries].flatMap(([name, direction]) =>
      orderOf(direction, steps, { ...from, aggregate, column: from.table.columns.get(name) })
    );
  });
}

function objectOrders(
  input: Input,
  context: { readonly table: Table; readonly steps: readonly OrderStep[]; readonly access: TableAccess },
): Order[] {
  const { table, steps, access } = context;
  if (input.kind !== "object") return [];
  return [...input.entries].flatMap(([key, value]) => {
    const column = table.columns.get(key);
    if (column) return orderOf(value, steps, { kind: "column", column });
    const relation = table.relations.get(key);
    if (relation) {
      const related = tableNamed(relation.table);
      const step = { relation, table: related, where: access.rowsOf(related) };
      return objectOrders(value, { table: related, steps: [...steps, step], access });
    }
    const counted = table.relations.get(key.slice(0, -AGGREGATE_SUFFIX.length))!;
    const related = tableNamed(counted.table);
    const where = access.rowsOf(related);
    return aggregateOrders(value, steps, { kind: "aggregate", relation: counted, table: related, where });
  });
}

/**
 * Turns an `order_by` argument into keys. The keys of one object count in the order in which they are written,
 * as clients written for Hasura 1 rely on; a null direction is no key.
 *
 * Source: `reference/hasura.md` §5.
 *
 * @param input The argument: one object or a list.
 * @param context The table, and whether rows are filtered by who asks.
 * @returns The keys, the most important first.
 */
export function compileOrderBy(
  input: Input | undefined,
  context: { readonly table: Table; readonly access: TableAccess },
): Order[] {
  if (input === undefined) return [];
  return listItems(input).flatMap((item) => objectOrders(item, { ...context, steps: [] }));
}
