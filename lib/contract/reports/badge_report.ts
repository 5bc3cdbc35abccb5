import { countVerdicts, type Report } from "./report.ts";

const LABEL = "contract";
/** White on each of these has a contrast of 5 to 1 or more. */
const COLORS = { green: "#1a7f37", red: "#c62828", grey: "#59636e" } as const;
const LEFT = "#3d444d";
/** Of an average character of 11 pixels; `textLength` makes the text as wide as this says, whatever the font. */
const CHARACTER = 6.6;
const PADDING = 7;

function resultOf(report: Report, options: { strict: boolean }): [text: string, color: string] {
  const { passed, failed } = countVerdicts(report.verdicts, options);
  if (report.interrupted) return ["interrupted", COLORS.grey];
  if (failed > 0) return [`${failed} of ${report.verdicts.length} failed`, COLORS.red];
  return passed === 0 ? ["nothing passed", COLORS.grey] : [`${passed} passed`, COLORS.green];
}

/**
 * Draws the outcome of a run as a badge to put into a page: an SVG without fonts, scripts or links of its own.
 *
 * @param report The finished run.
 * @param options `strict` makes `should` count as `must`.
 * @returns SVG, 20 pixels high, with a title that screen readers speak.
 *
 * @example Nothing has run
 * ```ts
 * import { badgeReport } from "./badge_report.ts";
 * import { EMPTY_REPORT } from "./report.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * assertStringIncludes(badgeReport(EMPTY_REPORT, { strict: false }), "<title>contract: nothing passed</title>");
 * ```
 */
export function badgeReport(report: Report, options: { strict: boolean }): string {
  const [result, color] = resultOf(report, options);
  const [labelText, resultText] = [LABEL, result].map((text) => Math.round(text.length * CHARACTER));
  const [left, right] = [labelText! + 2 * PADDING, resultText! + 2 * PADDING];
  const title = `${LABEL}: ${result}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${
    left + right
  }" height="20" role="img" aria-label="${title}">
<title>${title}</title>
<clipPath id="round"><rect width="${left + right}" height="20" rx="4"/></clipPath>
<g clip-path="url(#round)">
<rect width="${left}" height="20" fill="${LEFT}"/>
<rect x="${left}" width="${right}" height="20" fill="${color}"/>
</g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" aria-hidden="true">
<text x="${PADDING}" y="14" textLength="${labelText}">${LABEL}</text>
<text x="${left + PADDING}" y="14" textLength="${resultText}">${result}</text>
</g>
</svg>
`;
}
