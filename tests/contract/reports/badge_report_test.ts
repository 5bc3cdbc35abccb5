import { assertEquals, assertStringIncludes } from "@std/assert";
import { badgeReport } from "../../../lib/contract/reports/badge_report.ts";
import type { Report } from "../../../lib/contract/reports/report.ts";
import { OPTIONS, sampleReport, sampleVerdict } from "./sample_report.ts";

for (
  const [what, report, title, color] of [
    ["green", sampleReport([sampleVerdict("pass")]), "contract: 1 passed", "#1a7f37"],
    [
      "red",
      sampleReport([sampleVerdict("pass"), sampleVerdict("error")]),
      "contract: 1 of 2 failed",
      "#c62828",
    ],
    ["grey", sampleReport([sampleVerdict("skip")]), "contract: nothing passed", "#59636e"],
    ["grey too", sampleReport([], { interrupted: true }), "contract: interrupted", "#59636e"],
  ] as readonly [string, Report, string, string][]
) {
  Deno.test(`badgeReport() is ${what} and says "${title}" to who sees and who hears`, () => {
    const svg = badgeReport(report, OPTIONS);
    assertStringIncludes(svg, `<title>${title}</title>`);
    assertStringIncludes(svg, `aria-label="${title}"`);
    assertStringIncludes(svg, `fill="${color}"`);
    assertEquals(/<(?:script|style|image|foreignObject|a)\b|\b(?:href|src|url\(http)/.test(svg), false);
  });
}
