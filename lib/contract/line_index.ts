const HEADER_REGEXP = /^\s*(\[\[?)\s*([\w.-]+)\s*\]\]?/;
const KEY_REGEXP = /^\s*["']?([\w.-]+)["']?\s*=/;

/** The quote that is still open at the end of a line, given the one open at its start. */
function openQuote(line: string, open: string | undefined): string | undefined {
  let rest = line;
  let quote = open;
  for (;;) {
    if (quote === undefined) {
      const found = /'''|"""|#/.exec(rest);
      if (!found || found[0] === "#") return undefined;
      quote = found[0];
      rest = rest.slice(found.index + 3);
    } else {
      const end = rest.indexOf(quote);
      if (end < 0) return quote;
      rest = rest.slice(end + 3);
      quote = undefined;
    }
  }
}

/**
 * Where the tables and keys of a TOML text stand. The parser gives values without positions, and an error that
 * does not name its line is no help.
 *
 * @example A key in the second table of a list
 * ```ts
 * import { LineIndex } from "./line_index.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const lines = new LineIndex("[[case]]\nid = 'a'\n[[case]]\nid = 'b'\n[[case.check]]\nok = true");
 * assertEquals(lines.lineOf("case[1].id"), 4);
 * assertEquals(lines.lineOf("case[1].check[0].unknown"), 5);
 * ```
 */
export class LineIndex {
  readonly #lines = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  /** @param text The TOML text. */
  constructor(text: string) {
    let table = "";
    let quote: string | undefined;
    for (const [index, line] of text.split("\n").entries()) {
      if (quote === undefined) {
        const header = HEADER_REGEXP.exec(line);
        const key = header ? null : KEY_REGEXP.exec(line);
        if (header) table = this.#enter(header[2]!.split("."), header[1] === "[[");
        if (header) this.#lines.set(table, index + 1);
        if (key) this.#lines.set(table === "" ? key[1]! : `${table}.${key[1]}`, index + 1);
      }
      quote = openQuote(line, quote);
    }
  }

  /** The path of the table a header opens; the last name of a `[[list]]` gets the next index. */
  #enter(names: readonly string[], list: boolean): string {
    const counts = this.#counts;
    let path = "";
    for (const [position, name] of names.entries()) {
      path = path === "" ? name : `${path}.${name}`;
      const last = position === names.length - 1;
      if (last && list) counts.set(path, (counts.get(path) ?? -1) + 1);
      const index = counts.get(path);
      if (index !== undefined) path = `${path}[${index}]`;
    }
    return path;
  }

  /**
   * The line of a table or key, or of the nearest table around it.
   *
   * @param path Such as `case[3].check[1].path`.
   * @returns Counted from 1; 1 when nothing of the path is in the text.
   */
  lineOf(path: string): number {
    for (let at = path; at !== ""; at = at.slice(0, Math.max(at.lastIndexOf("."), 0))) {
      const line = this.#lines.get(at);
      if (line !== undefined) return line;
    }
    return 1;
  }
}
