/** HTML that may be put into HTML as it is. */
export class Markup {
  /** @param text HTML. */
  constructor(readonly text: string) {}
}

/** Quick to say no, which it does to nearly every text. */
const SUSPECT_REGEXP = /[^ !#-%(-;=?-~\n\t]/;
const SPECIAL_REGEXP = /[&<>"']|(?![\n\t])[\p{Cc}\p{Cf}]/gu;

/** Also what nobody sees, such as marks that turn the direction of writing, is written so that it is seen. */
function escape(text: string): string {
  if (!SUSPECT_REGEXP.test(text)) return text;
  return text.toWellFormed().replace(SPECIAL_REGEXP, (character) => {
    const code = character.codePointAt(0)!;
    return /[&<>"']/.test(character) ? `&#${code};` : `\\u{${code.toString(16)}}`;
  });
}

/**
 * Writes HTML: a tag for template literals. What is put in is text, and escaped, unless it is {@linkcode Markup}.
 *
 * @param literals The HTML around.
 * @param values Text, numbers, markup or lists of it; nothing for `undefined`.
 * @returns The HTML.
 *
 * @example A hostile title
 * ```ts
 * import { markup } from "./markup.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(markup`<h1>${"<script>"}</h1>`.text, "<h1>&#60;script&#62;</h1>");
 * assertEquals(markup`<ul>${[1, 2].map((n) => markup`<li>${n}</li>`)}</ul>`.text, "<ul><li>1</li><li>2</li></ul>");
 * ```
 */
export function markup(
  literals: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[] | undefined)[]
): Markup {
  let text = literals[0]!;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value instanceof Markup) text += value.text;
    else if (typeof value === "string") text += escape(value);
    else if (typeof value === "number") text += value;
    else if (value !== undefined) { for (const part of value) text += part.text; }
    text += literals[index + 1]!;
  }
  return new Markup(text);
}
