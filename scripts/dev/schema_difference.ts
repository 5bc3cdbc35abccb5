/**
 * Prints what Prefect Server's schema has and that of our server backend lacks; ends with 1 if there is any.
 *
 *     deno task schema-difference                  compare with the recorded schema
 *     deno task schema-difference --record FILE    record the schema in FILE (SDL) first
 *
 * @module
 */
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLSchema,
  parse,
  print,
  stripIgnoredCharacters,
} from "graphql";
import { parseArgs } from "@std/cli";
import { makeSchema } from "../../lib/server/schema/schema.ts";

/** Names and types only, one definition per line: descriptions are others' text. */
const RECORDED = new URL("../../tests/server/schema/prefect_server.graphql", import.meta.url);

/**
 * What a document written for another schema could meet with ours: whatever is missing, or has a type that does not fit.
 * We may have more.
 *
 * @param sdl The other schema.
 * @param ours Our schema.
 * @returns A sentence for each difference.
 *
 * @example A field that is missing
 * ```ts
 * import { buildSchema } from "graphql";
 * import { schemaDifference } from "./schema_difference.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const ours = buildSchema("type Query { hello: String, more: Int }");
 * assertEquals(schemaDifference("type Query { hello: String, api: Int }", ours), ["Query.api was removed."]);
 * ```
 */
export function schemaDifference(sdl: string, ours: GraphQLSchema): string[] {
  return findBreakingChanges(buildSchema(sdl), ours).map(({ description }) => description);
}

/**
 * A schema without descriptions, in the order of its names.
 *
 * @param sdl The schema.
 * @returns SDL, one definition per line.
 *
 * @example
 * ```ts
 * import { bareSchema } from "./schema_difference.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bareSchema('"of no matter" type Query { "nor this" hello: String }'), "type Query{hello:String}\n");
 * ```
 */
export function bareSchema(sdl: string): string {
  const bare = JSON.stringify(parse(sdl, { noLocation: true }), (key, value) => {
    return key === "description" ? undefined : value;
  });
  const { definitions } = JSON.parse(bare) as ReturnType<typeof parse>;
  return `${definitions.map((one) => stripIgnoredCharacters(print(one))).sort().join("\n")}\n`;
}

if (import.meta.main) {
  const { record } = parseArgs(Deno.args, { string: ["record"] });
  if (record !== undefined) await Deno.writeTextFile(RECORDED, bareSchema(await Deno.readTextFile(record)));
  const ours = await makeSchema("server").whole();
  const difference = schemaDifference(await Deno.readTextFile(RECORDED), ours);
  for (const line of difference) console.log(line);
  console.error(`schema: ${difference.length} differences`);
  if (difference.length > 0) Deno.exit(1);
}
