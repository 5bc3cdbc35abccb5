import type {
  GraphQLInputType,
  GraphQLSchema,
  OperationDefinitionNode,
  VariableDefinitionNode,
} from "graphql";
import { GraphQLError } from "graphql/error/GraphQLError.mjs";
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from "graphql/type/definition.mjs";
import { isSpecifiedScalarType } from "graphql/type/scalars.mjs";
import { inspect } from "graphql/jsutils/inspect.mjs";
import { suggestionList } from "graphql/jsutils/suggestionList.mjs";
import { isAscii } from "../../core/is_ascii.ts";
import { isJsonObject, type JsonObject, type JsonValue, NumberText } from "../../core/json.ts";
import { typeFromNode } from "../schema/type_from_node.ts";
import { didYouMean } from "./did_you_mean.ts";
import { lowerInput, type Variables } from "./input.ts";

/** Variables that fit their declarations, and the shape that a plan made with them is good for. */
export interface CoercedVariables {
  readonly values: Variables;
  /**
   * What may change a plan: which values are there, which are null, the structure of objects and lists, enum values,
   * booleans, and whether a text is ASCII. Two requests with equal shapes share a plan.
   */
  readonly shape: string;
  readonly errors: readonly GraphQLError[];
}

/** What of a scalar may change a plan. */
function scalarShape(value: JsonValue): string {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return isAscii(value) ? "s" : "u";
  return typeof value === "number" || value instanceof NumberText ? "n" : "j";
}

/** A variable as an operation declares it. */
interface Declaration {
  readonly definition: VariableDefinitionNode;
  readonly name: string;
  readonly type: GraphQLInputType;
  /** Whether any text will do. */
  readonly takesText: boolean;
}

/** Looked up once; an operation was validated against one schema and is used with no other. */
const DECLARATIONS = new WeakMap<OperationDefinitionNode, readonly Declaration[]>();

function takesText(type: GraphQLInputType): boolean {
  const plain = isNonNullType(type) ? type.ofType : type;
  return isScalarType(plain) && (!isSpecifiedScalarType(plain) || plain.name === "String");
}

function declarationsOf(
  schema: Pick<GraphQLSchema, "getType">,
  operation: OperationDefinitionNode,
): readonly Declaration[] {
  let declarations = DECLARATIONS.get(operation);
  if (!declarations) {
    declarations = (operation.variableDefinitions ?? []).map((definition) => {
      const type = typeFromNode(schema, definition.type) as GraphQLInputType;
      return { definition, name: definition.variable.name.value, type, takesText: takesText(type) };
    });
    DECLARATIONS.set(operation, declarations);
  }
  return declarations;
}

/** Coerces the variables of one operation; collects every error, as graphql-js does. */
class Coercion {
  readonly errors: GraphQLError[] = [];
  readonly #definition: VariableDefinitionNode;

  constructor(definition: VariableDefinitionNode) {
    this.#definition = definition;
  }

