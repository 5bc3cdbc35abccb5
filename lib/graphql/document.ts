import type { ParsedDocument } from "./print_document.ts";
import type { Structure } from "./structure.ts";

/** Anything that is a GraphQL document: text, a parsed document, or a plain structure. */
export type Document = string | ParsedDocument | Structure;

/**
 * The text of a document, as it goes over the wire.
 *
 * @param document Text, parsed document or structure.
 * @returns GraphQL; a text is not looked at.
 * @throws {TypeError} When a part of a structure selects nothing.
 * @throws {SyntaxError} When keys or texts of a structure are no GraphQL.
 *
 * @example A structure
 * ```ts
 * import { documentText } from "./document.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = await documentText({ query: { flow: ["id"] } });
 * assertEquals(text, "query {\n    flow {\n        id\n    }\n}");
 * ```
 */
export async function documentText(document: Document): Promise<string> {
  if (typeof document === "string") return document;
  // It loads the parser, which takes longer than a text takes to be answered; who has `mod.ts` has it loaded.
  const { printDocument } = await import("./print_document.ts");
  return printDocument(document);
}
