/**
 * Writes a time as a person reads it: two digits that matter.
 *
 * @param milliseconds The time.
 * @returns Such as `0.4 ms`, `12 ms`, `3.4 s`.
 *
 * @example Short and long
 * ```ts
 * import { formatMilliseconds } from "./format_milliseconds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0.42, 9.96, 812, 1000, 71_000].map(formatMilliseconds), ["0.4 ms", "10 ms", "812 ms", "1.0 s", "71 s"]);
 * ```
 */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 9.95) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 999.5) return `${milliseconds.toFixed(0)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 9950 ? 1 : 0)} s`;
}
