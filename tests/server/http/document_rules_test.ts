import { assertEquals } from "@std/assert";
import { buildSchema, parse, specifiedRules, validate, ValuesOfCorrectTypeRule } from "graphql";
import { documentRules } from "../../../lib/server/http/document_rules.ts";
import { valuesOfCorrectType } from "../../../lib/server/http/value_rule.ts";

const SCHEMA = buildSchema(`
  interface Named { id: ID! }
  type Flow implements Named { id: ID! name(like: String, first: Int!): String flows: [Flow!] }
  type Agent { id: ID! }
  input Where { name: String, size: Int! }
  enum Order { asc desc }
  type Query { flow(where: Where, order: Order): Flow named: Named agent: Agent }
`);
const ALL = specifiedRules.map((rule) => rule === ValuesOfCorrectTypeRule ? valuesOfCorrectType : rule);

/** Each breaks at least one rule; every rule that can be left out is broken by one of them. */
const BROKEN = [
  "{ nope }",
  "{ flow }",
  "{ flow { id { x } } }",
  "{ flow { name } }",
  '{ flow { name(first: "1") } }',
  "{ flow { name(first: 1, first: 2) } }",
  "{ flow(order: up) { id } }",
  '{ flow(where: { name: "a", name: "b", size: 1 }) { id } }',
  "{ flow { id: name(first: 1) id } }",
  "query A { agent { id } } query A { agent { id } }",
  "{ agent { id } } query B { agent { id } }",
  "query ($a: Nope) { flow(order: $a) { id } }",
  "query ($a: Flow) { flow(where: $a) { id } }",
  "query ($a: Order, $a: Order) { flow(order: $a) { id } }",
  "{ flow(order: $a) { id } }",
  "query ($a: Order) { agent { id } }",
  "query ($a: String) { flow(order: $a) { id } }",
  "{ agent @nope { id } }",
  "{ agent @skip(if: true) @skip(if: true) { id } }",
  "query @skip(if: true) { agent { id } }",
  "{ agent { ...F } }",
  "{ agent { ...F } } fragment F on Agent { ...F }",
  "{ agent { id } } fragment F on Agent { id }",
  "{ agent { ...F } } fragment F on Agent { id } fragment F on Agent { id }",
  "{ agent { ...F } } fragment F on Flow { id }",
  "{ agent { ...F } } fragment F on Where { name }",
  "{ agent { ... on Nope { id } } }",
  "{ agent { ... on Order { id } } }",
  "{ named { ... on Agent { id } } }",
  "type Mine { other: Nope }",
  "extend type Flow { other: Nope }",
  "union Either = Nope | Flow",
  "interface Its { other: Nope }",
  "input Its { other: Nope }",
  "schema { query: Nope }",
  "directive @mine(a: Nope) on FIELD",
];

Deno.test("documentRules() leaves nothing out that would be found", () => {
  for (const text of BROKEN) {
    const document = parse(text);
    const found = validate(SCHEMA, document, documentRules(text)).map(({ message }) => message);
    assertEquals(found, validate(SCHEMA, document, ALL).map(({ message }) => message), text);
    assertEquals(found.length > 0, true, text);
  }
});

Deno.test("documentRules() leaves out what a plain text cannot break", () => {
  assertEquals(documentRules("{ agent { id } }").length < ALL.length - 10, true);
});
