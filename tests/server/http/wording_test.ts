import { assertEquals } from "@std/assert";
import { ask, startTestServer } from "./_ask.ts";

/** Refusals before anything runs: document, variables, message, code. Source: hasura.md §1.1, prefect-api.md §7.1. */
const REFUSALS: ReadonlyArray<readonly [document: string, message: string, variables?: unknown]> = [
  ["{ flow { nope } }", 'Cannot query field "nope" on type "flow". Did you mean "name"?'],
  ["{ nope }", 'Cannot query field "nope" on type "Query".'],
  ["{ flow(bogus: 1) { id } }", 'Unknown argument "bogus" on field "flow" of type "Query".'],
  ['{ flow(limit: "3") { id } }', 'Expected type Int, found "3".'],
  ["{ flow(limit: 99999999999) { id } }", "Expected type Int, found 99999999999."],
  ["{ flow(limit: 1.5) { id } }", "Expected type Int, found 1.5."],
  [
    '{ flow(order_by: { name: "asc" }) { id } }',
    'Expected type order_by, found "asc". Did you mean the enum value asc or desc?',
  ],
  ["{ flow(where: { _and: [null] }) { id } }", "Expected type flow_bool_exp!, found null."],
  ["{ flow(where: { id: { _in: [null] } }) { id } }", "Expected type uuid!, found null."],
  [
    "{ flow_by_pk { id } }",
    'Field "flow_by_pk" argument "id" of type "uuid!" is required, but it was not provided.',
  ],
  ["{ flow_by_pk(id: null) { id } }", "Expected type uuid!, found null."],
  [
    "query ($l: String) { flow(limit: $l) { id } }",
    'Variable "$l" of type "String" used in position expecting type "Int".',
  ],
  ["query ($u: Int) { hello }", 'Variable "$u" is never used.'],
  ["query Foo($i: Int) { hello }", 'Variable "$i" is never used in operation "Foo".'],
  ["{ hello } fragment U on flow { id }", 'Fragment "U" is never used.'],
  [
    "{ flow { ...T } } fragment T on task { id }",
    'Fragment "T" cannot be spread here as objects of type "flow" can never be of type "task".',
  ],
  ["{ hello @bogus }", 'Unknown directive "bogus".'],
  [
    "{ flow { id: name id } }",
    'Fields "id" conflict because name and id are different fields. Use different aliases on the fields to fetch both if this was intentional.',
  ],
  ["{ flow(limit: 1, limit: 2) { id } }", 'There can be only one argument named "limit".'],
  [
    "{ flow }",
    'Field "flow" of type "[flow!]!" must have a selection of subfields. Did you mean "flow { ... }"?',
  ],
  [
    "{ a: flow(limit: 1) { id } a: flow(limit: 2) { id } }",
    'Fields "a" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.',
  ],
  [
    '{ flow(where: { name: { _eq: "a", _eq: "b" } }) { id } }',
    'There can be only one input field named "_eq".',
  ],
  [
    "{ hello @include }",
    'Directive "@include" argument "if" of type "Boolean!" is required, but it was not provided.',
  ],
  [
    "{ hello @skip(if: true) @skip(if: true) }",
    'The directive "skip" can only be used once at this location.',
  ],
  ["query @skip(if: true) { hello }", 'Directive "skip" may not be used on QUERY.'],
  ["query A { hello } query A { hello }", 'There can be only one operation named "A".'],
  ["query ($l: Int, $l: Int) { flow(limit: $l) { id } }", 'There can be only one variable named "l".'],
  ["{ flow(limit: $z) { id } }", 'Variable "$z" is not defined.'],
  ["{ flow { ...Z } }", 'Unknown fragment "Z".'],
  [
    "{ flow { project { flows { project { flows { project { flows { project { id } } } } } } } } }",
    "'' exceeds maximum operation depth of 7",
  ],
  [
    'mutation { create_project(input: { name: "x" }) { id } }',
    "Field create_project_input.tenant_id of required type UUID! was not provided.",
  ],
];

