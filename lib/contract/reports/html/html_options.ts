import type { Statement } from "../../suite.ts";
import type { ReportOptions, Weight } from "../report.ts";

/** What the page is written with, beside the run. */
export interface HtmlOptions extends ReportOptions {
  /** In the order of their file. */
  readonly statements: readonly Statement[];
}

/** Said by sight as by hearing: a sign and a word, never colour alone. */
export const SIGNS: Readonly<Record<Weight, string>> = {
  failed: "✗",
  warned: "!",
  expected: "≈",
  skipped: "–",
  passed: "✓",
};
