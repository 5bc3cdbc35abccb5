/**
 * Moments as text. A `Date` holds milliseconds and the API promises microseconds, so a moment stays a string
 * from the request to the table and back: `2019-01-01T12:00:00.123456+00:00`, always UTC, trailing zeros of the
 * fraction trimmed. In this form the order of the texts is the order of the moments.
 *
 * Source: `reference/hasura.md` §6.2 and §6.3, `reference/prefect-api.md` §8, statements S48 and S49.
 *
 * @module
 */

const DATE = String.raw`(?<year>\d{4,6})-(?<month>\d{1,2})-(?<day>\d{1,2})|(?<compact>\d{8})`;
const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d*))?)?`;
const COMPACT_TIME = String.raw`(?<clock>\d{4}|\d{6})(?:\.(?<clockFraction>\d*))?`;
const ZONE = String.raw`(?<utc>z|utc|gmt)|(?<sign>[+-])(?<offset>\d{1,2}(?::?\d{2}(?::?\d{2})?)?)`;
const TIMESTAMP_REGEXP = new RegExp(
  `^(?:${DATE})(?:(?:[t ]\\s*)(?:${TIME}|${COMPACT_TIME}))?\\s*(?:${ZONE})?$`,
  "i",
);
const SAFE_DAY =
  "(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31";
/** The API's own form: as good as parsed, but for the 29th of February, which needs the calendar. */
const CANONICAL_REGEXP = new RegExp(
  `^(?!0000)\\d{4}-(?:${SAFE_DAY})T(?:[01]\\d|2[0-3])(?::[0-5]\\d){2}(?:\\.\\d{0,5}[1-9])?\\+00:00$`,
);

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** The second that was written last, in seconds since 1970, and its text: most moments are of the same as the one before. */
let latestSecond = NaN;
let latestText = "";

/** A second as text; to make it takes longer than all else of a moment. */
function secondText(second: number): string {
  if (second !== latestSecond) {
    latestText = new Date(second * 1000).toISOString().slice(0, 19);
    latestSecond = second;
  }
  return latestText;
}

/**
 * Writes a moment in the API's form.
 *
 * @param milliseconds Since 1970-01-01T00:00:00Z; whole.
 * @param microseconds To add, 0–999 within the millisecond or any whole number.
 * @returns The text; year 0001 to 9999.
 *
 * @example Microseconds survive
 * ```ts
 * import { formatTimestamp } from "./timestamp.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatTimestamp(0, 1500), "1970-01-01T00:00:00.0015+00:00");
 * ```
 */
export function formatTimestamp(milliseconds: number, microseconds = 0): string {
  const whole = Math.trunc(milliseconds);
  const second = Math.floor((whole + Math.floor(microseconds / 1000)) / 1000);
  const micros = (whole - second * 1000) * 1000 + microseconds;
  const fraction = micros === 0 ? "" : `.${pad(micros, 6).replace(/0+$/, "")}`;
  return `${secondText(second)}${fraction}+00:00`;
}

function outOfRange(text: string): RangeError {
  return new RangeError(`date/time field value out of range: "${text}"`);
}

function badSyntax(text: string): SyntaxError {
  return new SyntaxError(`invalid input syntax for type timestamp with time zone: "${text}"`);
}

/** The words PostgreSQL reads as moments; `undefined` for any other text. */
function specialMoment(word: string): string | undefined {
  switch (word.toLowerCase()) {
    case "infinity":
    case "-infinity":
      return word.toLowerCase();
    case "epoch":
      return formatTimestamp(0);
    case "now":
      return formatTimestamp(Date.now());
    case "today":
      return formatTimestamp(new Date().setUTCHours(0, 0, 0, 0));
    case "tomorrow":
      return formatTimestamp(new Date().setUTCHours(24, 0, 0, 0));
    case "yesterday":
      return formatTimestamp(new Date().setUTCHours(-24, 0, 0, 0));
    default:
      return undefined;
  }
}

/** The offset's size in seconds. */
function offsetSeconds(offset: string, text: string): number {
  const digits = offset.includes(":")
    ? offset.split(":").map((part) => part.padStart(2, "0")).join("")
    : offset.length % 2 === 1
    ? `0${offset}`
    : offset;
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2, 4) || 0);
  const seconds = Number(digits.slice(4, 6) || 0);
  if (hours > 15 || minutes > 59 || seconds > 59) {
    throw new RangeError(`time zone displacement out of range: "${text}"`);
  }
  return hours * 3600 + minutes * 60 + seconds;
}

/**
 * Reads a moment as PostgreSQL's `timestamptz` does with its session in UTC: `T` or blank, date alone, fractions of
 * any length (rounded to microseconds), `Z`, `+HH`, `+HH:MM`, `+HHMM`; without a zone it is UTC.
 *
 * Years 1 to 9999 only: PostgreSQL knows more, but no date of a run lies there and the order of texts would end.
 *
 * @param text The text as it arrived.
 * @returns The moment in UTC, in the API's form.
 * @throws {SyntaxError} When the text is no moment; the message is PostgreSQL's.
 * @throws {RangeError} When a field is out of range, such as February 30th; the message is PostgreSQL's.
 *
 * @example The documented form, without a zone
 * ```ts
 * import { parseTimestamp } from "./timestamp.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(parseTimestamp("2019-01-01 12:00:00"), "2019-01-01T12:00:00+00:00");
 * assertEquals(parseTimestamp("2024-06-15T12:00:00.50+09:30"), "2024-06-15T02:30:00.5+00:00");
 * assertThrows(() => parseTimestamp("2019-02-30"), RangeError, "out of range");
 * ```
 */
export function parseTimestamp(text: string): string {
  const trimmed = text.trim();
  if (CANONICAL_REGEXP.test(trimmed)) return trimmed;
  const special = specialMoment(trimmed);
  if (special !== undefined) return special;
  const fields = TIMESTAMP_REGEXP.exec(trimmed)?.groups;
  if (!fields) throw badSyntax(text);
  const compact = fields.compact;
  const year = Number(compact ? compact.slice(0, 4) : fields.year);
  const month = Number(compact ? compact.slice(4, 6) : fields.month);
  const day = Number(compact ? compact.slice(6, 8) : fields.day);
  const clock = fields.clock;
  const hour = Number((clock ? clock.slice(0, 2) : fields.hour) ?? 0);
  const minute = Number((clock ? clock.slice(2, 4) : fields.minute) ?? 0);
  const second = Number((clock ? clock.slice(4, 6) || 0 : fields.second) ?? 0);
  const fraction = fields.fraction ?? fields.clockFraction ?? "";
  const micros = fraction === "" ? 0 : Math.round(Number(`0.${fraction}`) * 1e6);
  const endOfDay = hour === 24 && minute === 0 && second === 0 && micros === 0;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) throw outOfRange(text);
  if ((hour > 23 && !endOfDay) || minute > 59 || second > 60) throw outOfRange(text);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1) throw outOfRange(text);
  const offset = fields.offset === undefined ? 0 : offsetSeconds(fields.offset, text);
  const seconds = hour * 3600 + minute * 60 + second - (fields.sign === "-" ? -offset : offset);
  const moment = date.getTime() + seconds * 1000;
  const result = formatTimestamp(moment, micros);
  if (!/^\d{4}-/.test(result) || result.startsWith("0000")) throw outOfRange(text);
  return result;
}

/** So far the clock of the machine may be off before it counts as set anew, in milliseconds. */
const TOLERANCE = 1000;

/** What is added to the time since the start of the process, which is finer than that of the clock. */
let origin = performance.timeOrigin;
let latest = 0;

/**
 * The moment now, later than any it gave before in this process, so that rows written one after the other sort so. Only
 * when the clock of the machine is set back, it goes back with it.
 *
 * @returns The moment in the API's form, to the microsecond.
 *
 * @example Never the same twice
 * ```ts
 * import { currentTimestamp } from "./timestamp.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [first, second] = [currentTimestamp(), currentTimestamp()];
 * assertEquals(first < second, true);
 * ```
 */
export function currentTimestamp(): string {
  const elapsed = performance.now();
  const now = Date.now();
  if (Math.abs(now - origin - elapsed) > TOLERANCE) {
    origin = now - elapsed;
    latest = 0;
  }
  latest = Math.max(latest + 1, Math.floor((origin + elapsed) * 1000));
  return formatTimestamp(Math.floor(latest / 1000), latest % 1000);
}
