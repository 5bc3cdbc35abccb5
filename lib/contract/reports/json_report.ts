import { countVerdicts, type Report } from "./report.ts";

/** The version of the form below; it changes when a member changes its meaning or goes away. */
const SCHEMA = "proctor-contract-report/1";

/**
 * Writes a run as JSON for other programs.
 *
 * @param report The finished run.
 * @param options `strict` makes `should` count as `must`.
 * @returns JSON text: `schema`, `run`, `at`, `milliseconds`, `interrupted`, `targets`, `counts`, `warnings` and `cases`,
 * each a {@linkcode Verdict}. `fixtures/report.schema.json` describes it.
 *
 * @example Its version comes first
 * ```ts
 * import { jsonReport } from "./json_report.ts";
 * import { EMPTY_REPORT } from "./report.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { schema, counts } = JSON.parse(jsonReport(EMPTY_REPORT, { strict: false }));
 * assertEquals(schema, "proctor-contract-report/1");
 * assertEquals(counts, { passed: 0, failed: 0, warned: 0, expected: 0, skipped: 0 });
 * ```
 */
export function jsonReport(report: Report, options: { strict: boolean }): string {
  const { run, at, milliseconds, interrupted, targets, warnings, verdicts } = report;
  const document = {
    schema: SCHEMA,
    run,
    at,
    milliseconds,
    interrupted,
    targets: targets.map(({ name, url, backend }) => ({ name, url, backend })),
    counts: countVerdicts(verdicts, options),
    warnings,
    cases: verdicts,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
