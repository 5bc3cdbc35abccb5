import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { readInstant, readTime } from "./serialized_value.ts";

/** Whether a moment, in the zone of its clock, may stay. */
export type Filter = (moment: Temporal.ZonedDateTime) => boolean;

const MODULE = "prefect.schedules.filters.";

function compareTimes(a: Temporal.PlainTime, b: Temporal.PlainTime): number {
  return Temporal.PlainTime.compare(a, b);
}

function onDatetime(args: JsonObject): Filter {
  const wanted = readInstant(args.dt);
  return (moment) => moment.toInstant().equals(wanted);
}

function betweenDatetimes(args: JsonObject): Filter {
  const [start, end] = [readInstant(args.start), readInstant(args.end)];
  return (moment) =>
    Temporal.Instant.compare(moment.toInstant(), start) >= 0 &&
    Temporal.Instant.compare(moment.toInstant(), end) <= 0;
}

function onDate({ month, day }: JsonObject): Filter {
  return (moment) => moment.month === month && moment.day === day;
}

function betweenDates(args: JsonObject): Filter {
  const [first, startDay, last, endDay] = [args.start_month, args.start_day, args.end_month, args.end_day]
    .map(
      Number,
    ) as [number, number, number, number];
  const [from, to] = [first * 100 + startDay, last * 100 + endDay];
  return (moment) => {
    const date = moment.month * 100 + moment.day;
    return first <= last ? date >= from && date <= to : date >= from || date <= to;
  };
}

function atTime(args: JsonObject): Filter {
  const wanted = readTime(args.t);
  return (moment) => moment.toPlainTime().equals(wanted);
}

function betweenTimes(args: JsonObject): Filter {
  const [start, end] = [readTime(args.start), readTime(args.end)];
  const overnight = compareTimes(start, end) > 0;
  return (moment) => {
    const time = moment.toPlainTime();
    const [begun, open] = [compareTimes(time, start) >= 0, compareTimes(time, end) <= 0];
    return overnight ? begun || open : begun && open;
  };
}

const FILTERS: Readonly<Record<string, (args: JsonObject) => Filter>> = {
  on_datetime: onDatetime,
  between_datetimes: betweenDatetimes,
  on_date: onDate,
  between_dates: betweenDates,
  at_time: atTime,
  between_times: betweenTimes,
  is_weekday: () => isWorkingDay,
  is_weekend: () => (moment) => !isWorkingDay(moment),
  is_month_start: () => (moment) => moment.day === 1,
  is_month_end: () => (moment) => moment.day === moment.daysInMonth,
  // Monday is 0, whatever the client's documentation says.
  is_day_of_week: ({ day_of_week }) => (moment) => moment.dayOfWeek - 1 === day_of_week,
};

/**
 * Tells whether a moment is on a day from Monday to Friday.
 *
 * @param moment The moment, in the zone that counts.
 * @returns Whether it is.
 *
 * @example A Sunday
 * ```ts
 * import { isWorkingDay } from "./filters.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isWorkingDay(Temporal.ZonedDateTime.from("2024-03-10T12:00[UTC]")), false);
 * ```
 */
export function isWorkingDay(moment: Temporal.ZonedDateTime): boolean {
  return moment.dayOfWeek <= 5;
}

/**
 * Reads a filter of a serialized schedule.
 *
 * Source: `prefect.schedules.filters` of Prefect 1.4.1.
 *
 * @param value `{"fn": …, "kwargs": …}`.
 * @returns The filter.
 * @throws {SyntaxError} When there is no such filter or it cannot be used with such arguments.
 *
 * @example Working days
 * ```ts
 * import { readFilter } from "./filters.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const filter = readFilter({ fn: "prefect.schedules.filters.is_weekend", kwargs: {} });
 * assertEquals(filter(Temporal.ZonedDateTime.from("2024-03-10T12:00[UTC]")), true);
 * ```
 */
export function readFilter(value: JsonValue): Filter {
  const name = isJsonObject(value) ? String(value.fn) : "";
  const make = name.startsWith(MODULE) ? FILTERS[name.slice(MODULE.length)] : undefined;
  if (!isJsonObject(value) || !make) {
    throw new SyntaxError(
      `Cannot read filter "${JSON.stringify(value)}": expected one of prefect.schedules.filters`,
    );
  }
  return make(isJsonObject(value.kwargs) ? value.kwargs : {});
}
