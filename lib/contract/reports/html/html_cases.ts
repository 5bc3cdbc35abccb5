import type { Verdict } from "../../run_events.ts";
import { formatCounts } from "../format_counts.ts";
import { formatMilliseconds } from "../format_milliseconds.ts";
import { latencyOf } from "../latency.ts";
import { countVerdicts, type Report, weigh } from "../report.ts";
import { targetLabels } from "../target_labels.ts";
import { type HtmlOptions, SIGNS } from "./html_options.ts";
import { type Markup, markup } from "./markup.ts";
import { type Span, spanOf, timeBar } from "./time_bar.ts";

interface CaseOptions extends HtmlOptions {
  readonly anchors: ReadonlyMap<Verdict, string>;
}

function row(verdict: Verdict, context: CaseOptions & { axis: Span; before: Verdict | undefined }): Markup {
  const { id, title, reason, started, milliseconds, proves } = verdict;
  const weight = weigh(verdict, context);
  const anchor = context.anchors.get(verdict);
  const name = anchor === undefined
    ? markup`<code class="id">${id}</code>`
    : markup`<a href="#${anchor}"><code class="id">${id}</code></a>`;
  // The rows of one case share its title; it is there for the filter, and seen once.
  const again = context.before?.title === title ? markup` again` : undefined;
  const why = anchor === undefined && reason !== undefined
    ? markup` <span class="why">${reason}</span>`
    : undefined;
  return markup`<li class="${weight}${again}" data-weight="${weight}"><span class="sign">${
    SIGNS[weight]
  }<span class="unseen"> ${weight}</span></span>${name}<span class="title">${title}${why}</span><span class="proves">${
    proves.join(" ")
  }</span><span class="time">${formatMilliseconds(milliseconds)}</span>${
    timeBar({ start: started, end: started + milliseconds }, context.axis)
  }</li>\n`;
}

function group(verdicts: readonly Verdict[], context: CaseOptions & { label: string; run: Span }): Markup {
  const counts = countVerdicts(verdicts, context);
  const weight = counts.failed > 0 ? "failed" : counts.warned > 0 ? "warned" : "passed";
  const { p50, p95 } = latencyOf(verdicts);
  const axis = spanOf(verdicts);
  const rows = verdicts.map((verdict, index) =>
    row(verdict, { ...context, axis, before: verdicts[index - 1] })
  );
  return markup`<details class="group ${weight}"><summary><span class="sign">${
    SIGNS[weight]
  }</span><span class="name">${
    verdicts[0]!.convention
  }</span><span class="label">${context.label}</span><span class="result">${
    formatCounts(counts, { brief: true })
  }</span><span class="time" title="Half of the answers took no longer">${
    formatMilliseconds(p50)
  }</span><span class="time" title="Of a hundred answers, 95 took no longer">${
    formatMilliseconds(p95)
  }</span>${timeBar(axis, context.run)}</summary>
<ol>${rows}</ol></details>
`;
}

/**
 * Writes every case, by convention and target: the outcome, how long it took, and when that was. The bar of a
 * convention shows it within the run, the bar of a case within its convention.
 *
 * @param report The finished run.
 * @param options See {@linkcode HtmlOptions}; `anchors` tell where a failure is described.
 * @returns The section of the page.
 */
export function htmlCases(report: Report, options: CaseOptions): Markup {
  const { of } = targetLabels(report.targets);
  const run = { start: 0, end: Math.max(report.milliseconds, spanOf(report.verdicts).end) };
  const groups = [...Map.groupBy(report.verdicts, ({ convention }) => convention).values()].flatMap((same) =>
    [...Map.groupBy(same, of)].map(([label, verdicts]) => group(verdicts, { ...options, label, run }))
  );
  return markup`<section id="cases"><h2>Cases</h2>
<div class="heads" aria-hidden="true"><span></span><span>Convention</span><span>Target</span><span>Result</span><span class="time">p50</span><span class="time">p95</span><span>0 to ${
    formatMilliseconds(run.end)
  }</span></div>
${groups}</section>
`;
}
