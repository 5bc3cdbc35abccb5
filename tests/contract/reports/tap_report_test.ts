import { assertEquals, assertMatch } from "@std/assert";
import { tapReport } from "../../../lib/contract/reports/tap_report.ts";
import { MIXED, OPTIONS, sampleReport, sampleVerdict } from "./sample_report.ts";

Deno.test("tapReport() has a test point for each verdict, with directives for what does not fail the run", () => {
  const lines = tapReport(sampleReport(MIXED), OPTIONS).split("\n");
  assertEquals(lines.slice(0, 2), ["TAP version 14", "1..5"]);
  assertEquals(lines.filter((line) => /^(?:not )?ok/.test(line)), [
    "ok 1 - ids-pass (cloud): Every id is a UUID",
    "not ok 2 - ids-fail (server): Every id is a UUID",
    "not ok 3 - ids-error (server): Every id is a UUID",
    "ok 4 - ids-skip (server): Every id is a UUID # SKIP no tokens here",
    "not ok 5 - json-warns (server): Every id is a UUID # TODO should",
  ]);
});

Deno.test("tapReport() escapes what TAP and YAML have other uses for", () => {
  const verdict = sampleVerdict("error", {
    id: "a#b\\c",
    title: "one\ntwo",
    reason: '\ud800 "x"\u2028\u0085: - #',
  });
  const lines = tapReport(sampleReport([verdict], { warnings: ["left\nok 2 - behind"] }), OPTIONS).split(
    "\n",
  );
  assertEquals(lines[2], "not ok 1 - a\\#b\\\\c (server): one two");
  assertEquals(lines[3], "  ---");
  assertEquals(lines[4], '  message: "\ufffd \\"x\\"\\u2028\\u0085: - #"');
  assertEquals(lines.slice(-3), ["  ...", "# left ok 2 - behind", ""]);
});

Deno.test("tapReport() bails out of an interrupted run", () => {
  assertMatch(tapReport(sampleReport([], { interrupted: true }), OPTIONS), /^Bail out! interrupted$/m);
});
