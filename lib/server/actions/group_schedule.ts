import type { JsonObject, JsonValue } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import { readClock } from "../schedules/clocks.ts";
import { pythonText } from "./python_text.ts";

/** What a group's schedule is made from: lists that are left out are empty. */
export interface ScheduleInput {
  readonly cron_clocks?: ReadonlyArray<{ readonly cron: string; readonly parameter_defaults?: JsonValue }>;
  readonly interval_clocks?: ReadonlyArray<
    { readonly interval: number; readonly parameter_defaults?: JsonValue }
  >;
  readonly timezone?: string | null;
}

/** Now on the clocks of a time zone, as schedules store the moment that they start from. */
function localNow(timeZone: string, now: number): JsonObject {
  try {
    // Offsets are time zones to the runtime, but not to the client that reads this.
    if (/^[+-]/.test(timeZone)) throw new RangeError();
    const local = new Date(now).toLocaleString("sv-SE", { timeZone });
    return { dt: local.replace(" ", "T"), tz: timeZone };
  } catch (cause) {
    throw new ApiError(`Invalid timezone provided for schedule: ${timeZone}`, { cause });
  }
}

function checkClock(clock: JsonObject): void {
  try {
    readClock(clock);
  } catch (cause) {
    throw new ApiError(`Invalid clock provided for schedule: ${pythonText(clock)}`, { cause });
  }
}

function listOf<T>(list: readonly T[] | null | undefined): readonly T[] {
  // What Prefect's service says when it is handed null where it wants to see a list.
  if (list === null) throw new ApiError("'NoneType' object is not iterable");
  return list ?? [];
}

/**
 * The schedule of a flow group in the form that flows have theirs in.
 *
 * Source: `reference/prefect-api.md` §6.4.
 *
 * @param input The input of the mutation.
 * @param now Milliseconds since 1970.
 * @returns The serialized schedule.
 * @throws {ApiError} When the time zone or a clock is none.
 *
 * @example Intervals are stored in microseconds
 * ```ts
 * import { groupSchedule } from "./group_schedule.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(groupSchedule({ interval_clocks: [{ interval: 60 }] }, 0), {
 *   type: "Schedule",
 *   clocks: [{ type: "IntervalClock", interval: 60_000_000, parameter_defaults: {}, start_date: null }],
 * });
 * ```
 */
export function groupSchedule(input: ScheduleInput, now: number): JsonObject {
  const { timezone } = input;
  const start_date = timezone ? localNow(timezone, now) : null;
  const crons = listOf(input.cron_clocks).map(({ cron, parameter_defaults = {} }) => (
    { type: "CronClock", cron, parameter_defaults }
  ));
  const intervals = listOf(input.interval_clocks).map(({ interval, parameter_defaults = {} }) => (
    { type: "IntervalClock", interval: interval * 1_000_000, parameter_defaults }
  ));
  const clocks = [...crons, ...intervals].map((clock) => {
    checkClock(clock);
    return { ...clock, start_date };
  });
  return { type: "Schedule", clocks };
}
