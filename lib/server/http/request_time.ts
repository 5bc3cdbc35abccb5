import { HttpRefusal } from "./decode.ts";

const OFFSET_HEADER = "x-proctor-clock-offset";
/** A hundred years: every moment that comes of it can be written. */
const MOST_SECONDS = 3_155_760_000;

/**
 * The time that expiry is judged by during a request. Tests bring expiry near with the header `x-proctor-clock-offset:
 * SECONDS`; nothing is ever written with a shifted time, and without the test clock the header means nothing.
 *
 * @param headers The request's headers.
 * @param options Whether the server was started with the test clock.
 * @returns Milliseconds since 1970.
 * @throws {HttpRefusal} When the offset is no whole number of seconds within a hundred years.
 *
 * @example An hour later
 * ```ts
 * import { requestTime } from "./request_time.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const headers = new Headers({ "x-proctor-clock-offset": "3600" });
 * const hours = (testClock: boolean) => Math.round((requestTime(headers, { testClock }) - Date.now()) / 3_600_000);
 * assertEquals([hours(true), hours(false)], [1, 0]);
 * ```
 */
export function requestTime(headers: Headers, { testClock }: { readonly testClock: boolean }): number {
  const offset = testClock ? headers.get(OFFSET_HEADER) : null;
  if (offset === null) return Date.now();
  if (!/^[+-]?\d{1,10}$/.test(offset) || Math.abs(Number(offset)) > MOST_SECONDS) {
    throw new HttpRefusal(400, `Cannot use ${OFFSET_HEADER} "${offset}": expected whole seconds`);
  }
  return Date.now() + Number(offset) * 1000;
}
