/**
 * Moments and times as Prefect writes them into a serialized schedule.
 *
 * Source: `prefect.utilities.serialization` of Prefect 1.4.1 (`DateTimeTZ`, `StatefulFunctionReference`).
 *
 * @module
 */
import { isJsonObject, type JsonValue } from "../../core/json.ts";

function refuse(value: JsonValue | undefined, expected: string, options?: ErrorOptions): SyntaxError {
  return new SyntaxError(
    `Cannot read "${JSON.stringify(value)}" of a schedule: expected ${expected}`,
    options,
  );
}

/**
 * Reads the moment of a clock: a time on the wall and a zone.
 *
 * @param value `{"dt": …, "tz": …}`; `null` or nothing for none.
 * @returns The moment in its zone; `undefined` for none.
 * @throws {SyntaxError} When it is something else.
 *
 * @example A start in a zone
 * ```ts
 * import { readZoned } from "./serialized_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const start = readZoned({ dt: "2024-06-15T12:00:00", tz: "Europe/Berlin" });
 * assertEquals(start?.toInstant().toString(), "2024-06-15T10:00:00Z");
 * ```
 */
export function readZoned(value: JsonValue | undefined): Temporal.ZonedDateTime | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value) || typeof value.dt !== "string") {
    throw refuse(value, 'a moment such as {"dt": "2024-01-31T12:00:00", "tz": "UTC"}');
  }
  try {
    const wall = Temporal.PlainDateTime.from(value.dt.replace(/(?:Z|[+-]\d\d:?\d\d)$/, ""));
    return wall.toZonedDateTime(String(value.tz ?? "UTC"), { disambiguation: "later" });
  } catch (cause) {
    throw refuse(value, "a time on the wall and the name of a time zone", { cause });
  }
}

function readTagged<T>(value: JsonValue | undefined, tag: string, read: (text: string) => T): T {
  const prefix = `//${tag}:`;
  if (typeof value !== "string" || !value.startsWith(prefix)) {
    throw refuse(value, `text that begins with ${prefix}`);
  }
  try {
    return read(value.slice(prefix.length));
  } catch (cause) {
    throw refuse(value, `a ${tag} after ${prefix}`, { cause });
  }
}

/**
 * Reads a moment among the arguments of a filter.
 *
 * @param value `//datetime:` and an ISO date with an offset.
 * @returns The moment.
 * @throws {SyntaxError} When it is something else.
 *
 * @example A moment
 * ```ts
 * import { readInstant } from "./serialized_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readInstant("//datetime:2024-06-15T12:00:00+02:00").toString(), "2024-06-15T10:00:00Z");
 * ```
 */
export function readInstant(value: JsonValue | undefined): Temporal.Instant {
  return readTagged(value, "datetime", (text) => Temporal.Instant.from(text));
}

/**
 * Reads a time of day among the arguments of a filter.
 *
 * @param value `//time:` and an ISO time.
 * @returns The time.
 * @throws {SyntaxError} When it is something else.
 *
 * @example Nine
 * ```ts
 * import { readTime } from "./serialized_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readTime("//time:09:00:00").hour, 9);
 * ```
 */
export function readTime(value: JsonValue | undefined): Temporal.PlainTime {
  return readTagged(value, "time", (text) => Temporal.PlainTime.from(text));
}

/**
 * Reads a length of time among the arguments of an adjustment.
 *
 * @param value `//timedelta:` and seconds.
 * @returns Microseconds.
 * @throws {SyntaxError} When it is something else.
 *
 * @example A minute and a half
 * ```ts
 * import { readTimedelta } from "./serialized_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readTimedelta("//timedelta:90.0"), 90_000_000);
 * ```
 */
export function readTimedelta(value: JsonValue | undefined): number {
  return readTagged(value, "timedelta", (text) => {
    const seconds = Number(text);
    if (text.trim() === "" || !Number.isFinite(seconds)) {
      throw new SyntaxError(`Cannot read "${text}": expected seconds`);
    }
    return Math.round(seconds * 1e6);
  });
}
