import { type ASTVisitor, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from "graphql";

/**
 * Refuses documents that nest deeper than `most` levels below their root fields, as Prefect's gateway does.
 *
 * Source: `reference/prefect-api.md` §1.2 (depth rule), `reference/hasura.md` §1.1. Introspection does not count.
 *
 * @param most How many levels.
 * @returns A validation rule.
 *
 * @example One level is permitted
 * ```ts
 * import { buildSchema, parse, validate } from "graphql";
 * import { depthLimit } from "./depth_rule.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const schema = buildSchema("type Query { a: Query, b: Int }");
 * const errors = (text: string) => validate(schema, parse(text), [depthLimit(1)]).map((error) => error.message);
 * assertEquals(errors("{ a { b } }"), []);
 * assertEquals(errors("query Deep { a { a { b } } }"), ["'Deep' exceeds maximum operation depth of 1"]);
 * ```
 */
export function depthLimit(most: number): (context: ValidationContext) => ASTVisitor {
  return (context) => {
    const depths = new Map<string, number>();
    /** How deep a selection set goes; fragments are measured once, so that spreading them often costs nothing. */
    const depthOf = (set: SelectionSetNode, open: ReadonlySet<string>): number => {
      let deepest = 0;
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          if (selection.name.value.startsWith("__") || !selection.selectionSet) continue;
          deepest = Math.max(deepest, 1 + depthOf(selection.selectionSet, open));
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          deepest = Math.max(deepest, depthOf(selection.selectionSet, open));
        } else {
          const name = selection.name.value;
          const fragment = context.getFragment(name);
          if (!fragment || open.has(name)) continue;
          if (!depths.has(name)) depths.set(name, depthOf(fragment.selectionSet, new Set([...open, name])));
          deepest = Math.max(deepest, depths.get(name)!);
        }
      }
      return deepest;
    };
    return {
      OperationDefinition(node) {
        if (depthOf(node.selectionSet, new Set()) <= most) return;
        const message = `'${node.name?.value ?? ""}' exceeds maximum operation depth of ${most}`;
        context.reportError(new GraphQLError(message, { nodes: node }));
      },
    };
  };
}
