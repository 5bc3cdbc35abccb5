import { checkName } from "./check_name.ts";

/** What an operation does. */
export type OperationKind = "query" | "mutation" | "subscription";

/** What stands before the selection of an operation. */
export interface OperationHead {
  /** Its name; needed where a document has several operations. */
  readonly name?: string;
  /** The types of its variables by name, such as `{ id: "uuid!", limit: "Int = 10" }`. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * An operation with a name or variables: a key of a structure.
 *
 * @param kind What it does.
 * @param head Name and variables.
 * @returns Such as `query Flows($limit: Int)`.
 * @throws {TypeError} When a name is no GraphQL name.
 *
 * @example A mutation with an input
 * ```ts
 * import { operation } from "./operation.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   operation("mutation", { variables: { input: "create_project_input!" } }),
 *   "mutation($input: create_project_input!)",
 * );
 * ```
 */
export function operation(kind: OperationKind, head: OperationHead = {}): string {
  const variables = Object.entries(head.variables ?? {}).map(([name, type]) =>
    `$${checkName(name)}: ${type}`
  );
  const name = head.name === undefined ? "" : ` ${checkName(head.name)}`;
  return `${kind}${name}${variables.length === 0 ? "" : `(${variables.join(", ")})`}`;
}

/**
 * The head of a fragment: a key at the root of a structure.
 *
 * @param name Its name.
 * @param type The type it belongs to.
 * @returns Such as `fragment Names on flow`.
 * @throws {TypeError} When a name is no GraphQL name.
 *
 * @example A fragment and its use
 * ```ts
 * import { fragment, spread } from "./operation.ts";
 * import { renderGraphQL } from "./render.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   renderGraphQL({ query: { flow: [spread("Names")] }, [fragment("Names", "flow")]: ["id", "name"] }),
 *   "query {\n    flow {\n        ...Names\n    }\n}\nfragment Names on flow {\n    id\n    name\n}",
 * );
 * ```
 */
export function fragment(name: string, type: string): string {
  return `fragment ${checkName(name)} on ${checkName(type)}`;
}

/**
 * The use of a fragment: a field of a structure.
 *
 * @param name Its name.
 * @returns Such as `...Names`.
 * @throws {TypeError} When it is no GraphQL name.
 *
 * @example Three dots
 * ```ts
 * import { spread } from "./operation.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(spread("Names"), "...Names");
 * ```
 */
export function spread(name: string): string {
  return `...${checkName(name)}`;
}

/**
 * The head of a fragment that has no name: a key within a selection.
 *
 * @param type The type it belongs to.
 * @returns Such as `... on flow`.
 * @throws {TypeError} When it is no GraphQL name.
 *
 * @example A type
 * ```ts
 * import { inlineFragment } from "./operation.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(inlineFragment("flow"), "... on flow");
 * ```
 */
export function inlineFragment(type: string): string {
  return `... on ${checkName(type)}`;
}
