import type { GraphQLField, GraphQLInputType, ValueNode } from "graphql";
import { Kind } from "graphql/language/kinds.mjs";
import { getNullableType, isInputObjectType, isListType, isNonNullType } from "graphql/type/definition.mjs";
import { isJsonObject, type JsonObject, type JsonValue, NumberText, parseJson } from "../../core/json.ts";
import { parseTimestamp } from "../../core/timestamp.ts";
import { parsePythonUuid } from "../../core/uuid.ts";
import { ApiError } from "../model/api_error.ts";
import type { Variables } from "../plan/input.ts";
import type { SelectedField } from "../plan/selection.ts";

function refuse(value: JsonValue | string, type: string, place: { path: string; reason: string }): never {
  const shown = typeof value === "string" ? `'${value}'` : JSON.stringify(value);
  const argument = place.path.replace(/[.[].*$/, "");
  const at = place.path === argument ? "" : ` at '${place.path}'`;
  throw new ApiError(
    `Variable '$${argument}' got invalid value ${shown}${at}; Expected type ${type}. ${place.reason}`,
  );
}

function plainNumber(value: JsonValue): JsonValue {
  return value instanceof NumberText ? Number(value.text) : value;
}

/** A value of one of the service's scalars; the others were checked before. */
function scalarValue(type: string, value: JsonValue, path: string): JsonValue {
  switch (type) {
    case "UUID": {
      const id = typeof value === "string" ? parsePythonUuid(value) : undefined;
      const shown = typeof value === "string" ? value : JSON.stringify(value);
      return id ?? refuse(value, type, { path, reason: `Could not parse UUID: ${shown}` });
    }
    case "DateTime":
      try {
        return parseTimestamp(String(value));
      } catch (error) {
        return refuse(value, type, { path, reason: (error as Error).message });
      }
    case "JSON":
      return value;
    default:
      return plainNumber(value);
  }
}

function sentValue(type: GraphQLInputType, value: JsonValue, path: string): JsonValue {
  if (value === null) return null;
  const nullable = getNullableType(type) as GraphQLInputType;
  if (isListType(nullable)) {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item, position) => sentValue(nullable.ofType, item, `${path}[${position}]`));
  }
  if (!isInputObjectType(nullable)) return scalarValue(String(nullable), value, path);
  const object: JsonObject = {};
  const fields = nullable.getFields();
  for (const [name, item] of Object.entries(isJsonObject(value) ? value : {})) {
    object[name] = sentValue(fields[name]!.type, item, `${path}.${name}`);
  }
  return object;
}

/** JSON in a document: text that holds JSON, as Prefect's service reads it (`reference/prefect-api.md` §8). */
function jsonLiteral(node: ValueNode, path: string): JsonValue {
  switch (node.kind) {
    case Kind.STRING:
      try {
        return parseJson(node.value);
      } catch {
        return refuse(node.value, "JSON", { path, reason: "The text is not JSON" });
      }
    case Kind.INT:
    case Kind.FLOAT:
      return parseJson(node.value);
    case Kind.BOOLEAN:
      return node.value;
    default:
      return refuse("", "JSON", { path, reason: "Give JSON as a variable, or as text that holds JSON" });
  }
}

/** A literal; `undefined` for a variable without a value. */
function literalValue(
  type: GraphQLInputType,
  node: ValueNode,
  at: { readonly path: string; readonly variables: Variables },
): JsonValue | undefined {
  const { path, variables } = at;
  if (node.kind === Kind.VARIABLE) {
    const value = variables[node.name.value];
    return value === undefined ? undefined : sentValue(type, value, path);
  }
  if (node.kind === Kind.NULL) return null;
  if (isNonNullType(type)) return literalValue(type.ofType, node, at);
  if (isListType(type)) {
    const nodes = node.kind === Kind.LIST ? node.values : [node];
    return nodes.map((item, position) =>
      literalValue(type.ofType, item, { path: `${path}[${position}]`, variables }) ?? null
    );
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const object: JsonObject = {};
    for (const field of node.kind === Kind.OBJECT ? node.fields : []) {
      const name = field.name.value;
      const value = literalValue(fields[name]!.type, field.value, { path: `${path}.${name}`, variables });
      if (value !== undefined) object[name] = value;
    }
    return object;
  }
  if (String(type) === "JSON") return jsonLiteral(node, path);
  const value = node.kind === Kind.INT || node.kind === Kind.FLOAT
    ? parseJson(node.value)
    : "value" in node
    ? node.value
    : refuse("", String(type), { path, reason: "A list or an object stands there" });
  return scalarValue(String(type), value, path);
}

/**
 * The arguments of a service query or mutation, as actions take them: ids and moments in the API's form, JSON as
 * values, what was left out left out.
 *
 * @param field As it was selected.
 * @param definition As the schema declares it.
 * @param options `variables`: coerced.
 * @returns The arguments by name.
 * @throws {ApiError} When an id, a moment or JSON cannot be read; the text holds what clients match on.
 */
export function serviceArguments(
  field: SelectedField,
  definition: GraphQLField<unknown, unknown>,
  { variables }: { readonly variables: Variables },
): JsonObject {
  const found: JsonObject = {};
  for (const argument of field.node.arguments ?? []) {
    const name = argument.name.value;
    const type = definition.args.find((one) => one.name === name)!.type;
    const value = literalValue(type, argument.value, { path: name, variables });
    if (value !== undefined) found[name] = value;
  }
  return found;
}
