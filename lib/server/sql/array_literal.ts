import { ApiError } from "../model/api_error.ts";

const ITEM_REGEXP = /\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"\\{},](?:[^"\\{},]*[^\s"\\{},])?))\s*/y;

/**
 * The items of an array as PostgreSQL writes it: `{a,"b c",NULL}`. Of arrays in arrays there is none.
 *
 * @param text The array.
 * @returns The items; `null` for NULL.
 * @throws {ApiError} `data-exception` for what is no array, with PostgreSQL's message.
 *
 * @example Two items
 * ```ts
 * import { parseArrayLiteral } from "./array_literal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseArrayLiteral('{ a, "b, c" }'), ["a", "b, c"]);
 * ```
 */
export function parseArrayLiteral(text: string): Array<string | null> {
  const malformed = () =>
    new ApiError(`malformed array literal: "${text}"`, { code: "data-exception", enginePath: "$" });
  const whole = /^\s*\{(.*)\}\s*$/s.exec(text);
  if (!whole) throw malformed();
  const inner = whole[1]!;
  if (inner.trim() === "") return [];
  const items: Array<string | null> = [];
  for (let at = 0; at <= inner.length; at++) {
    ITEM_REGEXP.lastIndex = at;
    const found = ITEM_REGEXP.exec(inner);
    if (!found) throw malformed();
    const [, quoted, bare] = found;
    if (quoted !== undefined) items.push(quoted.replace(/\\(.)/gs, "$1"));
    else items.push(/^null$/i.test(bare!) ? null : bare!);
    at = ITEM_REGEXP.lastIndex;
    if (at < inner.length && inner[at] !== ",") throw malformed();
  }
  return items;
}
