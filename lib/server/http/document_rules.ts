import {
  type ASTVisitFn,
  type ASTVisitor,
  KnownTypeNamesRule,
  type NamedTypeNode,
  specifiedRules,
  type ValidationContext,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
} from "graphql";
import { depthLimit } from "./depth_rule.ts";
import { valuesOfCorrectType } from "./value_rule.ts";

/** The library's own rule lists all types of the schema each time, also where every name is known. */
function knownTypeNames(context: ValidationContext): ASTVisitor {
  const schema = context.getSchema();
  return {
    NamedType(node, ...rest) {
      if (schema.getType(node.name.value)) return;
      const { NamedType } = KnownTypeNamesRule(context) as { NamedType: ASTVisitFn<NamedTypeNode> };
      return NamedType(node, ...rest);
    },
  };
}

const OURS: ReadonlyMap<ValidationRule, ValidationRule> = new Map([
  [ValuesOfCorrectTypeRule, valuesOfCorrectType],
  [KnownTypeNamesRule, knownTypeNames],
]);

/**
 * What a document is judged by: the rules of the specification, some of them our own, and the limit of its depth.
 *
 * @param depth How many levels it may have below its root fields.
 * @returns Rules, in the library's order.
 *
 * @example Each violation is told
 * ```ts
 * import { buildSchema, parse, validate } from "graphql";
 * import { documentRules } from "./document_rules.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const schema = buildSchema("type Query { deeper: Query, name(like: String): Int }");
 * const errors = validate(schema, parse("{ deeper { deeper { name(like: 1) } } }"), documentRules(1));
 * assertEquals(errors.map(({ message }) => message), [
 *   "'' exceeds maximum operation depth of 1",
 *   "Expected type String, found 1.",
 * ]);
 * ```
 */
export function documentRules(depth: number): ValidationRule[] {
  return [...specifiedRules.map((rule) => OURS.get(rule) ?? rule), depthLimit(depth)];
}
