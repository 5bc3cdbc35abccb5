import { type Schema, Validator } from "@cfworker/json-schema";
import { assert, assertEquals } from "@std/assert";
import schema from "../../../fixtures/report.schema.json" with { type: "json" };
import { jsonReport } from "../../../lib/contract/reports/json_report.ts";
import { EMPTY_REPORT } from "../../../lib/contract/reports/report.ts";
import { runTrial, suiteOf } from "../support.ts";
import { MIXED, OPTIONS, sampleReport, sampleVerdict } from "./sample_report.ts";

const validator = new Validator(schema as Schema, "2020-12", false);

/** What is wrong with a report, by the published schema. */
function problemsOf(text: string): string[] {
  const { errors } = validator.validate(JSON.parse(text));
  return errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`);
}

Deno.test("jsonReport() is what fixtures/report.schema.json says, of a real run", async () => {
  const suite = suiteOf(
    ["a", "b"].map((id) => `[[case]]\nid = "${id}"\ntitle = "x"\nproves = ["S46"]\ndocument = "{ ${id} }"\n`)
      .join(""),
  );
  const { report } = await runTrial(
    suite,
    ({ query }) => query.includes("a") ? { data: {} } : { data: null, errors: [] },
  );
  assertEquals(report.verdicts.map(({ outcome }) => outcome), ["pass", "fail"]);
  assertEquals(problemsOf(jsonReport(report, OPTIONS)), []);
});

Deno.test("jsonReport() is what fixtures/report.schema.json says, whatever came of the cases", () => {
  const verdicts = [...MIXED, sampleVerdict("expected")];
  assertEquals(problemsOf(jsonReport(sampleReport(verdicts), OPTIONS)), []);
});

Deno.test("fixtures/report.schema.json refuses what no run gives", () => {
  const broken = [
    EMPTY_REPORT,
    sampleReport([sampleVerdict("fail", { failures: [] })]),
    sampleReport([sampleVerdict("pass", { failures: sampleVerdict("fail").failures })]),
    sampleReport([sampleVerdict("pass", { line: 0 })]),
    sampleReport([sampleVerdict("pass", { started: -1 })]),
  ];
  for (const report of broken) assert(problemsOf(jsonReport(report, OPTIONS)).length > 0);
});

Deno.test("fixtures/report.schema.json knows every member of a verdict", () => {
  const known = Object.keys(schema.$defs.case.properties);
  const given = MIXED.flatMap((verdict) => Object.keys(verdict));
  assertEquals([...new Set(given)].sort(), known.sort());
});
