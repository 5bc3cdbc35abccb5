/** Where one key of a TOML text stands. */
export interface TomlKey {
  /** The names from the root, the table's first. */
  readonly path: readonly string[];
  /** The line, from 1. */
  readonly line: number;
  /** Where its value begins and ends, as offsets in the text. */
  readonly value: readonly [start: number, end: number];
}

/** Where one `[table]` of a TOML text begins. */
export interface TomlTable {
  /** The names from the root. */
  readonly path: readonly string[];
  /** The offset behind its header line. */
  readonly bodyStart: number;
}

const NAME = String.raw`(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')`;
const PATH = String.raw`${NAME}(?:[ \t]*\.[ \t]*${NAME})*`;
const LINE_REGEXP = new RegExp(
  String.raw`[ \t]*(?:(\[\[?)[ \t]*(${PATH})[ \t]*\]\]?|(${PATH})[ \t]*=[ \t]*)`,
  "y",
);
const STRING_REGEXP = /"""(?:[^\\]|\\[\s\S])*?"{3,5}|'''[\s\S]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
const CLOSING = new Set(["]", "}"]);

function readPath(text: string): string[] {
  return [...text.matchAll(new RegExp(NAME, "g"))].map(([name]) => {
    if (name.startsWith('"')) return String(JSON.parse(name));
    return name.startsWith("'") ? name.slice(1, -1) : name;
  });
}

/** The offset behind the value that begins at `start`; brackets may span lines. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    STRING_REGEXP.lastIndex = at;
    const string = STRING_REGEXP.exec(text);
    const character = text[at]!;
    if (string) at += string[0].length;
    else if (character === "#" || character === "\n" || character === "\r") {
      if (depth === 0) break;
      at = character === "#" ? lineEnd(text, at) : at + 1;
    } else {
      if (character === "[" || character === "{") depth++;
      if (CLOSING.has(character)) depth--;
      at++;
    }
  }
  return start + text.slice(start, at).trimEnd().length;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

/**
 * Finds the tables and keys of a TOML text. The parser gives values without positions; messages need their lines,
 * and a change of one value must leave the rest of a person's file as it is.
 *
 * @param text Text that the parser accepts.
 * @returns Tables and keys in their order; those of arrays of tables are left out.
 *
 * @example A key in a table
 * ```ts
 * import { scanToml } from "./toml_scan.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { keys } = scanToml('# mine\n[cloud.agent]\nauth_token = "x" # old');
 * assertEquals(keys, [{ path: ["cloud", "agent", "auth_token"], line: 3, value: [34, 37] }]);
 * ```
 */
export function scanToml(text: string): { readonly tables: TomlTable[]; readonly keys: TomlKey[] } {
  const tables: TomlTable[] = [];
  const keys: TomlKey[] = [];
  let table: string[] | undefined = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    LINE_REGEXP.lastIndex = at;
    const [whole, bracket, header, key] = LINE_REGEXP.exec(text) ?? [];
    let end = lineEnd(text, at);
    if (header !== undefined) {
      table = bracket === "[" ? readPath(header) : undefined;
      if (table) tables.push({ path: table, bodyStart: Math.min(end + 1, text.length) });
    } else if (whole !== undefined && key !== undefined) {
      const start = at + whole.length;
      const stop = valueEnd(text, start);
      if (table) keys.push({ path: [...table, ...readPath(key)], line, value: [start, stop] });
      end = lineEnd(text, stop);
    }
    line += text.slice(at, end + 1).split("\n").length - 1;
    at = end + 1;
  }
  return { tables, keys };
}
