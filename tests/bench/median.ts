/**
 * The middle of some measurements.
 *
 * @param values One or more.
 * @returns The median; of an even number the upper of both.
 *
 * @example Three
 * ```ts
 * import { median } from "./median.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(median([9, 1, 5]), 5);
 * ```
 */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
