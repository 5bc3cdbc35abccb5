/** A column of a table: the key of its value in a row, and its heading. */
export interface Column {
  /** Key of the value. */
  readonly key: string;
  /** Heading; the key in capitals unless given. */
  readonly title?: string;
  /** What stands for `null`; `-` unless given. */
  readonly empty?: string;
}

/** A row: values by key. */
export type TableRow = Readonly<Record<string, unknown>>;

const GAP = "  ";

/** A cell is one line of text that leaves the terminal's colours and cursor alone. */
function toCell(value: unknown, empty: string): string {
  if (value === null || value === undefined || value === "") return empty;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // deno-lint-ignore no-control-regex -- that is what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}

function titleOf({ key, title }: Column): string {
  return title ?? key.toUpperCase().replaceAll("_", " ");
}

/** One block of `HEADING  value` lines for each row. */
function formatRecords(cells: readonly string[][], titles: readonly string[]): string {
  const width = Math.max(...titles.map((title) => title.length));
  return cells.map((row) =>
    row.map((cell, i) => `${titles[i]!.padEnd(width)}${GAP}${cell}`.trimEnd()).join("\n")
  )
    .join("\n\n") + "\n";
}

/**
 * Rows as text for a person: a table, or where that would not fit, one block of lines for each row. Nothing is cut
 * off: an id of which a part is missing is of no use.
 *
 * @param rows What to show.
 * @param columns Which of their values, in which order.
 * @param options `width`: how many characters fit on a line; any number unless given.
 * @returns Lines; none when there is no row.
 *
 * @example A table
 * ```ts
 * import { formatTable } from "./table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = [{ name: "ci", expires_at: null }];
 * const columns = [{ key: "name" }, { key: "expires_at", empty: "NEVER" }];
 * assertEquals(formatTable(rows, columns), "NAME  EXPIRES AT\nci    NEVER\n");
 * assertEquals(formatTable(rows, columns, { width: 10 }), "NAME        ci\nEXPIRES AT  NEVER\n");
 * ```
 */
export function formatTable(
  rows: readonly TableRow[],
  columns: readonly Column[],
  options: { readonly width?: number } = {},
): string {
  if (rows.length === 0) return "";
  const { width = Infinity } = options;
  const titles = columns.map(titleOf);
  const cells = rows.map((row) => columns.map(({ key, empty = "-" }) => toCell(row[key], empty)));
  const lines = [titles, ...cells];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const total = widths.reduce((sum, each) => sum + each, GAP.length * (columns.length - 1));
  if (total > width) return formatRecords(cells, titles);
  return lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i]!)).join(GAP).trimEnd() + "\n").join(
    "",
  );
}
