import { join } from "@std/path";
import type { Report } from "../contract/reports/report.ts";
import type { Verdict } from "../contract/run_events.ts";
import { UsageError } from "../core/errors.ts";
import { writeFile } from "./write_file.ts";

/** Where a folder remembers its last run. */
const LAST_RUN = join(".proctor", "last_run.json");

function isBroken({ outcome }: Verdict): boolean {
  return outcome === "fail" || outcome === "error";
}

/**
 * Remembers which cases failed.
 *
 * @param report The finished run.
 * @param folder Where it is remembered; empty for the current folder.
 */
export async function rememberRun(report: Report, folder: string): Promise<void> {
  const failed = [...new Set(report.verdicts.filter(isBroken).map(({ id }) => id))];
  await writeFile(join(folder, LAST_RUN), `${JSON.stringify({ run: report.run, failed })}\n`);
}

/**
 * Recalls which cases failed in the last run.
 *
 * @param folder As in {@linkcode rememberRun}.
 * @returns Their ids.
 * @throws {UsageError} When nothing has run there.
 */
export async function failedLastTime(folder: string): Promise<string[]> {
  try {
    const { failed } = JSON.parse(await Deno.readTextFile(join(folder, LAST_RUN))) as { failed: string[] };
    return failed;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError(`Read "${LAST_RUN}" failed: nothing has run here yet, run without --failed first`);
  }
}
