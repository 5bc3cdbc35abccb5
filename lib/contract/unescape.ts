/** One character that is written another way: `\u0041`, `\x41`, `%41`, `%2541`, `&#65;`, `&#x41;`, `\/`. */
const ESCAPE_REGEXP =
  /\\{1,8}u00([2-7][0-9a-f])|\\{1,8}x([2-7][0-9a-f])|%(?:25){0,4}([2-7][0-9a-f])|&#x0{0,6}([2-7][0-9a-f]);|&#0{0,6}(\d{2,3});|\\{1,8}(?=\/)/gi;

/** Text without escapes, and where each of its characters came from. */
export interface Unescaped {
  /** Printable ASCII is written as itself, whatever it was escaped by, and however often. */
  readonly text: string;
  /**
   * Finds where a character stood.
   *
   * @param index Its place in `text`; the length of `text` for its end.
   * @returns Its place in the original.
   */
  readonly origin: (index: number) => number;
}

function plain(hex: string | undefined, decimal: string | undefined): string {
  if (decimal !== undefined) return String.fromCharCode(Number(decimal));
  return hex === undefined ? "" : String.fromCharCode(Number.parseInt(hex, 16));
}

/**
 * Takes the escapes of JSON, URLs and HTML out of text, so that a word is found however it is spelled.
 *
 * @param text Any text.
 * @returns The text, and the way back.
 *
 * @example A word spelled in three ways
 * ```ts
 * import { unescape } from "./unescape.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { text, origin } = unescape("\\u0061%62&#99;d");
 * assertEquals([text, origin(3)], ["abcd", 14]);
 * ```
 */
export function unescape(text: string): Unescaped {
  if (!/[\\%&]/.test(text)) return { text, origin: (index) => index };
  const gaps: { readonly after: number; readonly shift: number }[] = [];
  let shift = 0;
  const written = text.replace(ESCAPE_REGEXP, (escape: string, ...rest: unknown[]) => {
    const [u, x, percent, entity, decimal, offset] = rest as [...(string | undefined)[], number] & unknown[];
    const hex = (u ?? x ?? percent ?? entity) as string | undefined;
    const character = plain(hex, decimal as string | undefined);
    const after = (offset as number) - shift + character.length;
    shift += escape.length - character.length;
    gaps.push({ after, shift });
    return character;
  });
  const origin = (index: number) => {
    let [low, high] = [0, gaps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (gaps[middle]!.after <= index) low = middle + 1;
      else high = middle;
    }
    return index + (gaps[low - 1]?.shift ?? 0);
  };
  return { text: written, origin };
}
