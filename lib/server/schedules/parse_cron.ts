import { CRON_FIELDS, expandItem, type FieldRange } from "./cron_field.ts";

/** Numbers in ascending order; `undefined` for any. */
type Values = readonly number[] | undefined;

/** A cron expression, read. */
export interface Cron {
  readonly minute: Values;
  readonly hour: Values;
  readonly day: Values;
  /** Whether the last day of the month is among the days. */
  readonly lastDay: boolean;
  /** `15W`: the working day nearest to this day of the month. */
  readonly workingDay: number | undefined;
  readonly month: Values;
  /** Sunday is 0. */
  readonly weekday: Values;
  /** `fri#2`, `L5`: which of the weekdays of that number in a month; empty when all. */
  readonly nth: ReadonlyMap<number, ReadonlySet<number | "last">>;
  readonly second: Values;
  readonly year: Values;
}

const ALIASES: Readonly<Record<string, string>> = {
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/** What a field says, item by item. */
function readField(text: string, field: FieldRange): Values {
  const items = text.split(",");
  const numbers = items.filter((item) => item !== "*").flatMap((item) => expandItem(item, field));
  return items.includes("*") ? undefined : [...new Set(numbers)].sort((a, b) => a - b);
}

/** A list of every number is the same as a star. */
function orAny(values: Values, field: FieldRange): Values {
  return values?.length === field.high - field.low + 1 ? undefined : values;
}

function readDays(text: string): Pick<Cron, "day" | "lastDay" | "workingDay"> {
  const nearest = /^(?:(\d+)w|w(\d+))$/.exec(text);
  if (nearest) {
    const [day] = expandItem(nearest[1] ?? nearest[2]!, CRON_FIELDS.day);
    return { day: [day!], lastDay: false, workingDay: day! };
  }
  const items = text.split(",");
  const rest = items.filter((item) => item !== "l").map((item) => item.replace(/-l(?=\/|$)/, "-31"));
  const day = rest.length === 0 ? [] : readField(rest.join(","), CRON_FIELDS.day);
  return { day, lastDay: items.includes("l"), workingDay: undefined };
}

function readWeekdays(text: string): Pick<Cron, "weekday" | "nth"> {
  const nth = new Map<number, Set<number | "last">>();
  const plain: string[] = [];
  for (const item of text.split(",")) {
    const counted = /^(?<days>[^#]+)#(?<nth>[1-5])$/.exec(item)?.groups;
    const last = /^l(?<day>\d)$/.exec(item)?.groups;
    if (!counted && !last) plain.push(item);
    for (const day of counted ? expandItem(counted.days!, CRON_FIELDS.weekday) : []) {
      nth.set(day, (nth.get(day) ?? new Set()).add(Number(counted!.nth)));
    }
    for (const day of last ? expandItem(last.day!, CRON_FIELDS.weekday) : []) {
      nth.set(day, (nth.get(day) ?? new Set()).add("last"));
    }
  }
  const weekday = plain.length === 0 ? undefined : readField(plain.join(","), CRON_FIELDS.weekday);
  if (nth.size === 0) return { weekday, nth };
  if (weekday !== undefined) {
    throw new SyntaxError(
      `Cannot use days of the week "${text}" of a cron expression: expected either plain days or such as "mon#1" and "L5", not both`,
    );
  }
  return { weekday: [...nth.keys()].sort((a, b) => a - b), nth };
}

/**
 * Reads a cron expression: five fields, then optionally the second and the year.
 *
 * @param text The expression, in upper or lower case.
 * @returns What it says.
 * @throws {SyntaxError} When it is none.
 *
 * @example Names and the last day
 * ```ts
 * import { parseCron } from "./parse_cron.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(parseCron("0/20 9 * * MON-FRI").weekday, [1, 2, 3, 4, 5]);
 * assertEquals(parseCron("0 0 L * *").lastDay, true);
 * assertThrows(() => parseCron("every day"), SyntaxError);
 * ```
 */
export function parseCron(text: string): Cron {
  const lower = text.toLowerCase().trim();
  const fields = (ALIASES[lower] ?? lower).split(/\s+/);
  if (fields.length < 5 || fields.length > 7) {
    throw new SyntaxError(`Cannot read cron expression "${text}": expected five to seven fields`);
  }
  const [minute, hour, dayText, month, weekdayText, second = "0", year = "*"] = fields as string[];
  const [days, weekdays] = [dayText!, weekdayText!].map((field) => field === "?" ? "*" : field);
  const { day, ...otherDays } = readDays(days!);
  const { weekday, nth } = readWeekdays(weekdays!);
  // Beside a field without a star a list of every day is a restriction: the two are joined by "or".
  return {
    minute: orAny(readField(minute!, CRON_FIELDS.minute), CRON_FIELDS.minute),
    hour: orAny(readField(hour!, CRON_FIELDS.hour), CRON_FIELDS.hour),
    day: weekdayText!.includes("*") ? orAny(day, CRON_FIELDS.day) : day,
    ...otherDays,
    month: orAny(readField(month!, CRON_FIELDS.month), CRON_FIELDS.month),
    weekday: dayText!.includes("*") ? orAny(weekday, CRON_FIELDS.weekday) : weekday,
    nth,
    second: orAny(readField(second, CRON_FIELDS.second), CRON_FIELDS.second),
    year: orAny(readField(year, CRON_FIELDS.year), CRON_FIELDS.year),
  };
}
