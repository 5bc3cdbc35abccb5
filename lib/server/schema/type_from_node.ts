import type { GraphQLSchema, GraphQLType, TypeNode } from "graphql";
import { typeFromAST } from "graphql/utilities/typeFromAST.mjs";

/**
 * The type that a document names.
 *
 * @param schema Knows types by name. The library wants a whole schema, and asks it for nothing else.
 * @param node A name, in lists and exclamation marks.
 * @returns The type; `undefined` when there is none of that name.
 *
 * @example A list
 * ```ts
 * import { GraphQLInt, parseType } from "graphql";
 * import { typeFromNode } from "./type_from_node.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const schema = { getType: (name: string) => name === "Int" ? GraphQLInt : undefined };
 * assertEquals(String(typeFromNode(schema, parseType("[Int!]"))), "[Int!]");
 * assertEquals(typeFromNode(schema, parseType("[Float!]")), undefined);
 * ```
 */
export function typeFromNode(
  schema: Pick<GraphQLSchema, "getType">,
  node: TypeNode,
): GraphQLType | undefined {
  return typeFromAST(schema as GraphQLSchema, node);
}
