const DAY = 86_400_000_000;

/** The start moved on by an interval: whole days and what is left over by the clock on the wall, less than a day as time that passes. */
function advance(start: Temporal.ZonedDateTime, microseconds: number): Temporal.ZonedDateTime {
  const days = Math.floor(microseconds / DAY);
  if (days === 0) return start.add({ microseconds });
  const wall = start.toPlainDateTime().add({ days, microseconds: microseconds - days * DAY });
  return wall.toZonedDateTime(start.timeZoneId, { disambiguation: "later" });
}

/**
 * The moments that lie whole intervals after a start.
 *
 * A day or more after the start it is the clock on the wall that is moved on, so that a daily run keeps its hour when
 * clocks are set; times that occur twice are the second, times that do not occur are as much later as clocks are set.
 *
 * Source: `IntervalClock` of Prefect 1.4.1.
 *
 * @param start The first moment, in the zone whose clock counts.
 * @param microseconds The interval; whole, above 0.
 * @param after The moments are not before this; one that is equal is left out unless clocks were set since the start.
 * @returns Moments in order, without end; around a change of clocks one may come twice.
 *
 * @example Daily runs keep their hour
 * ```ts
 * import { intervalTimes } from "./interval_times.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const start = Temporal.ZonedDateTime.from("2024-03-01T09:00[Europe/Berlin]");
 * const after = Temporal.ZonedDateTime.from("2024-03-30T12:00[Europe/Berlin]");
 * const [next] = intervalTimes(start, 86_400_000_000, { after }).take(1);
 * assertEquals(next!.toString(), "2024-03-31T09:00:00+02:00[Europe/Berlin]");
 * ```
 */
export function* intervalTimes(
  start: Temporal.ZonedDateTime,
  microseconds: number,
  { after }: { readonly after: Temporal.ZonedDateTime },
): Generator<Temporal.ZonedDateTime> {
  const passed = Number(after.epochNanoseconds - start.epochNanoseconds) / 1000;
  let count = passed < 0 ? 0 : Math.floor(passed / microseconds) + 1;
  while (true) {
    const moment = advance(start, count * microseconds);
    if (Temporal.ZonedDateTime.compare(moment, after) >= 0) yield moment;
    count++;
  }
}