/** Variables that do not fit: code INTERNAL_SERVER_ERROR, yet status 400. */
const MISFITS: ReadonlyArray<readonly [document: string, variables: unknown, message: string]> = [
  [
    "query ($l: Int!) { flow(limit: $l) { id } }",
    {},
    'Variable "$l" of required type "Int!" was not provided.',
  ],
  [
    "query ($l: Int) { flow(limit: $l) { id } }",
    { l: "x" },
    'Variable "$l" got invalid value "x"; Expected type Int. Int cannot represent non-integer value: "x"',
  ],
  [
    "query ($id: uuid!) { flow_by_pk(id: $id) { id } }",
    { id: null },
    'Variable "$id" of non-null type "uuid!" must not be null.',
  ],
  [
    "query ($o: [flow_order_by!]) { flow(order_by: $o) { id } }",
    { o: { name: "ASC" } },
    'Variable "$o" got invalid value "ASC" at "o.name"; Expected type order_by. Did you mean asc or desc?',
  ],
  [
    "query ($w: flow_bool_exp) { flow(where: $w) { id } }",
    { w: { nope: { _eq: 1 } } },
    'Variable "$w" got invalid value { nope: { _eq: 1 } }; Field "nope" is not defined by type flow_bool_exp. Did you mean name?',
  ],
  [
    "mutation ($input: create_project_input!) { create_project(input: $input) { id } }",
    { input: { name: "x" } },
    'Variable "$input" got invalid value { name: "x" }; Field tenant_id of required type UUID! was not provided.',
  ],
  [
    "mutation ($input: delete_flow_input!) { delete_flow(input: $input) { success } }",
    { input: { flow_id: null } },
    'Variable "$input" got invalid value null at "input.flow_id"; Expected non-nullable type UUID! not to be null.',
  ],
];

Deno.test("execute() refuses documents in the words that clients match on", async (t) => {
  await using server = await startTestServer();
  for (const [document, message] of REFUSALS) {
    await t.step(document, async () => {
      const { status, body } = await ask(server, document);
      assertEquals(status, 400);
      assertEquals("data" in body, false);
      assertEquals(body.errors[0].message, message);
      assertEquals(body.errors[0].extensions, { code: "GRAPHQL_VALIDATION_FAILED" });
    });
  }
});

Deno.test("execute() refuses variables in the words that clients match on", async (t) => {
  await using server = await startTestServer();
  for (const [document, variables, message] of MISFITS) {
    await t.step(message, async () => {
      const { status, body } = await ask(server, document, { variables });
      assertEquals(status, 400);
      assertEquals(body.errors[0].message, message);
      assertEquals(body.errors[0].extensions, { code: "INTERNAL_SERVER_ERROR" });
    });
  }
});

Deno.test("execute() names what it cannot parse, choose or serve", async () => {
  await using server = await startTestServer();
  const syntax = await ask(server, "{");
  assertEquals([syntax.status, syntax.body.errors[0].message], [
    400,
    "Syntax Error: Expected Name, found <EOF>",
  ]);
  assertEquals(syntax.body.errors[0].extensions.code, "GRAPHQL_PARSE_FAILED");
  const empty = await ask(server, "query { }");
  assertEquals(empty.body.errors[0].message, "Syntax Error: Expected Name, found }");
  const several = await ask(server, "query A { hello } query B { hello }");
  assertEquals(
    [several.status, several.body.errors[0].message],
    [400, "Must provide operation name if query contains multiple operations."],
  );
  const deep = await ask(server, "{a".repeat(40_000));
  assertEquals([deep.status, deep.body.errors[0].extensions.code], [400, "GRAPHQL_PARSE_FAILED"]);
  assertEquals((await ask(server, "{ hello }")).body, { data: { hello: "👋" } });
});