  #report(value: unknown, path: string, message: string): string {
    const name = this.#definition.variable.name.value;
    const at = path === "" ? "" : ` at "${name}${path}"`;
    const shown = inspect(value instanceof NumberText ? Number(value.text) : value);
    const text = `Variable "$${name}" got invalid value ${shown}${at}; ${message}`;
    this.errors.push(new GraphQLError(text, { nodes: this.#definition }));
    return "!";
  }

  /** Returns the shape of a value; what is wrong with it is reported. */
  check(type: GraphQLInputType, value: JsonValue): string {
    return this.#shape(type, value, "");
  }

  #shape(type: GraphQLInputType, value: JsonValue, path: string): string {
    if (isNonNullType(type)) {
      if (value === null) {
        return this.#report(value, path, `Expected non-nullable type ${type} not to be null.`);
      }
      return this.#shape(type.ofType, value, path);
    }
    if (value === null) return "0";
    if (isListType(type)) {
      if (!Array.isArray(value)) return this.#shape(type.ofType, value, path);
      const items = value.map((item, position) => this.#shape(type.ofType, item, `${path}[${position}]`));
      // How many values a list of scalars has is of no matter to a plan; it is bound as one value.
      const structured = isInputObjectType(getNamedType(type)) || isEnumType(getNamedType(type));
      return structured ? `[${items.join()}]` : "[]";
    }
    if (isInputObjectType(type)) return this.#checkObject(type, value, path);
    if (isEnumType(type)) {
      if (typeof value === "string" && type.getValue(value)) return value;
      const suggestions = suggestionList(String(value), type.getValues().map((one) => one.name));
      return this.#report(value, path, `Expected type ${type}.${didYouMean(suggestions)}`);
    }
    if (isSpecifiedScalarType(type)) {
      try {
        type.parseValue(value instanceof NumberText ? Number(value.text) : value);
      } catch (error) {
        return this.#report(value, path, `Expected type ${type}. ${(error as Error).message}`);
      }
    }
    return scalarShape(value);
  }

  #checkObject(
    type: Extract<GraphQLInputType, { getFields(): unknown }>,
    value: Exclude<JsonValue, null>,
    path: string,
  ): string {
    if (!isJsonObject(value)) return this.#report(value, path, `Expected type ${type} to be an object.`);
    const fields = type.getFields();
    for (const field of Object.values(fields)) {
      if (isNonNullType(field.type) && field.defaultValue === undefined && value[field.name] === undefined) {
        this.#report(value, path, `Field ${field.name} of required type ${field.type} was not provided.`);
      }
    }
    const shapes = Object.entries(value).map(([name, item]) => {
      const field = fields[name];
      if (field) return `${name}:${this.#shape(field.type, item, `${path}.${name}`)}`;
      const hint = didYouMean(suggestionList(name, Object.keys(fields)));
      return this.#report(value, path, `Field "${name}" is not defined by type ${type}.${hint}`);
    });
    return `{${shapes.join()}}`;
  }
}

/**
 * Fits the variables of a request to what the operation declares, with the messages of graphql-js 14, which clients
 * match on. Values that nobody declared are ignored.
 *
 * Source: `reference/hasura.md` §1.1, `reference/prefect-api.md` §7.1.
 *
 * @param schema Has the types.
 * @param operation Has the declarations.
 * @param options `given` are the values as they were sent.
 * @returns The values with defaults filled in, their shape, and what is wrong.
 */
export function coerceVariables(
  schema: Pick<GraphQLSchema, "getType">,
  operation: OperationDefinitionNode,
  { given }: { readonly given: JsonObject },
): CoercedVariables {
  const values: Record<string, JsonValue> = {};
  const shapes: string[] = [];
  const errors: GraphQLError[] = [];
  for (const { definition, name, type, takesText } of declarationsOf(schema, operation)) {
    const sent = Object.hasOwn(given, name) ? given[name] : undefined;
    if (sent === undefined) {
      const fallback = definition.defaultValue && lowerInput(definition.defaultValue, {});
      if (fallback) {
        const read = fallback.kind === "null" ? null : fallback.read({} as never);
        values[name] = read;
        shapes.push(new Coercion(definition).check(type, read));
      } else if (isNonNullType(type)) {
        const message = `Variable "$${name}" of required type "${type}" was not provided.`;
        errors.push(new GraphQLError(message, { nodes: definition }));
      } else shapes.push("-");
    } else if (sent === null && isNonNullType(type)) {
      const message = `Variable "$${name}" of non-null type "${type}" must not be null.`;
      errors.push(new GraphQLError(message, { nodes: definition }));
    } else if (takesText && typeof sent === "string") {
      shapes.push(scalarShape(sent));
      values[name] = sent;
    } else {
      const coercion = new Coercion(definition);
      shapes.push(coercion.check(type, sent));
      values[name] = sent;
      errors.push(...coercion.errors);
    }
  }
  return { values, shape: shapes.join(";"), errors };
}
