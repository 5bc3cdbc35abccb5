import { assertEquals } from "@std/assert";
import { GraphQLError, parse } from "graphql";
import { parseSparingly } from "../../../lib/server/http/parse_sparingly.ts";
import { suiteDocuments } from "./_suite_documents.ts";

const TOKENS = 200;

/** Of all places only where fields and definitions of variables begin. */
function fewPlaces(
  this: { readonly kind?: string },
  key: string,
  value: { readonly start: number },
): unknown {
  if (key !== "loc") return value;
  return ["Field", "VariableDefinition"].includes(this.kind ?? "") ? value.start : undefined;
}

/** The document, or why there is none. */
function outcome(read: () => unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(read(), fewPlaces));
  } catch (error) {
    return error instanceof GraphQLError ? error.toJSON() : error;
  }
}

Deno.test("parseSparingly() reads and refuses what parse() reads and refuses, in its words", async () => {
  const refused = new Set<unknown>();
  for (const text of await suiteDocuments()) {
    for (const part of [text, text.slice(0, text.length / 2)]) {
      const found = outcome(() => parseSparingly(part, { tokens: TOKENS }));
      assertEquals(found, outcome(() => parse(part, { maxTokens: TOKENS })), part);
      if (found !== null && typeof found === "object" && "message" in found) refused.add(found.message);
    }
  }
  assertEquals(refused.has("Syntax Error: Expected Name, found <EOF>."), true);
  assertEquals(
    refused.has(`Syntax Error: Document contains more that ${TOKENS} tokens. Parsing aborted.`),
    true,
  );
});
