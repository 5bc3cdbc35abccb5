import type { GraphQLLeafType, ValueNode } from "graphql";
import { Kind } from "graphql/language/kinds.mjs";
import { isEnumType } from "graphql/type/definition.mjs";
import { isSpecifiedScalarType } from "graphql/type/scalars.mjs";

/**
 * Whether a literal is one of a scalar or an enum. Scalars that the specification does not know take everything, as at
 * Prefect's gateway; the query engine and the service check them.
 *
 * @param type A scalar or an enum.
 * @param node The literal; not null, and no variable.
 * @returns Whether it is.
 *
 * @example A text is no number
 * ```ts
 * import { GraphQLInt, parseValue } from "graphql";
 * import { isLiteralOf } from "./is_literal_of.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isLiteralOf(GraphQLInt, parseValue("1")), true);
 * assertEquals(isLiteralOf(GraphQLInt, parseValue('"1"')), false);
 * ```
 */
export function isLiteralOf(type: GraphQLLeafType, node: ValueNode): boolean {
  if (isEnumType(type)) return node.kind === Kind.ENUM && type.getValue(node.value) !== undefined;
  if (!isSpecifiedScalarType(type)) return true;
  try {
    return type.parseLiteral(node, undefined) !== undefined;
  } catch {
    // Version 14 does not give the reason.
    return false;
  }
}
