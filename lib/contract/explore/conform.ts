import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
} from "graphql";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { show } from "../show.ts";
import { isOfType, type ValueType } from "../value_type.ts";
import type { Finding } from "./law.ts";
import { keyOf, type Selection } from "./selection.ts";

/** What the values of a scalar look like, where that is promised. */
const FORMS: Readonly<Record<string, ValueType>> = {
  Int: "integer",
  Float: "number",
  String: "string",
  Boolean: "boolean",
  uuid: "uuid",
  timestamptz: "iso-datetime",
  interval: "string",
};

function broken(path: string, check: JsonObject, got: JsonValue | undefined): Finding {
  const [predicate, wanted] = Object.entries(check)[0]!;
  return {
    note: "Introspection agrees with the answer",
    check: { path: `$.data${path}`, ...check },
    expected: `${path.slice(1)}: ${predicate} ${show(wanted)}`,
    got: got === undefined ? "nothing" : show(got),
  };
}

function judgeValue(
  value: JsonValue,
  at: { readonly type: GraphQLOutputType; readonly selection: Selection; readonly path: string },
): Finding | undefined {
  const { type, selection, path } = at;
  if (isNonNullType(type)) {
    if (value === null) return broken(path, { not_equals_json: "null" }, value);
    return judgeValue(value, { ...at, type: type.ofType as GraphQLOutputType });
  }
  if (value === null) return undefined;
  if (isListType(type)) {
    if (!Array.isArray(value)) return broken(path, { type: "array" }, value);
    for (const [position, item] of value.entries()) {
      const found = judgeValue(item, { type: type.ofType, selection, path: `${path}[${position}]` });
      if (found) return found;
    }
    return undefined;
  }
  if (selection.fields) {
    return judgeObject(value, { type: type as GraphQLObjectType, fields: selection.fields, path });
  }
  const form = FORMS[getNamedType(type).name];
  if (form === undefined || isOfType(value, [form])) return undefined;
  return broken(path, { type: form }, value);
}

function judgeObject(
  value: JsonValue,
  { type, fields, path }: {
    readonly type: GraphQLObjectType;
    readonly fields: readonly Selection[];
    readonly path: string;
  },
): Finding | undefined {
  const keys = fields.map(keyOf);
  if (!isJsonObject(value) || Object.keys(value).join() !== keys.join()) return broken(path, { keys }, value);
  for (const [position, selection] of fields.entries()) {
    const key = keys[position]!;
    if (selection.name === "__typename") {
      if (value[key] !== type.name) return broken(`${path}.${key}`, { equals: type.name }, value[key]);
      continue;
    }
    const declared = type.getFields()[selection.name]!.type;
    // A part of a JSON value may be missing though the value never is: Hasura says `jsonb!` for both.
    const isPart = selection.args?.path !== undefined && isNonNullType(declared);
    const own = isPart ? declared.ofType : declared;
    const found = judgeValue(value[key]!, { type: own, selection, path: `${path}.${key}` });
    if (found) return found;
  }
  return undefined;
}

/**
 * Holds an answer against the target's own introspection: the keys that were asked for, in their order, values of
 * their types, no null where none may be.
 *
 * @param data The `data` of the answer.
 * @param roots What was asked.
 * @param options The schema.
 * @returns Where they disagree; `undefined` when they do not.
 */
export function judgeForm(
  data: JsonObject,
  roots: readonly Selection[],
  { schema }: { readonly schema: GraphQLSchema },
): Finding | undefined {
  return judgeObject(data, { type: schema.getQueryType()!, fields: roots, path: "" });
}
