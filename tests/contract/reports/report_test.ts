import { assertEquals, assertStringIncludes } from "@std/assert";
import { formatSkips, formatSummary, formatVerdict } from "../../../lib/contract/reports/console_report.ts";
import { jsonReport } from "../../../lib/contract/reports/json_report.ts";
import { EMPTY_REPORT, exitCodeOf, type Report } from "../../../lib/contract/reports/report.ts";
import type { Outcome, Verdict } from "../../../lib/contract/run_events.ts";
import type { Level } from "../../../lib/contract/suite.ts";
import { sampleVerdict } from "./sample_report.ts";

/** What did not hold, with an escape code in what came. */
const HOSTILE = {
  at: "fixtures/ids.toml:12",
  expected: "$..id: uuid",
  got: '"\x1b[2J"',
  request: "curl X",
  note: "by hand",
};

function verdict(outcome: Outcome, level: Level = "must"): Verdict {
  return sampleVerdict(outcome, { level, ...(outcome === "fail" && { failures: [HOSTILE] }) });
}

function reportOf(verdicts: readonly Verdict[], rest: Partial<Report> = {}): Report {
  return { ...EMPTY_REPORT, run: "proctor-test", verdicts, ...rest };
}

/** What came of the cases, what the exit code is, and what it is when the run is strict. */
const CODES:
  readonly (readonly [what: string, verdicts: readonly Verdict[], code: number, strict: number])[] = [
    ["a pass", [verdict("pass")], 0, 0],
    ["a failure", [verdict("pass"), verdict("fail")], 1, 1],
    ["an error", [verdict("pass"), verdict("error")], 1, 1],
    ["a skip beside a pass", [verdict("pass"), verdict("skip")], 0, 0],
    ["nothing but skips", [verdict("skip")], 1, 1],
    ["no case", [], 1, 1],
    ["a broken should", [verdict("pass"), verdict("fail", "should")], 0, 1],
    ["a broken may", [verdict("pass"), verdict("fail", "may")], 0, 0],
  ];

for (const [what, verdicts, code, strict] of CODES) {
  Deno.test(`exitCodeOf() is ${code} for ${what}, ${strict} when strict`, () => {
    assertEquals(exitCodeOf(reportOf(verdicts), { strict: false }), code);
    assertEquals(exitCodeOf(reportOf(verdicts), { strict: true }), strict);
  });
}

Deno.test("exitCodeOf() is 130 for an interrupted run", () => {
  assertEquals(exitCodeOf(reportOf([verdict("fail")], { interrupted: true }), { strict: false }), 130);
});

const TARGETS = [{ name: "local", url: "http://127.0.0.1:4200", backend: "server", writable: true }];
const PLAIN = { strict: false, color: false, rerun: ({ id }: Verdict) => `deno task contract '${id}'` };

Deno.test("formatVerdict() shows everything needed to repeat a failure", () => {
  assertEquals(
    formatVerdict(verdict("fail"), PLAIN),
    `fail ids-a[row one] (server, must): Every id is a UUID
     proves S46, written at fixtures/ids.toml:7
     check    fixtures/ids.toml:12: by hand
     expected $..id: uuid
     got      "\\u{1b}[2J"
     request  curl X
     answer   HTTP 200 {"data":{"flow":[1,3]}}
     again    deno task contract 'ids-a[row one]'
`,
  );
});

Deno.test("formatVerdict() shows the beginning of an answer, and nothing that a terminal obeys", () => {
  const body = `\x1b[2J${"x".repeat(1000)}`;
  const text = formatVerdict({ ...verdict("fail"), answer: { status: 500, headers: [], body } }, PLAIN);
  assertStringIncludes(text, "     answer   HTTP 500 \\u{1b}[2Jxxx");
  assertEquals(text.split("\n").filter((line) => line.length > 500), []);
});

Deno.test("formatVerdict() does not repeat an answer that a check tells", () => {
  const failures = [{ ...HOSTILE, got: "HTTP 500: broken" }];
  const answer = { status: 500, headers: [], body: "broken" };
  const text = formatVerdict({ ...verdict("fail"), failures, answer }, PLAIN);
  assertEquals(text.match(/HTTP 500/g)?.length, 1);
});

Deno.test("formatVerdict() says why a case was skipped or broke, and nothing of a pass", () => {
  assertEquals(formatVerdict(verdict("pass"), PLAIN), "");
  assertEquals(formatVerdict(verdict("skip"), PLAIN), "skip ids-a[row one] (server): no tokens here\n");
  assertStringIncludes(formatVerdict(verdict("error"), PLAIN), "broke    setup broke");
  assertStringIncludes(formatVerdict(verdict("fail", "should"), PLAIN), "warn ids-a[row one]");
});

