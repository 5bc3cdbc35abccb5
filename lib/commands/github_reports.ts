import type { StricliProcess } from "@stricli/core";
import type { ReportRequest } from "./contract_flags.ts";

/** Never asks: a variable that may not be read is as good as none. */
async function variable(name: string): Promise<string | undefined> {
  const { state } = await Deno.permissions.query({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

/**
 * The reports that a job of GitHub Actions gets unasked: annotations, and the summary of the job.
 *
 * Source: GitHub documentation, "Variables reference", `GITHUB_ACTIONS` and `GITHUB_STEP_SUMMARY`.
 *
 * @param terminal Where to say that the summary is left out, because Deno may not write it.
 * @returns None anywhere else.
 */
export async function githubReports(terminal: StricliProcess): Promise<ReportRequest[]> {
  if (await variable("GITHUB_ACTIONS") !== "true") return [];
  const annotations = { kind: "github", path: "-" } as const;
  const path = await variable("GITHUB_STEP_SUMMARY");
  if (path === undefined || path === "") return [annotations];
  if ((await Deno.permissions.query({ name: "write", path })).state === "granted") {
    return [annotations, { kind: "summary", path }];
  }
  terminal.stderr.write('The job has no summary: allow it with --allow-write=.,"$GITHUB_STEP_SUMMARY"\n');
  return [annotations];
}
