/**
 * PostgreSQL's patterns in forms that SQLite can match: GLOB for LIKE, whose case counts there, and expressions
 * for the function `matches`, written `/flags/source`.
 *
 * @module
 */
import { isAscii } from "../../core/is_ascii.ts";
import { ApiError } from "../model/api_error.ts";

function refuseEscape(): never {
  throw new ApiError("LIKE pattern must not end with escape character", {
    code: "bad-request",
    enginePath: "$",
  });
}

/** A pattern of LIKE in its parts: wildcards apart from literal characters. */
function* likeParts(pattern: string): Generator<"%" | "_" | { readonly literal: string }> {
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    if (character === "%" || character === "_") yield character;
    else if (character === "\\") {
      i++;
      yield { literal: characters[i] ?? refuseEscape() };
    } else yield { literal: character };
  }
}

function escaped(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/**
 * `LIKE` with case as a GLOB pattern.
 *
 * @param pattern A pattern of LIKE.
 * @returns A pattern of GLOB.
 * @throws {ApiError} `bad-request` when its last character escapes nothing.
 *
 * @example Wildcards of the one, wildcards of the other
 * ```ts
 * import { likeGlob } from "./patterns.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(likeGlob("50\\%_*%"), "50%?[*]*");
 * ```
 */
export function likeGlob(pattern: string): string {
  let glob = "";
  for (const part of likeParts(pattern)) {
    if (part === "%") glob += "*";
    else if (part === "_") glob += "?";
    else glob += "*?[".includes(part.literal) ? `[${part.literal}]` : part.literal;
  }
  return glob;
}

/**
 * Refuses a pattern of LIKE whose last character escapes nothing.
 *
 * @param pattern The pattern.
 * @throws {ApiError} `bad-request`, in PostgreSQL's words.
 */
export function checkLike(pattern: string): void {
  for (const _ of likeParts(pattern));
}

/**
 * Letters in lower case, one by one, as PostgreSQL compares them: no letter becomes two, and none looks around.
 *
 * @param text Any text.
 * @returns As many characters.
 *
 * @example The last sigma of a word
 * ```ts
 * import { lowerCase } from "./patterns.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lowerCase("ΟΔΟΣ"), "οδοσ");
 * ```
 */
export function lowerCase(text: string): string {
  return text.replace(/[^\0-\x7f]|[A-Z]/gu, (character) => {
    const lower = character.toLowerCase();
    return lower.length === character.length ? lower : character;
  });
}

/**
 * `ILIKE` as it is for ASCII patterns, which SQLite's LIKE matches natively; otherwise for texts in lower case.
 *
 * @param pattern A pattern of ILIKE.
 * @returns A pattern of LIKE, or an expression.
 * @throws {ApiError} `bad-request` when its last character escapes nothing.
 */
export function likeExpression(pattern: string): string {
  if (isAscii(pattern)) return pattern;
  let source = "";
  for (const part of likeParts(pattern)) {
    if (part === "%") source += ".*";
    else source += part === "_" ? "." : escaped(lowerCase(part.literal));
  }
  return `//^${source}$`;
}

/**
 * `SIMILAR TO`: `%` and `_` beside `| * + ? {m} ( ) [ ]`; the whole text must match.
 *
 * @param pattern As PostgreSQL reads it.
 * @returns An expression.
 * @throws {ApiError} `data-exception` when it is none.
 *
 * @example The whole text must match
 * ```ts
 * import { similarExpression } from "./patterns.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(similarExpression("%(train|score)"), "//^(?:.*(train|score))$");
 * ```
 */
export function similarExpression(pattern: string): string {
  let source = "";
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (character === "\\") source += escaped(pattern[++i] ?? refuseEscape());
    else if (inClass) {
      source += character;
      inClass = character !== "]";
    } else if (character === "%") source += ".*";
    else if (character === "_") source += ".";
    else if (".^$/".includes(character)) source += `\\${character}`;
    else {
      source += character;
      inClass = character === "[";
    }
  }
  return checkedExpression(`^(?:${source})$`, { insensitive: false, given: pattern });
}

/**
 * `~` and `~*`: unanchored regular expressions.
 *
 * @param pattern As PostgreSQL reads it.
 * @param insensitive Whether case does not matter.
 * @returns An expression.
 * @throws {ApiError} `data-exception` when it is none.
 */
export function regexExpression(pattern: string, insensitive: boolean): string {
  return checkedExpression(pattern, { insensitive, given: pattern });
}

/** What PostgreSQL writes in another way than JavaScript does. */
const DIALECT: Readonly<Record<string, string>> = {
  "[:alpha:]": "\\p{L}",
  "[:alnum:]": "\\p{L}\\p{N}",
  "[:digit:]": "\\d",
  "[:lower:]": "\\p{Ll}",
  "[:upper:]": "\\p{Lu}",
  "[:punct:]": "\\p{P}\\p{S}",
  "[:space:]": "\\s",
  "[:xdigit:]": "0-9A-Fa-f",
  "\\y": "\\b",
  "\\m": "\\b(?=\\w)",
  "\\M": "\\b(?<=\\w)",
};

function checkedExpression(pattern: string, options: { insensitive: boolean; given: string }): string {
  const source = pattern.replace(/\[:[a-z]+:\]|\\./gs, (found) => DIALECT[found] ?? found);
  try {
    new RegExp(source, "su");
  } catch (cause) {
    const message = `invalid regular expression: ${options.given}`;
    throw new ApiError(message, { code: "data-exception", enginePath: "$", cause });
  }
  return `/${options.insensitive ? "i" : ""}/${source}`;
}
