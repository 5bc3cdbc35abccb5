/** Holds schedules against the answers of Prefect 1.4.1, which `tests/interop/record_clocks.py` recorded. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import type { JsonObject, JsonValue } from "../../../lib/core/json.ts";
import { parseTimestamp } from "../../../lib/core/timestamp.ts";
import { parseCron } from "../../../lib/server/schedules/parse_cron.ts";
import { nextEvents, readSchedule } from "../../../lib/server/schedules/read_schedule.ts";

type Case = readonly [schedule: JsonObject, after: string, times: readonly string[]];

const [HEAD, ...LINES] = Deno.readTextFileSync(new URL("clocks.ndjson", import.meta.url)).trim().split("\n");
/** Whether a text is a cron expression. */
const VALID: Readonly<Record<string, boolean>> = JSON.parse(HEAD!).valid;
const CASES: readonly Case[] = LINES.map((line) => JSON.parse(line));

function checkCases(cases: readonly Case[]): void {
  assert(cases.length > 0);
  for (const [schedule, after, times] of cases) {
    const events = nextEvents(readSchedule(schedule), 10, { after: Temporal.Instant.from(after) });
    const starts = events.map(({ start }) => parseTimestamp(start.toInstant().toString()));
    assertEquals(starts, times.map(parseTimestamp), `${JSON.stringify(schedule)} after ${after}`);
  }
}

/** The type of a schedule that is one clock and nothing else. */
function onlyClock(schedule: JsonObject): JsonValue | undefined {
  const clocks = schedule.clocks as JsonObject[];
  return clocks.length === 1 && Object.keys(schedule).length === 1 ? clocks[0]!.type : undefined;
}

for (const type of ["CronClock", "IntervalClock", "DatesClock"]) {
  Deno.test(`nextEvents() gives the times that Prefect gives for one ${type}`, () => {
    checkCases(CASES.filter(([schedule]) => onlyClock(schedule) === type));
  });
}

Deno.test("nextEvents() gives the times that Prefect gives for several clocks, filters and adjustments", () => {
  checkCases(CASES.filter(([schedule]) => onlyClock(schedule) === undefined));
});

Deno.test("parseCron() takes what croniter takes and nothing else", () => {
  for (const [text, isValid] of Object.entries(VALID)) {
    if (isValid) parseCron(text);
    else assertThrows(() => parseCron(text), SyntaxError, "", text);
  }
});

Deno.test("nextEvents() gives the parameters and labels of the clock", () => {
  const clock = { type: "DatesClock", dates: [{ dt: "2030-01-01T00:00:00", tz: "UTC" }] };
  const schedule = readSchedule({
    clocks: [{ ...clock, parameter_defaults: { x: 1 }, labels: [] }, clock, clock],
  });
  const events = nextEvents(schedule, 10, { after: Temporal.Instant.from("2024-01-01T00:00Z") });
  assertEquals(events.map(({ parameters, labels }) => [parameters, labels]), [[{ x: 1 }, []], [{}, null]]);
});

Deno.test("nextEvents() gives up when nothing passes", () => {
  const never = { fn: "prefect.schedules.filters.on_date", kwargs: { month: 2, day: 30 } };
  const clocks = [{ type: "IntervalClock", interval: 60e6 }, { type: "CronClock", cron: "0 0 30 2 *" }];
  const after = Temporal.Instant.from("2024-01-01T00:00Z");
  assertEquals(nextEvents(readSchedule({ clocks, filters: [never] }), 10, { after }), []);
});

Deno.test("readSchedule() refuses what is no schedule", () => {
  const interval = { type: "IntervalClock", interval: 60e6 };
  const schedules: readonly JsonObject[] = [
    {},
    { clocks: [{ type: "RandomClock" }] },
    { clocks: [{ type: "IntervalClock", interval: 1 }] },
    { clocks: [{ type: "IntervalClock", interval: "1 hour" }] },
    { clocks: [{ type: "CronClock", cron: "hourly" }] },
    { clocks: [{ ...interval, start_date: { dt: "2024-01-01", tz: "Mars/Olympus" } }] },
    { clocks: [{ ...interval, start_date: "2024-01-01" }] },
    { clocks: [interval], filters: [{ fn: "prefect.schedules.filters.is_holiday" }] },
    { clocks: [interval], filters: [{ fn: "prefect.schedules.filters.at_time", kwargs: { t: "09:00" } }] },
    { clocks: [interval], adjustments: [{ fn: "os.remove", kwargs: {} }] },
    { clocks: [interval], adjustments: [{ fn: "prefect.schedules.adjustments.add", kwargs: {} }] },
  ];
  for (const schedule of schedules) {
    assertThrows(() => readSchedule(schedule), SyntaxError, "", JSON.stringify(schedule));
  }
});
