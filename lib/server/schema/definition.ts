/** What a definition begins with. */
export type Keyword = "type" | "input" | "enum" | "scalar";

/** What is said of a type in one place, its fields or values unwritten until somebody asks for them. */
export interface Definition {
  readonly keyword: Keyword;
  readonly name: string;
  readonly description?: string | undefined;
  /** The fields or values in the schema definition language, each with its description before it. */
  readonly members: () => readonly string[];
}

/** Where a definition begins: at the start of a line, its description before it. */
const DEFINITION_REGEXP =
  /^(?:"""(?<block>[^"]*)"""\s*|(?<line>"(?:[^"\\]|\\.)*")\s*)?(?:extend )?(?<keyword>type|input|enum|scalar) (?<name>\w+)/gm;

/** Where a field or a value begins: two blanks deep, its description before it. */
const MEMBER_REGEXP = /^ {2}(?:"(?:[^"\\]|\\.)*"\s+)?\w/gm;

/** From each place where a pattern is found to the next. */
function pieces(text: string, pattern: RegExp): Array<[piece: string, groups: RegExpExecArray["groups"]]> {
  const found = [...text.matchAll(pattern)];
  return found.map(({ index, groups }, position) => [text.slice(index, found[position + 1]?.index), groups]);
}

function splitMembers(definition: string): string[] {
  const begin = definition.indexOf("{");
  if (begin === -1) return [];
  const body = definition.slice(begin + 1, definition.lastIndexOf("}"));
  return pieces(body, MEMBER_REGEXP).map(([piece]) => piece.trim());
}

/**
 * Splits a text into its definitions. Only text of our own is split so: each begins a line, and its fields or values
 * begin lines two blanks deep.
 *
 * @param sdl Objects, inputs, enums and scalars in the schema definition language, and extensions of them.
 * @returns The definitions in the order of the text.
 *
 * @example A type and its fields
 * ```ts
 * import { splitDefinitions } from "./definition.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [flow] = splitDefinitions('"A version"\ntype flow {\n  "Its id" id: ID!\n  name: String\n}');
 * assertEquals([flow!.keyword, flow!.name, flow!.description], ["type", "flow", "A version"]);
 * assertEquals(flow!.members(), ['"Its id" id: ID!', "name: String"]);
 * ```
 */
export function splitDefinitions(sdl: string): Definition[] {
  return pieces(sdl, DEFINITION_REGEXP).map(([piece, groups]) => {
    const { block, line, keyword, name } = groups!;
    return {
      keyword: keyword as Keyword,
      name: name!,
      description: line === undefined ? block?.trim() : JSON.parse(line),
      members: () => splitMembers(piece),
    };
  });
}

/**
 * Writes definitions in the schema definition language.
 *
 * @param definitions What is said of types; of what is said of one type, the second and later are its extensions.
 * @returns Text.
 *
 * @example An extension
 * ```ts
 * import { printDefinitions, splitDefinitions } from "./definition.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = "type a {\n  b: Int\n}\n\nextend type a {\n  c: Int\n}";
 * assertEquals(printDefinitions(splitDefinitions(text)), text);
 * ```
 */
export function printDefinitions(definitions: Iterable<Definition>): string {
  const known = new Set<string>();
  const texts: string[] = [];
  for (const { keyword, name, description, members } of definitions) {
    const said = description === undefined ? "" : `${JSON.stringify(description)}\n`;
    const lines = members().map((member) => `  ${member}\n`).join("");
    const body = lines === "" ? "" : ` {\n${lines}}`;
    texts.push(`${said}${known.has(name) ? "extend " : ""}${keyword} ${name}${body}`);
    known.add(name);
  }
  return texts.join("\n\n");
}
