const SECONDS_REGEXP = /^\d+$/;

/**
 * Reads the header `Retry-After`: seconds, or a date.
 *
 * Source: RFC 9110 §10.2.3.
 *
 * @param header The value of the header, `null` when there is none.
 * @param now Milliseconds since 1970.
 * @returns Milliseconds to wait, not below 0; `undefined` when the header is absent or unreadable.
 *
 * @example Both forms
 * ```ts
 * import { parseRetryAfter } from "./retry_after.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseRetryAfter("120", 0), 120_000);
 * assertEquals(parseRetryAfter("Thu, 01 Jan 1970 00:00:30 GMT", 10_000), 20_000);
 * ```
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (SECONDS_REGEXP.test(text)) return Number(text) * 1000;
  // `Date.parse` reads far more than HTTP dates; those begin with the name of a day.
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
