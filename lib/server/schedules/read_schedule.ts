import { isJsonObject, type JsonValue } from "../../core/json.ts";
import { type Adjustment, readAdjustment } from "./adjustments.ts";
import { type Clock, readClock, type ScheduledEvent } from "./clocks.ts";
import { type Filter, readFilter } from "./filters.ts";

/** A schedule, read. */
export interface Schedule {
  readonly clocks: readonly Clock[];
  /** Whether the filters let a moment stay. */
  readonly passes: Filter;
  readonly adjust: Adjustment;
}

/** So many events are looked at before the search for those that pass is given up. */
const MOST_EVENTS = 10_000;

function readList<T>(value: JsonValue | undefined, read: (item: JsonValue) => T): T[] {
  return Array.isArray(value) ? value.map(read) : [];
}

/**
 * Reads a serialized schedule, of a flow or a flow group.
 *
 * Source: `prefect.schedules.schedules` of Prefect 1.4.1.
 *
 * @param value What the client serialized.
 * @returns The schedule.
 * @throws {SyntaxError} When it is no schedule that Prefect would take.
 *
 * @example A schedule without clocks is none
 * ```ts
 * import { readSchedule } from "./read_schedule.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => readSchedule({ type: "Schedule" }), SyntaxError);
 * ```
 */
export function readSchedule(value: JsonValue): Schedule {
  if (!isJsonObject(value) || !Array.isArray(value.clocks)) {
    throw new SyntaxError(`Cannot read schedule "${JSON.stringify(value)}": expected an object with clocks`);
  }
  const all = readList(value.filters, readFilter);
  const some = readList(value.or_filters, readFilter);
  const none = readList(value.not_filters, readFilter);
  const adjustments = readList(value.adjustments, readAdjustment);
  return {
    clocks: value.clocks.map(readClock),
    passes: (moment) =>
      all.every((filter) => filter(moment)) &&
      (some.length === 0 || some.some((filter) => filter(moment))) &&
      !none.some((filter) => filter(moment)),
    adjust: (moment) => adjustments.reduce((at, adjust) => adjust(at), moment),
  };
}

function isSame(a: ScheduledEvent, b: ScheduledEvent): boolean {
  return Temporal.ZonedDateTime.compare(a.start, b.start) === 0 &&
    JSON.stringify([a.parameters, a.labels]) === JSON.stringify([b.parameters, b.labels]);
}

/** The events of several clocks in order. */
function* mergeClocks(clocks: readonly Clock[], after: Temporal.Instant): Generator<ScheduledEvent> {
  const sources = clocks.map((clock) => clock(after));
  const heads = sources.map((source) => source.next());
  while (true) {
    let first = -1;
    for (const [i, head] of heads.entries()) {
      if (head.done) continue;
      if (first < 0 || Temporal.ZonedDateTime.compare(head.value.start, heads[first]!.value.start) < 0) {
        first = i;
      }
    }
    if (first < 0) return;
    yield heads[first]!.value;
    heads[first] = sources[first]!.next();
  }
}

/**
 * The next events of a schedule. What two clocks agree on comes once; what an adjustment has moved is another event.
 *
 * Source: `Schedule.next` of Prefect 1.4.1, which gives up after 10,000 events that do not pass.
 *
 * @param schedule The schedule.
 * @param count How many.
 * @param options `after`: the events are later than this, before they are adjusted.
 * @returns The events in order; fewer when the schedule ends.
 *
 * @example The next two mornings
 * ```ts
 * import { nextEvents, readSchedule } from "./read_schedule.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const schedule = readSchedule({ clocks: [{ type: "CronClock", cron: "0 9 * * *" }] });
 * const events = nextEvents(schedule, 2, { after: Temporal.Instant.from("2024-02-28T12:00Z") });
 * assertEquals(events.map(({ start }) => start.toPlainDate().toString()), ["2024-02-29", "2024-03-01"]);
 * ```
 */
export function nextEvents(
  schedule: Schedule,
  count: number,
  { after }: { readonly after: Temporal.Instant },
): ScheduledEvent[] {
  const events: ScheduledEvent[] = [];
  let seen = 0;
  let last: ScheduledEvent | undefined;
  for (const event of mergeClocks(schedule.clocks, after)) {
    if (last && isSame(last, event)) continue;
    last = event;
    if (schedule.passes(event.start)) {
      last = { ...event, start: schedule.adjust(event.start) };
      events.push(last);
    }
    if (events.length === count || ++seen >= MOST_EVENTS) break;
  }
  return events;
}
