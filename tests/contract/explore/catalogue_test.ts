import { assertEquals, assertThrows } from "@std/assert";
import { buildSchema, introspectionFromSchema } from "graphql";
import { UnreachableError } from "../../../lib/core/errors.ts";
import type { JsonObject } from "../../../lib/core/json.ts";
import { readCatalogue } from "../../../lib/contract/explore/catalogue.ts";

const LIST =
  "(distinct_on: [a_column!], limit: Int, offset: Int, order_by: [NAME_order_by!], where: NAME_bool_exp)";
const SCHEMA = buildSchema(`
  scalar uuid scalar jsonb
  enum order_by { asc desc }
  enum a_column { id name }
  input uuid_comparison_exp { _eq: uuid _in: [uuid!] }
  input String_comparison_exp { _eq: String _like: String }
  input a_bool_exp { _and: [a_bool_exp!] id: uuid_comparison_exp name: String_comparison_exp bs: b_bool_exp }
  input a_order_by { id: order_by name: order_by bs_aggregate: b_aggregate_order_by }
  input b_aggregate_order_by { count: order_by }
  input b_bool_exp { id: uuid_comparison_exp }
  input b_order_by { a: a_order_by }
  type a_max_fields { name: String }
  type a_aggregate_fields { count: Int! max: a_max_fields }
  type a_aggregate { aggregate: a_aggregate_fields nodes: [a!]! }
  type a { id: uuid! name: String secret: String info(path: String): jsonb
    bs${LIST.replaceAll("NAME", "b")}: [b!]! bs_aggregate${LIST.replaceAll("NAME", "b")}: a_aggregate! }
  type b { id: uuid! a: a }
  type Query {
    hello: String
    as_list: [a!]!
    a${LIST.replaceAll("NAME", "a")}: [a!]!
    a_by_pk(id: uuid!): a
    a_aggregate${LIST.replaceAll("NAME", "a")}: a_aggregate!
    b${LIST.replaceAll("NAME", "b")}: [b!]!
  }
`);
const CATALOGUE = readCatalogue(introspectionFromSchema(SCHEMA) as unknown as JsonObject);
const A = CATALOGUE.tables.get("a")!;

Deno.test("readCatalogue() takes lists with Hasura's arguments for tables, and nothing else", () => {
  assertEquals([...CATALOGUE.tables.keys()], ["a", "b"]);
  assertEquals(CATALOGUE.directions, ["asc", "desc"]);
});

Deno.test("readCatalogue() reads what columns can be asked", () => {
  assertEquals(
    A.columns.map(({ name, operators, sorts, counts, hasPath }) => [name, operators, sorts, counts, hasPath]),
    [
      ["id", ["_eq", "_in"], true, true, false],
      ["name", ["_eq", "_like"], true, true, false],
      ["secret", [], false, false, false],
      ["info", [], false, false, true],
    ],
  );
});

Deno.test("readCatalogue() reads where relations lead, and what they are good for", () => {
  assertEquals(A.relations, [
    { name: "bs", kind: "array", table: "b", filters: true, sorts: true, aggregates: true },
  ]);
  assertEquals(CATALOGUE.tables.get("b")!.relations, [
    { name: "a", kind: "object", table: "a", filters: false, sorts: true, aggregates: false },
  ]);
});

Deno.test("readCatalogue() knows keys and figures", () => {
  assertEquals([A.key?.name, A.aggregates, [...A.figures]], ["id", true, [["max", ["name"]]]]);
  const b = CATALOGUE.tables.get("b")!;
  assertEquals([b.key, b.aggregates, b.figures.size], [undefined, false, 0]);
});

Deno.test("readCatalogue() refuses what is no introspection", () => {
  assertThrows(() => readCatalogue({}), UnreachableError, "Read the introspection failed");
});
