import { assertEquals } from "@std/assert";
import { buildSchema } from "graphql";
import type { JsonObject } from "../../../lib/core/json.ts";
import { judgeForm } from "../../../lib/contract/explore/conform.ts";
import type { Selection } from "../../../lib/contract/explore/selection.ts";

const SCHEMA = buildSchema(`
  scalar uuid scalar timestamptz scalar jsonb
  type flow { id: uuid! name: String version: Int! created: timestamptz! info(path: String): jsonb! }
  type Query { flow: [flow!]! flow_by_pk: flow }
`);
const FIELDS: Selection[] = [
  { name: "__typename" },
  { name: "id" },
  { alias: "called", name: "name" },
  { name: "version" },
  { name: "created" },
];
const ROW = {
  __typename: "flow",
  id: "07786de2-7283-434f-a9b1-600044a8afb3",
  called: null,
  version: 1,
  created: "2019-01-01T12:00:00+00:00",
};

function judge(data: JsonObject, fields = FIELDS) {
  return judgeForm(data, [{ name: "flow", fields }], { schema: SCHEMA });
}

Deno.test("judgeForm() accepts what introspection says", () => {
  assertEquals(judge({ flow: [ROW] }), undefined);
  assertEquals(judge({ flow: [] }), undefined);
});

for (
  const { what, row, path, check } of [
    { what: "a missing key", row: { id: ROW.id }, path: "$.data.flow[0]", check: "keys" },
    {
      what: "keys in another order",
      row: Object.fromEntries(Object.entries(ROW).toReversed()),
      path: "$.data.flow[0]",
      check: "keys",
    },
    {
      what: "null",
      row: { ...ROW, version: null },
      path: "$.data.flow[0].version",
      check: "not_equals_json",
    },
    { what: "a fraction", row: { ...ROW, version: 1.5 }, path: "$.data.flow[0].version", check: "type" },
    {
      what: "text for a number",
      row: { ...ROW, version: "1" },
      path: "$.data.flow[0].version",
      check: "type",
    },
    {
      what: "an id in capitals",
      row: { ...ROW, id: ROW.id.toUpperCase() },
      path: "$.data.flow[0].id",
      check: "type",
    },
    {
      what: "a moment without a zone",
      row: { ...ROW, created: "2019-01-01T12:00:00" },
      path: "$.data.flow[0].created",
      check: "type",
    },
    {
      what: "another type's name",
      row: { ...ROW, __typename: "Flow" },
      path: "$.data.flow[0].__typename",
      check: "equals",
    },
    { what: "a row that is null", row: null, path: "$.data.flow[0]", check: "not_equals_json" },
  ]
) {
  Deno.test(`judgeForm() refuses ${what}`, () => {
    const finding = judge({ flow: [row] });
    assertEquals([finding?.check.path, Object.keys(finding!.check)[1]], [path, check]);
  });
}

Deno.test("judgeForm() refuses what is no list, and root fields that nobody asked for", () => {
  assertEquals(judge({ flow: {} })?.check, { path: "$.data.flow", type: "array" });
  assertEquals(judge({ flow: [], more: 1 })?.check, { path: "$.data", keys: ["flow"] });
});

Deno.test("judgeForm() lets a part of a value be missing though the value never is", () => {
  const part: Selection[] = [{ name: "info", args: { path: "a" } }];
  assertEquals(judge({ flow: [{ info: null }] }, part), undefined);
  assertEquals(judge({ flow: [{ info: null }] }, [{ name: "info" }])?.check.path, "$.data.flow[0].info");
});
