/**
 * One field of a cron expression: which numbers it names.
 *
 * Source: what croniter 7 takes, the library that `CronClock` of Prefect 1.4.1 asks; `tests/server/schedules/` holds
 * the answers it gave.
 *
 * @module
 */

/** What a field may hold. */
export interface FieldRange {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Words for numbers, in lower case. */
  readonly names?: Readonly<Record<string, number>>;
}

function numbered(first: number, names: string): Readonly<Record<string, number>> {
  return Object.fromEntries(names.split(" ").map((name, i) => [name, first + i]));
}

/** The fields in the order they are written: seconds and years come last. */
export const CRON_FIELDS = {
  minute: { name: "minute", low: 0, high: 59 },
  hour: { name: "hour", low: 0, high: 23 },
  day: { name: "day of the month", low: 1, high: 31 },
  month: {
    name: "month",
    low: 1,
    high: 12,
    names: numbered(1, "jan feb mar apr may jun jul aug sep oct nov dec"),
  },
  weekday: { name: "day of the week", low: 0, high: 6, names: numbered(0, "sun mon tue wed thu fri sat") },
  second: { name: "second", low: 0, high: 59 },
  year: { name: "year", low: 1970, high: 2099 },
} as const satisfies Readonly<Record<string, FieldRange>>;

const SPAN_REGEXP = /^(?<from>[^-]+)-(?<to>[^/-]+)(?:\/(?<step>\d+))?$/;
const STEP_REGEXP = /^(?<from>[^/-]+)\/(?<step>\d+)$/;

function refuse(text: string, field: FieldRange): never {
  throw new SyntaxError(
    `Cannot read "${text}" as ${field.name} of a cron expression: expected numbers from ${field.low} to ${field.high}, "*", ranges, steps or lists of them`,
  );
}

function readNumber(text: string, field: FieldRange): number {
  const named = field.names?.[text];
  if (named !== undefined) return named;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  // Sunday is 0, and 7 as well.
  return field === CRON_FIELDS.weekday && value === 7 ? 0 : value;
}

function stepped(low: number, high: number, step: number): number[] {
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
}

/** A range that ends before it begins runs over the end of the field: `fri-mon`, `nov-feb/2`. */
function wrapped(
  { low, high }: FieldRange,
  span: { readonly from: number; readonly to: number; readonly step: number },
): number[] {
  const { from, to, step } = span;
  const before = stepped(from, high, step);
  const last = before.at(-1)!;
  const unused = high - last;
  const skipped = last - low + step > high - low + 1 && unused < step ? step - unused : 0;
  return [...before, ...(low + skipped > to ? [] : stepped(low + skipped, to, step))];
}

/**
 * The numbers that one item of a field names: a number, a name, a range, a step.
 *
 * @param text Without commas, in lower case; not `*` alone.
 * @param field Which field.
 * @returns The numbers.
 * @throws {SyntaxError} When it is none of those or out of range.
 *
 * @example A range over the weekend
 * ```ts
 * import { CRON_FIELDS, expandItem } from "./cron_field.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(expandItem("fri-mon", CRON_FIELDS.weekday), [5, 6, 0, 1]);
 * assertEquals(expandItem("10/20", CRON_FIELDS.minute), [10, 30, 50]);
 * assertThrows(() => expandItem("60", CRON_FIELDS.minute), SyntaxError);
 * ```
 */
export function expandItem(text: string, field: FieldRange): number[] {
  const stars = text.replace(/^\*(?=\/)/, `${field.low}-${field.high}`);
  const span = SPAN_REGEXP.exec(stars)?.groups;
  const open = span ? undefined : STEP_REGEXP.exec(stars)?.groups;
  const found = span ?? open ?? { from: stars };
  const from = readNumber(found.from!, field);
  const to = span ? readNumber(span.to!, field) : open ? field.high : from;
  const step = Number(found.step ?? 1);
  const fits = [from, to].every((value) => value >= field.low && value <= field.high);
  if (!fits || step === 0) refuse(text, field);
  // "5-5" means the whole field to croniter.
  if (span && from === to) return stepped(field.low, field.high, step);
  return from > to ? wrapped(field, { from, to, step }) : stepped(from, to, step);
}
