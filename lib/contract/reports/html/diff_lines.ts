/** A line of two texts side by side; a missing one is `undefined`. */
export interface DiffRow {
  /** Of the first text. */
  readonly left: string | undefined;
  /** Of the second text. */
  readonly right: string | undefined;
  /** Whether both say the same. */
  readonly same: boolean;
}

/** Texts with more lines are not compared but set beside each other. */
const MOST_LINES = 400;

/** Lengths of longest common subsequences of all tails. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      table[i]![j] = left[i] === right[j]
        ? table[i + 1]![j + 1]! + 1
        : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}

/** Lines that are on one side only, set beside those that are on the other only. */
function sideBySide(left: readonly string[], right: readonly string[]): DiffRow[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    return { left: left[index], right: right[index], same: false };
  });
}

/**
 * Compares two texts line by line: what they share stands on one row, and what one of them lacks beside what the
 * other has instead.
 *
 * @param left The first text.
 * @param right The second text.
 * @returns Rows from top to bottom.
 *
 * @example One line is another
 * ```ts
 * import { diffLines } from "./diff_lines.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(diffLines("{\n  1\n}", "{\n  2\n}"), [
 *   { left: "{", right: "{", same: true },
 *   { left: "  1", right: "  2", same: false },
 *   { left: "}", right: "}", same: true },
 * ]);
 * ```
 */
export function diffLines(left: string, right: string): DiffRow[] {
  const [a, b] = [left.split("\n"), right.split("\n")];
  if (Math.max(a.length, b.length) > MOST_LINES) return sideBySide(a, b);
  const common = commonLengths(a, b);
  const rows: DiffRow[] = [];
  let [i, j] = [0, 0];
  let [onlyLeft, onlyRight]: [string[], string[]] = [[], []];
  const flush = () => {
    rows.push(...sideBySide(onlyLeft, onlyRight));
    [onlyLeft, onlyRight] = [[], []];
  };
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      flush();
      rows.push({ left: a[i++], right: b[j++], same: true });
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      onlyLeft.push(a[i++]!);
    } else {
      onlyRight.push(b[j++]!);
    }
  }
  flush();
  return rows;
}
