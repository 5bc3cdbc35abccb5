import { createHash } from "node:crypto";
import { formatCounts } from "../format_counts.ts";
import { formatMilliseconds } from "../format_milliseconds.ts";
import { latencyOf } from "../latency.ts";
import { type Counts, countVerdicts, type Report, type Weight } from "../report.ts";
import { targetLabels } from "../target_labels.ts";
import { htmlCases } from "./html_cases.ts";
import { htmlFailures } from "./html_failures.ts";
import { type HtmlOptions, SIGNS } from "./html_options.ts";
import { SCRIPT } from "./html_script.ts";
import { htmlStatements } from "./html_statements.ts";
import { STYLE } from "./html_style.ts";
import { Markup, markup } from "./markup.ts";

const numbers = new Intl.NumberFormat("en");

function headline(report: Report, counts: Counts): [text: string, weight: Weight] {
  const [total, passed] = [report.verdicts.length, counts.passed].map((count) => numbers.format(count));
  if (report.interrupted) return [`Interrupted after ${total} cases`, "warned"];
  if (counts.failed > 0) return [`${numbers.format(counts.failed)} of ${total} cases failed`, "failed"];
  if (counts.passed === 0) return ["Nothing passed", "failed"];
  if (report.verdicts.length === 1) return ["The case passed", "passed"];
  const isAll = counts.passed === report.verdicts.length;
  return [isAll ? `All ${total} cases passed` : `${passed} of ${total} cases passed, none failed`, "passed"];
}

/** Failures are seen however few they are among thousands. */
function proportions(counts: Counts): Markup {
  const parts = Object.entries(counts).filter(([, count]) => count > 0).reverse();
  const total = parts.reduce((sum, [, count]) => sum + Math.max(count, 1), 0);
  let x = 0;
  const rects = parts.map(([weight, count]) => {
    const width = Math.max(1000 * count / Math.max(total, 1), 6);
    const rect = markup`<rect class="${weight}" x="${Math.round(x)}" width="${
      Math.ceil(width)
    }" height="1"/>`;
    x += width;
    return rect;
  });
  return markup`<svg class="proportions" viewBox="0 0 ${
    Math.max(1, Math.round(x))
  } 1" preserveAspectRatio="none" role="img" aria-label="${formatCounts(counts)}">${rects}</svg>`;
}

function countList(counts: Counts): Markup {
  const items = Object.entries(counts).filter(([weight, count]) => count > 0 || weight === "failed").map((
    [weight, count],
  ) =>
    markup`<li class="${count === 0 ? "zero" : weight}"><span class="sign">${
      SIGNS[weight as Weight]
    }</span> <b>${numbers.format(count)}</b> ${weight}</li>`
  );
  return markup`<ul class="counts">${items}</ul>`;
}

function targetTable(report: Report): Markup {
  const { of } = targetLabels(report.targets);
  const groups = Map.groupBy(report.verdicts, of);
  const rows = report.targets.map(({ backend, name, url }) => {
    const label = of({ backend, target: name });
    const { requests, p50, p95 } = latencyOf(groups.get(label) ?? []);
    return markup`<tr><th scope="row">${label}</th><td><code>${url}</code></td><td>${
      numbers.format(requests)
    } requests</td><td>p50 ${formatMilliseconds(p50)}</td><td>p95 ${formatMilliseconds(p95)}</td></tr>`;
  });
  return markup`<table class="targets"><tbody>${rows}</tbody></table>`;
}

function warningList({ warnings }: Report): Markup | undefined {
  if (warnings.length === 0) return undefined;
  const items = warnings.map((message) => markup`<li>${message}</li>`);
  return markup`<section id="warnings"><h2>Warnings</h2><ul class="warnings">${items}</ul></section>`;
}

/** Hidden until the script is there: without it the page shows everything, failures first. */
function filterForm(counts: Counts): Markup {
  const choices = Object.entries(counts).filter(([, count]) => count > 0).map(([weight]) =>
    markup`<label><input type="checkbox" name="weight" value="${weight}" checked> ${weight}</label>`
  );
  return markup`<form class="filter" role="search" hidden>
<input type="search" name="text" placeholder="Filter by id, title, statement" aria-label="Filter by id, title, statement" autocomplete="off" spellcheck="false">
<fieldset><legend class="unseen">Outcomes</legend>${choices}</fieldset><output aria-live="polite"></output></form>
`;
}

function sourceHash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/**
 * Writes a run as one HTML page without anything outside it: outcome and counts, what did not hold, the statements
 * by target, every case with its times. All of it is there without a script; the script adds a filter. The page's
 * own policy lets nothing else run or load, whatever an answer smuggled in.
 *
 * @param report The finished run.
 * @param options See {@linkcode HtmlOptions}.
 * @returns HTML.
 *
 * @example What an answer says stays text
 * ```ts
 * import { EMPTY_REPORT } from "../report.ts";
 * import { htmlReport } from "./html_report.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const report = { ...EMPTY_REPORT, warnings: ["<script>alert(1)</script>"] };
 * const page = htmlReport(report, { strict: false, rerun: () => "", statements: [] });
 * assertStringIncludes(page, "<li>&#60;script&#62;alert(1)&#60;/script&#62;</li>");
 * ```
 */
export function htmlReport(report: Report, options: HtmlOptions): string {
  const counts = countVerdicts(report.verdicts, options);
  const { passed, failed, ...rest } = counts;
  const ordered = { failed, ...rest, passed };
  const [title, weight] = headline(report, counts);
  const policy = `default-src 'none'; style-src ${sourceHash(STYLE)}; script-src ${
    sourceHash(SCRIPT)
  }; base-uri 'none'; form-action 'none'`;
  const { section, anchors } = htmlFailures(report, options);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${SIGNS[weight]} ${title}: contract report</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header class="${weight}">
<p class="kind">Contract report</p>
<h1><span class="sign">${SIGNS[weight]}</span> ${title}</h1>
<p class="run"><span>${report.at.slice(0, 19).replace("T", " ")} UTC</span> <span>${
    formatMilliseconds(report.milliseconds)
  }</span> <span>run <code>${report.run}</code></span></p>
${proportions(ordered)}
${countList(ordered)}
${targetTable(report)}
</header>
${filterForm(ordered)}<main>
${warningList(report)}${section}${htmlStatements(report, options)}${
    htmlCases(report, { ...options, anchors })
  }</main>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}
