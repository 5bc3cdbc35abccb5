import type {
  DirectiveNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from "graphql";
import { Kind } from "graphql/language/kinds.mjs";
import { lowerInput, type Variables } from "./input.ts";

/** What is needed to walk the selections of one operation. */
export interface SelectionContext {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
}

/** A response key and the fields of the document that are merged under it. */
export interface SelectedField {
  readonly key: string;
  readonly name: string;
  /** The first: validation saw to it that arguments agree. */
  readonly node: FieldNode;
  readonly selections: readonly SelectionSetNode[];
}

/**
 * The fragments of a document by name.
 *
 * @param document A parsed document.
 * @returns Their definitions.
 */
export function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function condition(directive: DirectiveNode, variables: Variables): boolean {
  const argument = directive.arguments?.find((one) => one.name.value === "if");
  const input = argument && lowerInput(argument.value, variables);
  return input?.kind === "scalar" && input.value === true;
}

function isIncluded(selection: SelectionNode, variables: Variables): boolean {
  return (selection.directives ?? []).every((directive) => {
    if (directive.name.value === "skip") return !condition(directive, variables);
    if (directive.name.value === "include") return condition(directive, variables);
    return true;
  });
}

/**
 * The fields of merged selection sets, in the order of the response. Every type is an object type, so a fragment
 * that passed validation always applies.
 *
 * @param sets The selection sets that stand under one response key.
 * @param context Fragments, and variables for `@include` and `@skip`.
 * @returns One entry per response key.
 *
 * @example Fields under one key are merged
 * ```ts
 * import { type OperationDefinitionNode, parse } from "graphql";
 * import { fragmentsOf, selectedFields } from "./selection.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const document = parse("{ flow { id } flow { name } }");
 * const [operation] = document.definitions as OperationDefinitionNode[];
 * const fields = selectedFields([operation!.selectionSet], { fragments: fragmentsOf(document), variables: {} });
 * assertEquals(fields.map(({ key, selections }) => [key, selections.length]), [["flow", 2]]);
 * ```
 */
export function selectedFields(
  sets: readonly SelectionSetNode[],
  context: SelectionContext,
): SelectedField[] {
  const found = new Map<string, { name: string; node: FieldNode; selections: SelectionSetNode[] }>();
  const visit = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, context.variables)) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = context.fragments.get(selection.name.value);
        if (fragment) visit(fragment.selectionSet);
      } else {
        const key = selection.alias?.value ?? selection.name.value;
        const entry = found.get(key) ?? { name: selection.name.value, node: selection, selections: [] };
        if (selection.selectionSet) entry.selections.push(selection.selectionSet);
        found.set(key, entry);
      }
    }
  };
  sets.forEach(visit);
  return [...found].map(([key, entry]) => ({ key, ...entry }));
}
