import type { Cron } from "./parse_cron.ts";

/** Which weekday a date is; Sunday is 0. */
function weekdayOf(date: Temporal.PlainDate): number {
  return date.dayOfWeek % 7;
}

/** The working day nearest to a day of a month, within the month. */
function nearestWorkingDay(date: Temporal.PlainDate, day: number): number {
  const wanted = date.with({ day: Math.min(day, date.daysInMonth) });
  if (wanted.dayOfWeek <= 5) return wanted.day;
  if (wanted.dayOfWeek === 6) return wanted.day > 1 ? wanted.day - 1 : wanted.day + 2;
  return wanted.day < date.daysInMonth ? wanted.day + 1 : wanted.day - 2;
}

function isDay(cron: Cron, date: Temporal.PlainDate): boolean {
  if (cron.workingDay !== undefined) return date.day === nearestWorkingDay(date, cron.workingDay);
  if (cron.day === undefined || cron.day.includes(date.day)) return true;
  return cron.lastDay && date.day === date.daysInMonth;
}

function isNth({ nth }: Cron, date: Temporal.PlainDate): boolean {
  const wanted = nth.get(weekdayOf(date));
  if (!wanted) return false;
  return wanted.has(Math.ceil(date.day / 7)) || (wanted.has("last") && date.day + 7 > date.daysInMonth);
}

function isWeekday(cron: Cron, date: Temporal.PlainDate): boolean {
  if (cron.nth.size > 0) return isNth(cron, date);
  return cron.weekday === undefined || cron.weekday.includes(weekdayOf(date));
}

/**
 * Tells whether a cron expression fires on a date.
 *
 * When both the day of the month and the day of the week are restricted, either will do, as in cron; with `dayOr`
 * off both must hold. What counts within the month (`15W`, `fri#2`, `L5`) must hold in any case, as croniter has it.
 *
 * @param cron The expression; its month and year are not looked at.
 * @param date The date.
 * @param options `dayOr`: whether either day will do.
 * @returns Whether it fires.
 *
 * @example Friday or the thirteenth
 * ```ts
 * import { isCronDay } from "./cron_days.ts";
 * import { parseCron } from "./parse_cron.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const cron = parseCron("0 0 13 * fri");
 * const wednesday = Temporal.PlainDate.from("2024-03-13");
 * assertEquals(isCronDay(cron, wednesday, { dayOr: true }), true);
 * assertEquals(isCronDay(cron, wednesday, { dayOr: false }), false);
 * ```
 */
export function isCronDay(
  cron: Cron,
  date: Temporal.PlainDate,
  { dayOr }: { readonly dayOr: boolean },
): boolean {
  const both = isDay(cron, date) && isWeekday(cron, date);
  if (both || !dayOr || cron.day === undefined || cron.weekday === undefined) return both;
  const byDay = isDay(cron, date) && cron.nth.size === 0;
  const byWeekday = isWeekday(cron, date) && cron.workingDay === undefined;
  return byDay || byWeekday;
}
