import type { Verdict } from "../../run_events.ts";
import { type Counts, countVerdicts, type Report } from "../report.ts";
import { targetLabels } from "../target_labels.ts";
import { type HtmlOptions, SIGNS } from "./html_options.ts";
import { type Markup, markup } from "./markup.ts";

/** How a statement fares on a target. */
function cell({ passed, failed, warned, skipped }: Counts): Markup {
  const asked = passed + failed + warned;
  if (failed > 0) {
    return markup`<td class="failed"><span class="sign">${SIGNS.failed}</span> ${failed}<small> of ${asked}</small></td>`;
  }
  if (warned > 0) {
    return markup`<td class="warned"><span class="sign">${SIGNS.warned}</span> ${warned}<small> of ${asked}</small></td>`;
  }
  if (passed > 0) return markup`<td class="passed"><span class="sign">${SIGNS.passed}</span> ${passed}</td>`;
  return skipped > 0 ? markup`<td class="skipped">skipped</td>` : markup`<td class="none"></td>`;
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
    const { failed, passed } = countVerdicts(verdicts, options);
    if (failed === 0 && passed > 0) kept++;
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
