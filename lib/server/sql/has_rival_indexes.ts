import type { Predicate, Rows } from "../plan/plan.ts";

/** The columns that must equal a value. */
function equalities(where: Predicate): string[] {
  if (where.kind === "and") return where.parts.flatMap(equalities);
  return where.kind === "compare" && where.operator === "_eq" ? [where.column.name] : [];
}

/**
 * Whether two indexes give the first of some rows in order, one of them for a value that all the rows share. That one is
 * worth far more for a value that few rows have, so a plan that is made for any value may take the other.
 *
 * @param rows Which rows, and their order.
 * @returns `true` when it is better planned for its values each time.
 *
 * @example The latest runs in a state, and of a flow
 * ```ts
 * import { hasRivalIndexes } from "./has_rival_indexes.ts";
 * import { TABLES } from "../model/tables.ts";
 * import type { Rows } from "../plan/plan.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const table = TABLES.get("flow_run")!;
 * const latest = (name: string) => ({
 *   table,
 *   where: { kind: "compare", operator: "_eq", column: table.columns.get(name)! },
 *   orderBy: [{ steps: [], target: { kind: "column", column: table.columns.get("scheduled_start_time")! } }],
 *   limit: {},
 * }) as unknown as Rows;
 * assertEquals([latest("state"), latest("name")].map(hasRivalIndexes), [true, false]);
 * ```
 */
export function hasRivalIndexes({ table, where, orderBy, limit }: Rows): boolean {
  const [first] = orderBy;
  if (!limit || !first || first.steps.length > 0 || first.target.kind !== "column") return false;
  const order = first.target.column.name;
  const equal = new Set(equalities(where));
  return table.indexes.some(([lead]) => lead === order) &&
    table.indexes.some(([lead, next]) => next === order && equal.has(lead!));
}
