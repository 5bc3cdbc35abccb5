import type { ValueNode } from "graphql";
import { Kind } from "graphql/language/kinds.mjs";
import { isJsonObject, type JsonValue, parseJson } from "../../core/json.ts";
import type { Read } from "./plan.ts";

/**
 * An argument as the planner sees it: its structure, and how to get its values from a request. Only what belongs to
 * the shape of the variables may be looked at while planning: structure, enum values, booleans, nulls.
 */
export type Input =
  | { readonly kind: "null" }
  | {
    readonly kind: "scalar";
    readonly value: JsonValue;
    readonly read: Read;
    /** Whether it stands in the document, and so is the same for every request. */
    readonly isLiteral: boolean;
  }
  | { readonly kind: "list"; readonly items: readonly Input[]; readonly read: Read }
  | { readonly kind: "object"; readonly entries: ReadonlyMap<string, Input>; readonly read: Read };

/** Variables by name: coerced, those without a value left out. */
export type Variables = Readonly<Record<string, JsonValue>>;

function valueInput(value: JsonValue, read: Read): Input {
  if (value === null) return { kind: "null" };
  if (Array.isArray(value)) {
    const items = value.map((item, position) =>
      valueInput(item, (inputs) => (read(inputs) as JsonValue[])[position]!)
    );
    return { kind: "list", items, read };
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]): [string, Input] => [
      key,
      valueInput(item, (inputs) => (read(inputs) as Record<string, JsonValue>)[key]!),
    ]);
    return { kind: "object", entries: new Map(entries), read };
  }
  return { kind: "scalar", value, read, isLiteral: false };
}

function readOf(input: Input): Read {
  return input.kind === "null" ? () => null : input.read;
}

/**
 * Lowers a value of a document.
 *
 * @param node The value; validated against the schema.
 * @param variables Of the request at hand: they stand for all requests with variables of this shape.
 * @returns The input, or `undefined` for a variable without a value, which counts as left out.
 *
 * @example A variable without a value counts as left out
 * ```ts
 * import { parseValue } from "graphql";
 * import { lowerInput } from "./input.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const variables = { name: "train" };
 * assertEquals(lowerInput(parseValue("$other"), variables), undefined);
 * assertEquals(lowerInput(parseValue("{ _eq: $name }"), variables)?.kind, "object");
 * ```
 */
export function lowerInput(node: ValueNode, variables: Variables): Input | undefined {
  switch (node.kind) {
    case Kind.VARIABLE: {
      const name = node.name.value;
      const value = variables[name];
      return value === undefined ? undefined : valueInput(value, (inputs) => inputs.variables[name]!);
    }
    case Kind.NULL:
      return { kind: "null" };
    case Kind.LIST: {
      const items = node.values.map((value) => lowerInput(value, variables) ?? { kind: "null" } as const);
      return { kind: "list", items, read: (inputs) => items.map((item) => readOf(item)(inputs)) };
    }
    case Kind.OBJECT: {
      const entries = new Map<string, Input>();
      for (const field of node.fields) {
        const value = lowerInput(field.value, variables);
        if (value) entries.set(field.name.value, value);
      }
      const read: Read = (inputs) =>
        Object.fromEntries([...entries].map(([key, value]) => [key, readOf(value)(inputs)]));
      return { kind: "object", entries, read };
    }
    case Kind.INT:
    case Kind.FLOAT: {
      const value = parseJson(node.value);
      return { kind: "scalar", value, read: () => value, isLiteral: true };
    }
    default: {
      const value = node.value;
      return { kind: "scalar", value, read: () => value, isLiteral: true };
    }
  }
}

/**
 * The input as a list: a single value is a list of one, as GraphQL coerces it.
 *
 * @param input Any input.
 * @returns Its items; none of `null`.
 */
export function listItems(input: Input): readonly Input[] {
  return input.kind === "list" ? input.items : input.kind === "null" ? [] : [input];
}