Deno.test("formatSkips() counts skips where a line for each would be too much to read", () => {
  const skips = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => sampleVerdict("skip", { id: `c-${index}`, reason: "interrupted" }),
    );
  assertEquals(formatSkips([], PLAIN), "");
  assertEquals(formatSkips(skips(5), PLAIN).trimEnd().split("\n")[4], "skip c-4 (server): interrupted");
  assertEquals(formatSkips(skips(6), PLAIN), "skip 6 cases, c-0 (server) to c-5 (server): interrupted\n");
});

Deno.test("formatVerdict() paints only when asked", () => {
  assertEquals(formatVerdict(verdict("fail"), PLAIN).includes("\x1b"), false);
  assertStringIncludes(formatVerdict(verdict("fail"), { ...PLAIN, color: true }), "\x1b[31mfail\x1b[0m");
});

Deno.test("formatSummary() counts by convention and ends with the sum", () => {
  const verdicts = [verdict("pass"), verdict("fail"), verdict("skip"), verdict("fail", "may")];
  const lines = formatSummary(reportOf(verdicts, { warnings: ["left behind"] }), PLAIN).trimEnd().split("\n");
  assertEquals(lines.slice(0, 3), [
    "  CONVENTION  TARGET     P50     P95  RESULT",
    "✗ Ids         server  4.0 ms  4.0 ms  1 passed, 1 failed, 1 warned, 1 skipped",
    "warning left behind",
  ]);
  assertEquals(lines.at(-1), "1 passed, 1 failed, 1 warned, 1 skipped");
  assertEquals(
    formatSummary(reportOf([verdict("pass")]), PLAIN).trimEnd().split("\n").at(-1),
    "1 passed, 0 failed",
  );
});

Deno.test("formatSummary() says why a run of nothing but skips is no success", () => {
  const report = reportOf([sampleVerdict("skip", { latencies: [] })], { milliseconds: 20, targets: TARGETS });
  const lines = formatSummary(report, PLAIN).trimEnd().split("\n");
  assertEquals([lines[1]?.slice(0, 5), lines[2]], ["- Ids", "server at http://127.0.0.1:4200: no requests"]);
  assertEquals(lines.slice(-3), [
    "20 ms in all",
    "nothing passed, so this run proves nothing and counts as failed",
    "0 passed, 0 failed, 1 skipped",
  ]);
});

Deno.test("formatSummary() counts one request as one", () => {
  assertStringIncludes(
    formatSummary(reportOf([verdict("pass")], { targets: TARGETS }), PLAIN),
    ": 1 request, p50",
  );
});

Deno.test("formatSummary() takes two lines for a convention where one would not fit", () => {
  const verdicts = [
    verdict("pass"),
    { ...verdict("pass"), convention: "A convention with a name that is rather long", backend: "cloud" },
  ];
  const lines = formatSummary(reportOf(verdicts), { ...PLAIN, width: 60 }).split("\n");
  assertEquals(lines.slice(0, 6), [
    "  CONVENTION",
    "    TARGET     P50     P95  RESULT",
    "✓ Ids",
    "    server  4.0 ms  4.0 ms  1 passed",
    "✓ A convention with a name that is rather long",
    "    cloud   4.0 ms  4.0 ms  1 passed",
  ]);
  assertEquals(lines.filter((line) => line.length > 60), []);
});

Deno.test("formatVerdict() marks the further lines of an answer, so that none looks like a line of ours", () => {
  const { failures: [failure] } = verdict("fail");
  const many = { ...verdict("fail"), failures: [{ ...failure!, got: "HTTP 500: one\n2 passed, 0 failed" }] };
  assertStringIncludes(formatVerdict(many, PLAIN), "HTTP 500: one\n            | 2 passed, 0 failed\n");
});

Deno.test("jsonReport() keeps its form", () => {
  const report = JSON.parse(jsonReport(reportOf([verdict("fail")]), { strict: false }));
  assertEquals(Object.keys(report), [
    "schema",
    "run",
    "at",
    "milliseconds",
    "interrupted",
    "targets",
    "counts",
    "warnings",
    "cases",
  ]);
  assertEquals(Object.keys(report.cases[0]), Object.keys(verdict("fail")));
});
