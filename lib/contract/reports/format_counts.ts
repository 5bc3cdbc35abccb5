import type { Counts } from "./report.ts";

/**
 * Writes counts in one line.
 *
 * @param counts How many of each weight.
 * @param options `brief` leaves `0 failed` out as well.
 * @returns `N passed, N failed` and, only where there are any, the rest.
 *
 * @example What there is none of is left out
 * ```ts
 * import { formatCounts } from "./format_counts.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const counts = { passed: 3, failed: 0, warned: 0, expected: 0, skipped: 1 };
 * assertEquals(formatCounts(counts), "3 passed, 0 failed, 1 skipped");
 * assertEquals(formatCounts(counts, { brief: true }), "3 passed, 1 skipped");
 * ```
 */
export function formatCounts(counts: Counts, options: { readonly brief?: boolean } = {}): string {
  const { passed, ...rest } = counts;
  const told = Object.entries(rest).filter(([weight, count]) =>
    count > 0 || (weight === "failed" && !options.brief)
  );
  return [`${passed} passed`, ...told.map(([weight, count]) => `${count} ${weight}`)].join(", ");
}
