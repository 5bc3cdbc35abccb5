import type { AnswerExcerpt } from "../../answer_excerpt.ts";
import type { Failure, Verdict } from "../../run_events.ts";
import { formatMilliseconds } from "../format_milliseconds.ts";
import { type Report, weigh } from "../report.ts";
import { requestOf } from "../request_of.ts";
import { targetLabels } from "../target_labels.ts";
import { diffLines } from "./diff_lines.ts";
import { type HtmlOptions, SIGNS } from "./html_options.ts";
import { type Markup, markup } from "./markup.ts";

/** More would push everything else out of sight. */
const MOST_OPEN = 10;

function pair({ expected, got, compared }: Failure): Markup {
  if (compared === undefined) {
    return markup`<div class="pair"><div><h5>Expected</h5><pre>${expected}</pre></div><div><h5>Got</h5><pre>${got}</pre></div></div>`;
  }
  const cell = (line: string | undefined, kind: string) =>
    line === undefined ? markup`<td class="gap"></td>` : markup`<td class="${kind}">${line}</td>`;
  const rows = diffLines(compared.expected, compared.got).map(({ left, right, same }) =>
    markup`<tr>${cell(left, same ? "same" : "lost")}${cell(right, same ? "same" : "new")}</tr>`
  );
  return markup`<p class="wanted">${expected}</p>
<div class="scroll"><table class="diff"><thead><tr><th scope="col">Expected</th><th scope="col">Got</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function check(failure: Failure): Markup {
  const note = failure.note === undefined ? undefined : markup` <span class="note">${failure.note}</span>`;
  return markup`<div class="check"><h4>Check at <code>${failure.at}</code>${note}</h4>${pair(failure)}</div>`;
}

/** Indented where it is whole. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

function answerOf({ status, headers, body }: AnswerExcerpt): Markup {
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  return markup`<h4>Answer <code>HTTP ${status}</code></h4>
<details class="headers"><summary>Headers (${headers.length})</summary><pre>${lines}</pre></details>
<pre class="body">${body === "" ? "(no body)" : readable(body)}</pre>`;
}

function command(request: string): Markup {
  return markup`<h4>Request</h4><pre class="command">${request}</pre>`;
}

function card(
  verdict: Verdict,
  options: HtmlOptions & { anchor: string; label: string; open: boolean },
): Markup {
  const { id, title, level, proves, file, line, milliseconds, reason, failures, answer } = verdict;
  const weight = weigh(verdict, options);
  const word = weight === "warned" ? "warned" : verdict.outcome === "error" ? "broke" : "failed";
  const request = requestOf(verdict);
  return markup`<article class="card ${weight}" id="${options.anchor}" data-weight="${weight}"><details${
    options.open ? markup` open` : undefined
  }>
<summary><span class="sign">${
    SIGNS[weight]
  } ${word}</span> <code class="id">${id}</code> <span class="title">${title}</span>
<span class="facts"><span>${options.label}</span> <span>${level}</span> <span>${
    proves.join(" ")
  }</span> <span>${formatMilliseconds(milliseconds)}</span></span></summary>
<div class="inside">
<p class="place">Written at <code>${file}:${line}</code></p>
${reason === undefined ? undefined : markup`<h4>What broke</h4><pre>${reason}</pre>`}
${failures.map(check)}
${request === undefined ? undefined : command(request)}
${answer === undefined ? undefined : answerOf(answer)}
<h4>Run it alone</h4><pre class="command">${options.rerun(verdict)}</pre>
</div></details></article>
`;
}

/** What did not hold, the heaviest first, and where each stands on the page. */
export interface HtmlFailures {
  /** The section; nothing when all held. */
  readonly section: Markup;
  /** The `id` of a verdict's card. */
  readonly anchors: ReadonlyMap<Verdict, string>;
}

/**
 * Writes the cases that failed, then those that warned: each with its checks, the request, the answer, and the
 * command that runs it alone. The first few are open.
 *
 * @param report The finished run.
 * @param options See {@linkcode HtmlOptions}.
 * @returns The section of the page.
 */
export function htmlFailures(report: Report, options: HtmlOptions): HtmlFailures {
  const { of } = targetLabels(report.targets);
  const having = (weight: string) => report.verdicts.filter((verdict) => weigh(verdict, options) === weight);
  const broken = [...having("failed"), ...having("warned")];
  const anchors = new Map(broken.map((verdict, index) => [verdict, `case-${index + 1}`]));
  if (broken.length === 0) return { section: markup``, anchors };
  const cards = broken.map((verdict, index) =>
    card(verdict, {
      ...options,
      anchor: anchors.get(verdict)!,
      label: of(verdict),
      open: index < MOST_OPEN,
    })
  );
  return {
    section: markup`<section id="failures"><h2>What did not hold</h2>\n${cards}</section>\n`,
    anchors,
  };
}
