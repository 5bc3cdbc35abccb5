import { isCronDay } from "./cron_days.ts";
import type { Cron } from "./parse_cron.ts";

/** A cron expression that names no date within so many years names none. */
const YEARS = 50;

function range(size: number): readonly number[] {
  return Array.from({ length: size }, (_, i) => i);
}

const SIXTY = range(60);
const HOURS = range(24);
const MIDNIGHT = new Temporal.PlainTime();

/** The next date in a month and year that the expression names; the same one when it is. */
function nextNamedMonth(cron: Cron, date: Temporal.PlainDate): Temporal.PlainDate {
  const { month, year } = cron;
  if (year && !year.includes(date.year)) return date.with({ month: 1, day: 1 }).add({ years: 1 });
  if (month && !month.includes(date.month)) return date.with({ day: 1 }).add({ months: 1 });
  return date;
}

function* cronDates(
  cron: Cron,
  first: Temporal.PlainDate,
  options: { readonly dayOr: boolean },
): Generator<Temporal.PlainDate> {
  let date = first;
  let last = first.year + YEARS;
  while (date.year <= last) {
    const named = nextNamedMonth(cron, date);
    if (named !== date) {
      date = named;
      continue;
    }
    if (isCronDay(cron, date, options)) {
      yield date;
      last = date.year + YEARS;
    }
    date = date.add({ days: 1 });
  }
}

/** From an hour and minute on: what is over of the first day is not gone through second by second. */
function* timesOfDay(
  { hour, minute, second }: Cron,
  from: Temporal.PlainTime,
): Generator<Temporal.PlainTime> {
  for (const h of (hour ?? HOURS).filter((each) => each >= from.hour)) {
    const first = h === from.hour ? from.minute : 0;
    for (const m of (minute ?? SIXTY).filter((each) => each >= first)) {
      for (const s of second ?? SIXTY) yield new Temporal.PlainTime(h, m, s);
    }
  }
}

/**
 * What a time on the wall means where clocks are set: one that occurs twice is the second, one that does not occur is
 * put off to the first minute that does; with any hour allowed it is left out.
 */
function momentOf(
  wall: Temporal.PlainDateTime,
  cron: Cron,
  zone: string,
): Temporal.ZonedDateTime | undefined {
  const moment = wall.toZonedDateTime(zone, { disambiguation: "later" });
  const late = wall.until(moment.toPlainDateTime());
  if (late.blank) return moment;
  if (cron.hour === undefined) return undefined;
  const change = wall.toZonedDateTime(zone, { disambiguation: "earlier" }).getTimeZoneTransition("next")!;
  const minutes = Math.ceil(wall.until(change.toPlainDateTime()).total("minutes"));
  return wall.add({ minutes }).toZonedDateTime(zone);
}

function* wallTimes(
  cron: Cron,
  after: Temporal.PlainDateTime,
  options: { readonly dayOr: boolean },
): Generator<Temporal.PlainDateTime> {
  const today = after.toPlainDate();
  for (const date of cronDates(cron, today, options)) {
    const from = date.equals(today) ? after.toPlainTime() : MIDNIGHT;
    for (const time of timesOfDay(cron, from)) {
      const wall = date.toPlainDateTime(time);
      if (Temporal.PlainDateTime.compare(wall, after) > 0) yield wall;
    }
  }
}

/**
 * The moments at which a cron expression fires, in order.
 *
 * Source: `CronClock` of Prefect 1.4.1 with croniter 7. Asked within the hour that a zone goes through twice it goes on
 * after the second time, as that does.
 *
 * @param cron The expression.
 * @param after The moments are later than this; its time zone is the expression's.
 * @param options `dayOr`: whether either of two restricted days will do.
 * @returns Moments, each later than the one before; usually without end.
 *
 * @example Nine o'clock stays nine o'clock
 * ```ts
 * import { cronTimes } from "./cron_times.ts";
 * import { parseCron } from "./parse_cron.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const after = Temporal.ZonedDateTime.from("2024-03-09T12:00[America/New_York]");
 * const [first, second] = cronTimes(parseCron("0 9 * * *"), after, { dayOr: true }).take(2);
 * assertEquals(first!.offset, "-04:00");
 * assertEquals(first!.until(second!).total("hours"), 24);
 * ```
 */
export function* cronTimes(
  cron: Cron,
  after: Temporal.ZonedDateTime,
  options: { readonly dayOr: boolean },
): Generator<Temporal.ZonedDateTime> {
  const zone = after.timeZoneId;
  const wall = after.toPlainDateTime();
  const second = wall.toZonedDateTime(zone, { disambiguation: "later" });
  let last = Temporal.ZonedDateTime.compare(second, after) > 0 ? second : after;
  for (const each of wallTimes(cron, wall, options)) {
    const moment = momentOf(each, cron, zone);
    if (!moment || Temporal.ZonedDateTime.compare(moment, last) <= 0) continue;
    yield moment;
    last = moment;
  }
}
