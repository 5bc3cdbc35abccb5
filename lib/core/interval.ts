/**
 * Lengths of time as PostgreSQL's `interval` writes them, held as whole microseconds.
 *
 * Source: `reference/prefect-api.md` §8 (`interval`), `reference/hasura.md` §6.3.
 *
 * @module
 */

const INTERVAL_REGEXP =
  /^(?:(?<days>-?\d+) days?)?\s*(?:(?<sign>-?)(?<hours>\d+):(?<minutes>\d{2})(?::(?<seconds>\d{2}(?:\.\d{1,6})?))?)?$/;
const UNITS_REGEXP = /^(?<amount>-?\d+(?:\.\d+)?) ?(?<unit>second|minute|hour|day|week)s?$/;
const SECONDS = { second: 1, minute: 60, hour: 3600, day: 86400, week: 604800 } as const;

/**
 * Reads an interval: `HH:MM:SS`, `17 days 01:00:03`, `90 seconds`, or a bare number of seconds.
 *
 * @param text The text as it arrived.
 * @returns Microseconds.
 * @throws {SyntaxError} When the text is no interval; the message is PostgreSQL's.
 *
 * @example Both forms
 * ```ts
 * import { parseInterval } from "./interval.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseInterval("00:01:30"), 90_000_000);
 * assertEquals(parseInterval("1 day 00:00:01"), 86_401_000_000);
 * ```
 */
export function parseInterval(text: string): number {
  const trimmed = text.trim();
  const units = UNITS_REGEXP.exec(/^-?\d+(\.\d+)?$/.test(trimmed) ? `${trimmed} second` : trimmed)?.groups;
  if (units && !trimmed.includes(":")) {
    return Math.round(Number(units.amount) * SECONDS[units.unit as keyof typeof SECONDS] * 1e6);
  }
  const fields = trimmed === "" ? undefined : INTERVAL_REGEXP.exec(trimmed)?.groups;
  if (!fields) throw new SyntaxError(`invalid input syntax for type interval: "${text}"`);
  const clock = Number(fields.hours ?? 0) * 3600 + Number(fields.minutes ?? 0) * 60 +
    Number(fields.seconds ?? 0);
  return Math.round((Number(fields.days ?? 0) * 86400 + (fields.sign === "-" ? -clock : clock)) * 1e6);
}

/**
 * Writes an interval as PostgreSQL does.
 *
 * @param microseconds Whole.
 * @returns `HH:MM:SS`, with days before it where there are any.
 *
 * @example Days are apart
 * ```ts
 * import { formatInterval } from "./interval.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatInterval(86_401_500_000), "1 day 00:00:01.5");
 * ```
 */
export function formatInterval(microseconds: number): string {
  const sign = microseconds < 0 ? "-" : "";
  const total = Math.abs(microseconds);
  const days = Math.floor(total / 86_400e6);
  const rest = total - days * 86_400e6;
  const two = (value: number) => String(value).padStart(2, "0");
  const micros = rest % 1e6;
  const fraction = micros === 0 ? "" : `.${String(micros).padStart(6, "0").replace(/0+$/, "")}`;
  const seconds = Math.floor(rest / 1e6);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${
    two(seconds % 60)
  }${fraction}`;
  if (days === 0) return `${sign}${clock}`;
  return `${sign}${days} day${days === 1 && sign === "" ? "" : "s"}${rest === 0 ? "" : ` ${sign}${clock}`}`;
}
