import { assertEquals } from "@std/assert";
import { EMPTY_REPORT } from "../../../lib/contract/reports/report.ts";
import { ReportBuilder } from "../../../lib/contract/reports/report_builder.ts";
import { sampleVerdict } from "./sample_report.ts";

const TARGETS = [{ name: "local", url: "http://127.0.0.1:4200", backend: "server", writable: true }] as const;

Deno.test("ReportBuilder.report() has every event in its order", () => {
  const builder = new ReportBuilder();
  assertEquals(builder.report(), EMPTY_REPORT);
  builder.take({
    type: "start",
    run: "proctor-test",
    at: "2019-01-01T12:00:00Z",
    targets: TARGETS,
    total: 2,
  });
  builder.take({ type: "warning", message: "odd" });
  for (const outcome of ["pass", "fail"] as const) {
    builder.take({ type: "progress", done: 1, total: 2 });
    builder.take({ type: "verdict", verdict: sampleVerdict(outcome) });
  }
  builder.take({ type: "warning", message: "left behind" });
  builder.take({ type: "end", milliseconds: 5, interrupted: true });
  assertEquals(builder.report(), {
    run: "proctor-test",
    at: "2019-01-01T12:00:00Z",
    targets: TARGETS,
    verdicts: [sampleVerdict("pass"), sampleVerdict("fail")],
    warnings: ["odd", "left behind"],
    milliseconds: 5,
    interrupted: true,
  });
});

Deno.test("ReportBuilder.report() is not changed by what comes later", () => {
  const builder = new ReportBuilder();
  const early = builder.report();
  builder.take({ type: "verdict", verdict: sampleVerdict("pass") });
  builder.take({ type: "warning", message: "late" });
  assertEquals([early, builder.report().verdicts.length], [EMPTY_REPORT, 1]);
});
