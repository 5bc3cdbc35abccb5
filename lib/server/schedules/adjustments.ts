import { isJsonObject, type JsonValue } from "../../core/json.ts";
import { isWorkingDay } from "./filters.ts";
import { readTimedelta } from "./serialized_value.ts";

/** Moves a moment that passed the filters. */
export type Adjustment = (moment: Temporal.ZonedDateTime) => Temporal.ZonedDateTime;

/** Day by day: what a change of clocks moves on the way stays moved. */
function nextWeekday(moment: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  if (isWorkingDay(moment)) return moment;
  const tomorrow = moment.toPlainDateTime().add({ days: 1 });
  return nextWeekday(tomorrow.toZonedDateTime(moment.timeZoneId, { disambiguation: "later" }));
}

/**
 * Reads an adjustment of a serialized schedule.
 *
 * Source: `prefect.schedules.adjustments` of Prefect 1.4.1.
 *
 * @param value `{"fn": …, "kwargs": …}`.
 * @returns The adjustment.
 * @throws {SyntaxError} When there is no such adjustment or it cannot be used with such arguments.
 *
 * @example From Sunday to Monday
 * ```ts
 * import { readAdjustment } from "./adjustments.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const adjust = readAdjustment({ fn: "prefect.schedules.adjustments.next_weekday", kwargs: {} });
 * const sunday = Temporal.ZonedDateTime.from("2024-03-10T12:00[UTC]");
 * assertEquals(adjust(sunday).toPlainDate().toString(), "2024-03-11");
 * ```
 */
export function readAdjustment(value: JsonValue): Adjustment {
  const { fn, kwargs } = isJsonObject(value) ? value : {};
  if (fn === "prefect.schedules.adjustments.next_weekday") return nextWeekday;
  if (fn === "prefect.schedules.adjustments.add") {
    const microseconds = readTimedelta(isJsonObject(kwargs) ? kwargs.interval : undefined);
    return (moment) => moment.add({ microseconds });
  }
  throw new SyntaxError(
    `Cannot read adjustment "${JSON.stringify(value)}": expected one of prefect.schedules.adjustments`,
  );
}
