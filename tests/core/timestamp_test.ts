import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { formatTimestamp, parseTimestamp } from "../../lib/core/timestamp.ts";

const READ = [
  ["2019-01-01 12:00:00", "2019-01-01T12:00:00+00:00"],
  ["2019-01-01T12:00:00", "2019-01-01T12:00:00+00:00"],
  ["2019-01-01t12:00:00z", "2019-01-01T12:00:00+00:00"],
  ["2019-01-01", "2019-01-01T00:00:00+00:00"],
  ["20190101", "2019-01-01T00:00:00+00:00"],
  ["20190101T120000", "2019-01-01T12:00:00+00:00"],
  ["2019-01-01 12:00", "2019-01-01T12:00:00+00:00"],
  ["  2019-1-1 1:00  ", "2019-01-01T01:00:00+00:00"],
  ["2019-01-01 12:00:00 UTC", "2019-01-01T12:00:00+00:00"],
  ["2019-01-01T12:00:00+02", "2019-01-01T10:00:00+00:00"],
  ["2019-01-01T12:00:00+0230", "2019-01-01T09:30:00+00:00"],
  ["2019-01-01T00:00:00+14:00", "2018-12-31T10:00:00+00:00"],
  ["2019-01-01T12:00:00-05:00", "2019-01-01T17:00:00+00:00"],
  ["2019-01-01T12:00:00.000000+00:00", "2019-01-01T12:00:00+00:00"],
  ["2019-01-01T12:00:00.1+00:00", "2019-01-01T12:00:00.1+00:00"],
  ["2019-01-01T12:00:00.123450", "2019-01-01T12:00:00.12345+00:00"],
  ["2019-01-01T12:00:00.1234567", "2019-01-01T12:00:00.123457+00:00"],
  ["2019-12-31T23:59:59.9999999", "2020-01-01T00:00:00+00:00"],
  ["2019-01-01T24:00:00", "2019-01-02T00:00:00+00:00"],
  ["2019-01-01T12:00:60", "2019-01-01T12:01:00+00:00"],
  ["2020-02-29", "2020-02-29T00:00:00+00:00"],
  ["epoch", "1970-01-01T00:00:00+00:00"],
  ["-Infinity", "-infinity"],
] as const;

for (const [text, moment] of READ) {
  Deno.test(`parseTimestamp() reads "${text}"`, () => {
    assertEquals(parseTimestamp(text), moment);
  });
}

const OUT_OF_RANGE = [
  "2019-02-30",
  "2019-02-29T00:00:00+00:00",
  "2019-13-01",
  "2019-00-10",
  "2019-01-01T25:00:00",
  "2019-01-01T24:00:01",
  "2019-01-01T12:60:00",
  "0000-01-01",
  "2019-01-01T12:00:00+16:00",
];

for (const text of OUT_OF_RANGE) {
  Deno.test(`parseTimestamp() finds "${text}" out of range`, () => {
    assertThrows(() => parseTimestamp(text), RangeError, `out of range: "${text}"`);
  });
}

for (const text of ["", "nope", "12:00:00", "2019-01-01X12:00", "1546300800", "2019-01-01T12:00:00+00:00Z"]) {
  Deno.test(`parseTimestamp() does not know "${text}"`, () => {
    assertThrows(
      () => parseTimestamp(text),
      SyntaxError,
      `invalid input syntax for type timestamp with time zone: "${text}"`,
    );
  });
}

Deno.test("parseTimestamp() knows how long each month is", () => {
  for (const year of [1900, 2000, 2023, 2024]) {
    for (let month = 1; month <= 12; month++) {
      const { daysInMonth } = Temporal.PlainYearMonth.from({ year, month });
      for (let day = 27; day <= 31; day++) {
        const text = `${year}-${String(month).padStart(2, "0")}-${day}T12:00:00+00:00`;
        if (day <= daysInMonth) assertEquals(parseTimestamp(text), text);
        else assertThrows(() => parseTimestamp(text), RangeError, "out of range");
      }
    }
  }
});

/** Milliseconds and microseconds of the years 1 to 9999. */
const moments = fc.tuple(
  fc.integer({ min: Date.parse("0001-01-01T00:00:00Z"), max: Date.parse("9999-12-31T23:59:59Z") }),
  fc.integer({ min: 0, max: 999 }),
);

Deno.test("formatTimestamp() leaves out parts of a millisecond that are given as such", () => {
  assertEquals(formatTimestamp(1.5), "1970-01-01T00:00:00.001+00:00");
  assertEquals(formatTimestamp(-1.5, 2), "1969-12-31T23:59:59.999002+00:00");
});

Deno.test("formatTimestamp() gives texts in the order of the moments", () => {
  fc.assert(fc.property(moments, moments, (a, b) => {
    const order = Math.sign(a[0] - b[0] || a[1] - b[1]);
    const [left, right] = [formatTimestamp(...a), formatTimestamp(...b)];
    assertEquals(left < right ? -1 : left > right ? 1 : 0, order);
  }));
});

Deno.test("parseTimestamp() gives back what formatTimestamp() wrote", () => {
  fc.assert(fc.property(moments, (moment) => {
    const text = formatTimestamp(...moment);
    assertEquals(parseTimestamp(text), text);
    assertEquals(parseTimestamp(text.replace("T", " ").replace("+00:00", "")), text);
  }));
});
