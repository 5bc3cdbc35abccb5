import type { Verdict } from "../../run_events.ts";
import { type Counts, countVerdicts, type Report } from "../report.ts";
import { targetLabels } from "../target_labels.ts";
import { type HtmlOptions, SIGNS } from "./html_options.ts";
import { type Markup, markup } from "./markup.ts";

/** How a statement fares on a target: the heaviest of what came of its cases. */
function cell(counts: Counts): Markup {
  const asked = counts.passed + counts.failed + counts.warned + counts.expected;
  for (const weight of ["failed", "warned", "expected"] as const) {
    if (counts[weight] === 0) continue;
    return markup`<td class="${weight}"><span class="sign">${SIGNS[weight]}</span> ${
      counts[weight]
    }<small> of ${asked}</small></td>`;
  }
  if (asked > 0) return markup`<td class="passed"><span class="sign">${SIGNS.passed}</span> ${asked}</td>`;
  return counts.skipped > 0 ? markup`<td class="skipped">skipped</td>` : markup`<td class="none"></td>`;
}

function byStatement(verdicts: readonly Verdict[]): Map<string, Verdict[]> {
  const groups = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    for (const id of verdict.proves) {
      const group = groups.get(id);
      if (group) group.push(verdict);
      else groups.set(id, [verdict]);
    }
  }
  return groups;
}

/**
 * Writes which statement was kept by which target: the number of cases that prove it, or how many of them failed.
 *
 * @param report The finished run.
 * @param options See {@linkcode HtmlOptions}.
 * @returns The section of the page, with the statements that some case of the run is about.
 */
export function htmlStatements(report: Report, options: HtmlOptions): Markup {
  const { all, of } = targetLabels(report.targets);
  const proving = byStatement(report.verdicts);
  const sentences = new Map(options.statements.map(({ id, text }) => [id, text]));
  const ids = [...new Set([...sentences.keys(), ...proving.keys()])].filter((id) => proving.has(id));
  let kept = 0;
  const rows = ids.map((id) => {
    const verdicts = proving.get(id)!;
    const { failed, expected, passed } = countVerdicts(verdicts, options);
    if (failed + expected === 0 && passed > 0) kept++;
    const groups = Map.groupBy(verdicts, of);
    const cells = all.map((label) => cell(countVerdicts(groups.get(label) ?? [], options)));
    return markup`<tr${failed > 0 ? markup` class="broken"` : undefined}><th scope="row">${id}</th><td>${
      sentences.get(id) ?? ""
    }</td>${cells}</tr>\n`;
  });
  const heads = all.map((label) => markup`<th scope="col">${label}</th>`);
  return markup`<section id="statements"><h2>Statements <small>${kept} of ${ids.length} kept</small></h2>
<details open><summary>Each statement, and the cases that prove it on each target</summary>
<table class="statements"><thead><tr><th scope="col"><span class="unseen">Id</span></th><th scope="col">Statement</th>${heads}</tr></thead>
<tbody>${rows}</tbody></table></details></section>
`;
}
