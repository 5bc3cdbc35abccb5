import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { cronTimes } from "./cron_times.ts";
import { intervalTimes } from "./interval_times.ts";
import { parseCron } from "./parse_cron.ts";
import { readZoned } from "./serialized_value.ts";

/** When a run is to start, and with what. */
export interface ScheduledEvent {
  readonly start: Temporal.ZonedDateTime;
  /** Parameters of the clock. */
  readonly parameters: JsonObject;
  /** Labels of the clock; `null` for those of the flow. */
  readonly labels: readonly string[] | null;
}

/** Gives events after a moment, in order. */
export type Clock = (after: Temporal.Instant) => Generator<ScheduledEvent>;

/** So many events a cron clock gives at once. */
const MOST_CRON_EVENTS = 1000;

const COMPARE = Temporal.ZonedDateTime.compare;

type Times = (after: Temporal.ZonedDateTime) => Iterable<Temporal.ZonedDateTime>;

function cronClock(clock: JsonObject): Times {
  const cron = parseCron(String(clock.cron));
  const start = readZoned(clock.start_date);
  const dayOr = clock.day_or !== false;
  return (after) => {
    // The start itself counts.
    const before = start?.subtract({ nanoseconds: 1 });
    const bound = before && COMPARE(before, after) > 0
      ? before
      : after.withTimeZone(start?.timeZoneId ?? "UTC");
    return cronTimes(cron, bound, { dayOr }).take(MOST_CRON_EVENTS);
  };
}

function intervalClock(clock: JsonObject): Times {
  const interval = clock.interval;
  if (typeof interval !== "number" || !(interval >= 60e6)) {
    throw new SyntaxError(
      `Cannot use interval "${
        JSON.stringify(interval)
      }" of a schedule: expected microseconds, 60000000 or more`,
    );
  }
  const start = readZoned(clock.start_date) ?? Temporal.ZonedDateTime.from("2019-01-01T00:00[UTC]");
  return (after) => intervalTimes(start, interval, { after });
}

function datesClock({ dates }: JsonObject): Times {
  const read = Array.isArray(dates) ? dates.map((date) => readZoned(date)) : [];
  const sorted = read.filter((date) => date !== undefined).sort(COMPARE);
  return (after) => sorted.filter((date) => COMPARE(date, after) > 0);
}

const CLOCKS: Readonly<Record<string, (clock: JsonObject) => Times>> = {
  CronClock: cronClock,
  IntervalClock: intervalClock,
  DatesClock: datesClock,
};

/**
 * Reads a clock of a serialized schedule.
 *
 * Source: `prefect.schedules.clocks` of Prefect 1.4.1.
 *
 * @param value The clock with its `type`.
 * @returns What gives its events.
 * @throws {SyntaxError} When it is no clock that Prefect would take.
 *
 * @example Every hour
 * ```ts
 * import { readClock } from "./clocks.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const clock = readClock({ type: "IntervalClock", interval: 3600e6, labels: ["gpu"] });
 * const [event] = clock(Temporal.Instant.from("2024-01-01T00:30Z")).take(1);
 * assertEquals(event?.start.toInstant().toString(), "2024-01-01T01:00:00Z");
 * assertEquals(event?.labels, ["gpu"]);
 * ```
 */
export function readClock(value: JsonValue): Clock {
  const clock = isJsonObject(value) ? value : {};
  const make = CLOCKS[String(clock.type)];
  if (!make) {
    throw new SyntaxError(
      `Cannot read clock "${JSON.stringify(value)}": expected one of type ${Object.keys(CLOCKS).join(", ")}`,
    );
  }
  const times = make(clock);
  const end = readZoned(clock.end_date);
  const parameters = isJsonObject(clock.parameter_defaults) ? clock.parameter_defaults : {};
  const labels = Array.isArray(clock.labels) ? clock.labels.map(String) : null;
  return function* (after) {
    for (const start of times(after.toZonedDateTimeISO("UTC"))) {
      if (end && COMPARE(start, end) > 0) return;
      yield { start, parameters, labels };
    }
  };
}
