import { buildSchema, isObjectType, lexicographicSortSchema, printSchema } from "graphql";
import { assertEquals } from "@std/assert";
import { printDefinitions } from "../../../lib/server/schema/definition.ts";
import { makeSchema, schemaDefinitions } from "../../../lib/server/schema/schema.ts";
import { bareSchema, schemaDifference } from "../../../scripts/dev/schema_difference.ts";

const PREFECT = await Deno.readTextFile(new URL("prefect_server.graphql", import.meta.url));

Deno.test("makeSchema() has all that Prefect Server's schema has, on both backends", async () => {
  assertEquals(schemaDifference(PREFECT, await makeSchema("server").whole()), []);
  assertEquals(schemaDifference(PREFECT, await makeSchema("cloud").whole()), []);
  const prefect = buildSchema(PREFECT);
  const roots = [prefect.getQueryType()!, prefect.getMutationType()!];
  assertEquals(roots.map((type) => Object.keys(type.getFields()).length), [57, 59]);
});

Deno.test("schemaDifference() sees what is missing and what does not fit", () => {
  const prefect = "type Query { a(x: Int): [Int!]! b: E c(i: I): Int } enum E { F G } input I { x: Int }";
  const ours = "type Query { a: [Int]! b: E c(i: I): String d: Int } enum E { F } input I { x: Int y: Int! }";
  assertEquals(schemaDifference(prefect, buildSchema(ours)).sort(), [
    "A required field y on input type I was added.",
    "G was removed from enum type E.",
    "Query.a arg x was removed.",
    "Query.a changed type from [Int!]! to [Int]!.",
    "Query.c changed type from Int to String.",
  ]);
});

Deno.test("bareSchema() keeps names and types, and no description", () => {
  assertEquals(
    bareSchema('type Query { "b" b: Int! } """a""" enum A { "x" X }'),
    "enum A{X}\ntype Query{b:Int!}\n",
  );
});

Deno.test("makeSchema() describes every root field", async () => {
  for (const backend of ["server", "cloud"] as const) {
    const schema = await makeSchema(backend).whole();
    for (const type of [schema.getQueryType(), schema.getMutationType()].filter(isObjectType)) {
      const silent = Object.values(type.getFields()).filter(({ description }) => !description);
      assertEquals(silent.map(({ name }) => name), []);
    }
  }
});

Deno.test("makeSchema() reads its text as graphql does", async () => {
  for (const backend of ["server", "cloud"] as const) {
    const whole = buildSchema(printDefinitions(await schemaDefinitions(backend)), { assumeValid: true });
    const lazy = printSchema(lexicographicSortSchema(await makeSchema(backend).whole()));
    assertEquals(lazy, printSchema(lexicographicSortSchema(whole)));
  }
});
