import type { Verdict } from "../run_events.ts";
import type { Matrix } from "../suite.ts";

const LEGEND = `yes      allowed: it is done
no       refused: FORBIDDEN, and nothing is changed
401      refused: UNAUTHENTICATED
unseen   refused: answered as if what is named did not exist
!        beside a cell: the target does otherwise
`;

/** What a cell says, with a mark when the target does otherwise; `-` when nobody asked. */
function shown(cell: string, verdict: Verdict | undefined): string {
  if (verdict === undefined || verdict.outcome === "skip") return "-";
  return verdict.outcome === "pass" ? cell : `${cell}!`;
}

function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd());
}

function countCells(cells: readonly string[]): string {
  const count = (test: (cell: string) => boolean) => cells.filter(test).length;
  const done = count((cell) => cell === "yes");
  const refused = count((cell) => /^(?:no|401|unseen)$/.test(cell));
  const empty = count((cell) => cell === "-");
  const broken = count((cell) => cell.endsWith("!"));
  return `${cells.length} cells: ${done} allowed, ${refused} refused, ${broken} otherwise, ${empty} empty`;
}

/**
 * Writes who may do what, as a run has found it: principals across, operations down.
 *
 * @param matrices The tables of the suite.
 * @param verdicts Of the run.
 * @returns For each table its lines, how many cells there are of which kind, and what the words mean.
 *
 * @example A cell that nobody asked about is seen
 * ```ts
 * import { matrixReport } from "./matrix_report.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const matrix = { id: "m", columns: ["reader"], rows: [{ operation: "flow", cells: ["yes" as const] }] };
 * const [head, row, count] = matrixReport([matrix], []).split("\n");
 * assertEquals([head, row], ["operation  reader", "flow       -"]);
 * assertEquals(count, "1 cells: 0 allowed, 0 refused, 0 otherwise, 1 empty");
 * ```
 */
export function matrixReport(matrices: readonly Matrix[], verdicts: readonly Verdict[]): string {
  const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
  const tables = matrices.map(({ id, columns, rows }) => {
    const lines = rows.map(({ operation, cells }) =>
      cells.map((cell, column) => shown(cell, byId.get(`${id}-${columns[column]}[${operation}]`)))
    );
    const named = lines.map((cells, row) => [rows[row]!.operation, ...cells]);
    return [...aligned([["operation", ...columns], ...named]), countCells(lines.flat())].join("\n");
  });
  return `${tables.join("\n\n")}\n\n${LEGEND}`;
}
