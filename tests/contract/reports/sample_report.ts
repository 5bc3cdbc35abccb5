import { EMPTY_REPORT, type Report, type ReportOptions } from "../../../lib/contract/reports/report.ts";
import type { Outcome, Target, Verdict } from "../../../lib/contract/run_events.ts";

const TARGETS: readonly Target[] = [
  { name: "local", url: "http://127.0.0.1:4201", backend: "cloud", writable: true },
  { name: "local", url: "http://127.0.0.1:4200", backend: "server", writable: true },
];

/** What reports are written with in these tests. */
export const OPTIONS: ReportOptions = { strict: false, rerun: ({ id }) => `deno task contract '${id}'` };

/** A verdict as a run gives it. */
export function sampleVerdict(outcome: Outcome, rest: Partial<Verdict> = {}): Verdict {
  const failed: Partial<Verdict> = {
    failures: [{
      at: "fixtures/ids.toml:12",
      expected: "$.data.flow: equals [1,2]",
      got: "[1,3]",
      compared: { expected: "[\n  1,\n  2\n]", got: "[\n  1,\n  3\n]" },
      request: "curl -sS 'http://127.0.0.1:4200/'",
      note: "by hand",
    }],
    answer: { status: 200, headers: [["content-type", "application/json"]], body: '{"data":{"flow":[1,3]}}' },
  };
  return {
    id: "ids-a[row one]",
    backend: "server",
    target: "local",
    title: "Every id is a UUID",
    convention: "Ids",
    proves: ["S46"],
    level: "must",
    file: "fixtures/ids.toml",
    line: 7,
    outcome,
    ...(outcome === "skip" && { reason: "no tokens here" }),
    ...(outcome === "expected" && { reason: "known since May" }),
    ...(outcome === "error" && { reason: "setup broke", request: "curl -sS 'http://127.0.0.1:4200/setup'" }),
    failures: [],
    ...(outcome === "fail" && failed),
    checks: 1,
    started: 10,
    milliseconds: 5,
    latencies: [4],
    ...rest,
  };
}

/** A finished run. */
export function sampleReport(verdicts: readonly Verdict[], rest: Partial<Report> = {}): Report {
  return {
    ...EMPTY_REPORT,
    run: "proctor-test",
    at: "2019-01-01T12:00:00.000Z",
    targets: TARGETS,
    milliseconds: 20,
    ...rest,
    verdicts,
  };
}

/** One of each: a pass, a failure, an error, a skip, a warning. */
export const MIXED: readonly Verdict[] = [
  sampleVerdict("pass", { id: "ids-pass", backend: "cloud", proves: ["S46", "S47"] }),
  sampleVerdict("fail", { id: "ids-fail" }),
  sampleVerdict("error", { id: "ids-error", proves: ["S48"] }),
  sampleVerdict("skip", { id: "ids-skip", proves: ["S49"] }),
  sampleVerdict("fail", { id: "json-warns", convention: "JSON", level: "should", proves: ["S50"] }),
];
