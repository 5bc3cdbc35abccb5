import { jsonReport } from "../contract/reports/json_report.ts";
import { junitReport } from "../contract/reports/junit_report.ts";
import { matrixReport } from "../contract/reports/matrix_report.ts";
import type { Redactor } from "../contract/redactor.ts";
import type { Report } from "../contract/reports/report.ts";
import type { Suite } from "../contract/suite.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { writeFile } from "./write_file.ts";

/**
 * Writes the files that `--report` asks for.
 *
 * @param report The finished run.
 * @param context The fixtures it ran, the command line, and what knows its secrets.
 */
export async function writeReports(
  report: Report,
  context: { readonly suite: Suite; readonly flags: ContractFlags; readonly redactor: Redactor },
): Promise<void> {
  const { suite, flags, redactor } = context;
  const write = {
    junit: () => junitReport(report, flags),
    json: () => jsonReport(report, flags),
    matrix: () => matrixReport(suite.matrices, report.verdicts),
  };
  for (const { kind, path } of flags.report) {
    await writeFile(path, redactor.redact(write[kind]()));
  }
}
