import type { Draw } from "./draw.ts";

/** The languages that patterns are written in. */
export type PatternLanguage = "like" | "similar" | "regex";

/** A part of a pattern: text that stands for itself, any one character, or any text. */
export type PatternPart = { readonly text: string } | "one" | "any";

const SPECIAL: Readonly<Record<PatternLanguage, RegExp>> = {
  like: /[\\%_]/g,
  similar: /[\\%_|*+?{}()[\]^$.]/g,
  regex: /[\\^$.*+?()[\]{}|]/g,
};

/**
 * Which language an operator's patterns are written in.
 *
 * @param operator Such as `_nilike`.
 * @returns The language; `undefined` when the operator takes no pattern.
 *
 * @example With and without case
 * ```ts
 * import { patternLanguage } from "./pattern.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(patternLanguage("_nilike"), "like");
 * assertEquals(patternLanguage("_lt"), undefined);
 * ```
 */
export function patternLanguage(operator: string): PatternLanguage | undefined {
  const [, name] = /^_n?i?(like|similar|regex)$/.exec(operator) ?? [];
  return name as PatternLanguage | undefined;
}

/**
 * Draws a pattern for a text that is there, which mostly matches it.
 *
 * @param text What it is made from.
 * @param draw Chooses what is cut off and what is left open.
 * @returns Its parts.
 */
export function drawPattern(text: string, draw: Draw): PatternPart[] {
  const characters = [...text];
  const from = draw.below(Math.min(4, characters.length + 1));
  const to = Math.max(from, characters.length - draw.below(4));
  const open = to > from && draw.once(3) ? from + draw.below(to - from) : -1;
  const middle = characters.slice(from, to).map((character, position): PatternPart =>
    from + position === open ? "one" : { text: character }
  );
  return [
    ...(from > 0 || draw.once(6) ? ["any"] as const : []),
    ...middle,
    ...(to < characters.length || draw.once(6) ? ["any"] as const : []),
  ];
}

/**
 * Writes a pattern.
 *
 * @param parts Its parts.
 * @param language The language, in which everything else stands for itself.
 * @returns The pattern; it means the whole text in each language.
 *
 * @example One pattern in three languages
 * ```ts
 * import { type PatternPart, writePattern } from "./pattern.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const parts: PatternPart[] = [{ text: "5" }, { text: "%" }, "one", "any"];
 * assertEquals(writePattern(parts, "like"), "5\\%_%");
 * assertEquals(writePattern(parts, "regex"), "^5%..*$");
 * ```
 */
export function writePattern(parts: readonly PatternPart[], language: PatternLanguage): string {
  const [one, any] = language === "regex" ? [".", ".*"] : ["_", "%"];
  const body = parts.map((part) => {
    if (part === "one") return one;
    return part === "any" ? any : part.text.replace(SPECIAL[language], "\\$&");
  }).join("");
  return language === "regex" ? `^${body}$` : body;
}

/**
 * Tells whether a text is what a pattern means.
 *
 * @param parts The pattern.
 * @param text The whole text.
 * @param options Whether case is of no matter; good for ASCII only.
 * @returns `true` when it is.
 */
export function matchesPattern(
  parts: readonly PatternPart[],
  text: string,
  { insensitive }: { readonly insensitive: boolean },
): boolean {
  return new RegExp(writePattern(parts, "regex"), insensitive ? "sui" : "su").test(text);
}
