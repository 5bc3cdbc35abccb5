import { UsageError } from "../core/errors.ts";
import { parseTimestamp } from "../core/timestamp.ts";

const SPAN_REGEXP = /^(\d{1,5})([hdw])$/;
const MILLISECONDS = { h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

function parseDate(text: string): number {
  try {
    return Date.parse(parseTimestamp(text));
  } catch (cause) {
    throw new UsageError(
      `Failed to parse expiration time "${text}": expected a date such as 2027-01-31, a span such as 90d, or never`,
      { cause },
    );
  }
}

/**
 * Reads when a key is to expire.
 *
 * @param text A date, with or without time and zone; a number of hours, days or weeks such as `90d`; or `never`.
 * @param now Milliseconds since 1970.
 * @returns ISO 8601 in UTC, or `null` for never.
 * @throws {UsageError} When it is none of these, or in the past.
 *
 * @example A span and a date
 * ```ts
 * import { parseExpiry } from "./parse_expiry.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const now = Date.parse("2026-01-01T00:00:00Z");
 * assertEquals(parseExpiry("90d", now), "2026-04-01T00:00:00.000Z");
 * assertEquals(parseExpiry("2027-01-31", now), "2027-01-31T00:00:00.000Z");
 * assertEquals(parseExpiry("never", now), null);
 * ```
 */
export function parseExpiry(text: string, now: number): string | null {
  if (text === "never") return null;
  const [, count, unit] = SPAN_REGEXP.exec(text) ?? [];
  const moment = count === undefined
    ? parseDate(text)
    : now + Number(count) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
  const parsed = new Date(moment).toISOString();
  if (moment > now) return parsed;
  throw new UsageError(
    `Given expiration time "${text}" is a time in the past: it means ${parsed}, give a later one`,
  );
}
