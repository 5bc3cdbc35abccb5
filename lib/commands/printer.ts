import { type Column, formatTable, type TableRow } from "./table.ts";
import { terminalWidth } from "./terminal_width.ts";

/** Takes text. */
export interface TextStream {
  /** Writes text as it is. */
  readonly write: (text: string) => void;
}

/** How results are printed. */
export interface PrinterOptions {
  /** Where to. */
  readonly terminal: { readonly stdout: TextStream; readonly stderr: TextStream };
  /** One JSON document in place of text for a person. */
  readonly json: boolean;
}

/** Prints results on `stdout`, as text or as JSON, and everything else on `stderr`. */
export class Printer {
  readonly #terminal: PrinterOptions["terminal"];
  readonly #json: boolean;

  /**
   * Prints nothing yet.
   *
   * @param options Where to, and in which form.
   */
  constructor(options: PrinterOptions) {
    this.#terminal = options.terminal;
    this.#json = options.json;
  }

  /**
   * Prints a list.
   *
   * @param rows All of it; JSON shows every value.
   * @param columns What a person sees.
   * @param options `none`: what a person reads when there is no row.
   */
  rows(rows: readonly object[], columns: readonly Column[], options: { readonly none: string }): void {
    if (this.#json) return this.#write(rows);
    if (rows.length === 0) return this.note(options.none);
    const width = terminalWidth();
    const table = formatTable(rows as readonly TableRow[], columns, {
      ...(width !== undefined && { width }),
    });
    this.#terminal.stdout.write(table);
  }

  /**
   * Prints one result.
   *
   * @param sentence What a person reads.
   * @param value The same as JSON.
   */
  result(sentence: string, value: object): void {
    if (this.#json) this.#write(value);
    else this.#terminal.stdout.write(`${sentence}\n`);
  }

  /**
   * Says something that is no result.
   *
   * @param sentence What a person reads.
   */
  note(sentence: string): void {
    this.#terminal.stderr.write(`${sentence}\n`);
  }

  #write(value: object): void {
    this.#terminal.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
  }
}
