import { parse } from "graphql/language/parser.mjs";
import { EnumValue } from "./enum_value.ts";
import type { Structure } from "./structure.ts";

const INDENT = "    ";

function refuse(path: readonly string[], what: string): TypeError {
  return new TypeError(
    `Cannot render the structure at "${
      path.join(" › ")
    }": ${what} selects nothing, name a field or leave it out`,
  );
}

/** Block strings do not mind: GraphQL takes the indentation that all their lines share for none of the value. */
function indent(text: string): string {
  return text.split("\n").map((line) => line === "" ? line : INDENT + line).join("\n");
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function renderEntry(key: string, value: unknown, path: readonly string[]): string {
  if (value === true || value === 1 || value === "...") return key;
  return `${key} {\n${indent(renderPart(value, [...path, key]))}\n}`;
}

function renderPart(part: unknown, path: readonly string[]): string {
  if (typeof part === "string" && part.trim() !== "") return part;
  if (part instanceof EnumValue) return part.name;
  const lines = Array.isArray(part) || part instanceof Set
    ? [...part].map((item) => renderPart(item, path))
    : part instanceof Map
    ? [...part].map(([key, value]) => renderEntry(String(key), value, path))
    : isTable(part)
    ? Object.entries(part).map(([key, value]) => renderEntry(key, value, path))
    : undefined;
  if (lines === undefined) throw refuse(path, part === "" ? "an empty text" : String(part));
  if (lines.length === 0) throw refuse(path, "an empty list or table");
  return lines.join("\n");
}

/**
 * Renders a plain structure as the text of a GraphQL document, as `parse_graphql` of the Python client does. The
 * text always parses: what would not is refused.
 *
 * Source: `reference/prefect-api.md` §4.1; statement S37.
 *
 * @param structure Operations and fragments at the root, fields below.
 * @returns The text.
 * @throws {TypeError} When a part selects nothing: `undefined`, `null`, `false`, an empty list.
 * @throws {SyntaxError} When keys or texts of the structure are no GraphQL; the message has the line.
 *
 * @example Lists, tables and `true`
 * ```ts
 * import { renderGraphQL } from "./render.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   renderGraphQL({ query: { flow: ["id", { project: { name: true } }] } }),
 *   "query {\n    flow {\n        id\n        project {\n            name\n        }\n    }\n}",
 * );
 * ```
 */
export function renderGraphQL(structure: Structure): string {
  const text = renderPart(structure, []).trim();
  try {
    parse(text, { noLocation: true });
  } catch (error) {
    const fault = error as { message: string; locations?: readonly { line: number; column: number }[] };
    const { line, column } = fault.locations?.[0] ?? { line: 1, column: 1 };
    throw new SyntaxError(
      `Cannot render the structure, line ${line}, column ${column}: ${fault.message}`,
      { cause: error },
    );
  }
  return text;
}
