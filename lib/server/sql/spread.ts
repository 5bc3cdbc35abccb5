import type { Column } from "../model/model.ts";

/** How a database says what a spread is made from. */
export interface SpreadTerms {
  /** The sum of squared distances from the mean. */
  readonly squaresSql: (value: string) => string;
  /** The name of the function that gives square roots. */
  readonly root: string;
}

type Aggregate = (column: Column, value: string) => string;

/**
 * The aggregates that tell how far values lie apart; without enough values there is none.
 *
 * Source: `reference/hasura.md` §3 (names, and which are null when).
 *
 * @param terms What differs between databases.
 * @returns SQL by the name of the aggregate.
 *
 * @example A spread needs two values
 * ```ts
 * import { spreadAggregates } from "./spread.ts";
 * import { tableNamed } from "../model/tables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { variance } = spreadAggregates({ squaresSql: (value) => `squares(${value})`, root: "sqrt" });
 * const version = tableNamed("flow").columns.get("version")!;
 * assertEquals(variance!(version, "v"), "CASE WHEN count(v) > 1 THEN squares(v) / (count(v) - 1) END");
 * ```
 */
export function spreadAggregates({ squaresSql, root }: SpreadTerms): Readonly<Record<string, Aggregate>> {
  const sampleVariance: Aggregate = (_, value) =>
    `CASE WHEN count(${value}) > 1 THEN ${squaresSql(value)} / (count(${value}) - 1) END`;
  const populationVariance: Aggregate = (_, value) =>
    `CASE WHEN count(${value}) > 0 THEN ${squaresSql(value)} / count(${value}) END`;
  const sampleDeviation: Aggregate = (column, value) => `${root}(${sampleVariance(column, value)})`;
  return {
    stddev: sampleDeviation,
    stddev_pop: (column, value) => `${root}(${populationVariance(column, value)})`,
    stddev_samp: sampleDeviation,
    variance: sampleVariance,
    var_pop: populationVariance,
    var_samp: sampleVariance,
  };
}
