import type { SqlValue } from "../model/row.ts";
import type { Look } from "../sql/predicate.ts";

/** What the number of rows that a statement looks at is at most the product of. */
export interface ReadCost {
  /** Tables, all of whose rows may be looked at. */
  readonly tables: readonly string[];
  /** Positions of values, from 0. */
  readonly limits: readonly number[];
}

/** One row by its primary key, which every table calls so. */
const LOOK_UP_REGEXP = /\(id=\?\)$/;
const STEP_REGEXP = /^(?:SCAN|SEARCH) (\S+)/;
const EQUAL_REGEXP = /\b(\w+)=\?/g;

/** Whether a step finds its rows by all of these columns. */
function isBy(detail: string, columns: readonly string[]): boolean {
  const found = new Set(Array.from(detail.matchAll(EQUAL_REGEXP), ([, column]) => column));
  return columns.every((column) => found.has(column));
}

/**
 * Reads from SQLite's plan of a statement how many rows it may look at. What SQLite would do once for each of some rows is
 * counted so; what it does beside is, too, which errs to the safe side.
 *
 * Source: "EXPLAIN QUERY PLAN" in SQLite's documentation. No plan is misread for a cheaper one: what is not understood
 * has no bound.
 *
 * @param details The column `detail` of the plan.
 * @param looks What the names in it mean.
 * @returns What the number is made of; `undefined` when it has no bound that can be told beforehand.
 *
 * @example The last run of each flow
 * ```ts
 * import { readCost } from "./read_cost.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const limit = { position: 0, columns: ["flow_id"] };
 * const looks = new Map([["t0", { table: "flow" }], ["t1", { table: "flow_run", limit }]]);
 * const details = ["SCAN t0", "CORRELATED SCALAR SUBQUERY 1", "SEARCH t1 USING INDEX ix_flow_run (flow_id=?)"];
 * assertEquals(readCost(details, looks), { tables: ["flow"], limits: [0] });
 * ```
 */
export function readCost(
  details: readonly string[],
  looks: ReadonlyMap<string, Look>,
): ReadCost | undefined {
  // What is sorted first is looked at in whole, whatever the limit.
  const isSorted = details.some((detail) => detail.startsWith("USE TEMP B-TREE"));
  const tables: string[] = [];
  const limits: number[] = [];
  for (const detail of details) {
    const name = STEP_REGEXP.exec(detail)?.[1];
    if (name === undefined || name.startsWith("(subquery-")) continue;
    const look = looks.get(name);
    if (!look) return undefined;
    if (look.table === undefined || LOOK_UP_REGEXP.test(detail)) continue;
    if (!look.limit || isSorted || !isBy(detail, look.limit.columns)) tables.push(look.table);
    else if (look.limit.position !== undefined) limits.push(look.limit.position);
  }
  return { tables, limits };
}

/**
 * The number of rows that a statement looks at, at most.
 *
 * @param cost What it is made of.
 * @param options The values of the request, and the greatest number of rows that a table may have.
 * @returns A bound, not a guess: it looks at fewer as a rule.
 *
 * @example Two runs of each of ten flows
 * ```ts
 * import { mostRows } from "./read_cost.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mostRows({ tables: ["flow"], limits: [1] }, { values: ["x", 2], sizeOf: () => 10 }), 20);
 * ```
 */
export function mostRows(
  { tables, limits }: ReadCost,
  { values, sizeOf }: { readonly values: readonly SqlValue[]; readonly sizeOf: (table: string) => number },
): number {
  let product = 1;
  for (const position of limits) product *= Math.max(1, Number(values[position]));
  for (const table of tables) product *= Math.max(1, sizeOf(table));
  return product;
}
