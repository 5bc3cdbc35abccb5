import { assertEquals } from "@std/assert";
import { parse, specifiedRules, validate, ValuesOfCorrectTypeRule } from "graphql";
import { depthLimit } from "../../../lib/server/http/depth_rule.ts";
import { documentRules } from "../../../lib/server/http/document_rules.ts";
import { valuesOfCorrectType } from "../../../lib/server/http/value_rule.ts";
import { BROKEN, DEPTH, SCHEMA } from "./_broken_documents.ts";

const ALL = [
  ...specifiedRules.map((rule) => rule === ValuesOfCorrectTypeRule ? valuesOfCorrectType : rule),
  depthLimit(DEPTH),
];

Deno.test("documentRules() find what the library's find, and what is too deep", () => {
  for (const text of BROKEN) {
    const document = parse(text);
    const found = validate(SCHEMA, document, documentRules(DEPTH)).map(({ message }) => message);
    assertEquals(found, validate(SCHEMA, document, ALL).map(({ message }) => message), text);
    assertEquals(found.length > 0, true, text);
  }
});
