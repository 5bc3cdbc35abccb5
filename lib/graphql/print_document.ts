import type { DocumentNode } from "graphql";
import { print } from "graphql/language/printer.mjs";
import { renderGraphQL } from "./render.ts";
import type { Structure } from "./structure.ts";

/** A document as the parser of `graphql` gives it: its `DocumentNode`. */
export interface ParsedDocument {
  /** Always `Document`. */
  readonly kind: string;
  /** Operations and fragments. */
  readonly definitions: readonly object[];
}

function isParsed(document: ParsedDocument | Structure): document is ParsedDocument {
  return typeof document === "object" && (document as { kind?: unknown }).kind === "Document";
}

/**
 * Writes a document that is no text yet.
 *
 * @param document A parsed document or a structure.
 * @returns GraphQL.
 * @throws {TypeError} When a part of a structure selects nothing.
 * @throws {SyntaxError} When keys or texts of a structure are no GraphQL.
 *
 * @example A parsed document
 * ```ts
 * import { printDocument } from "./print_document.ts";
 * import { parse } from "graphql";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(printDocument(parse("{ hello }")), "{\n  hello\n}");
 * ```
 */
export function printDocument(document: ParsedDocument | Structure): string {
  return isParsed(document) ? print(document as DocumentNode) : renderGraphQL(document);
}
