import {
  getNamedType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { Selection, Style } from "./selection.ts";

/** A document with its variables, ready to be sent. */
export interface PrintedDocument {
  readonly query: string;
  readonly variables: JsonObject;
}

const NAME_REGEXP = /^[_A-Za-z]\w*$/;

/** Whether a value can stand in a document: a key of it may be no name of GraphQL. */
function isWritable(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.every(isWritable);
  return !isJsonObject(value) ||
    Object.entries(value).every(([key, one]) => NAME_REGEXP.test(key) && isWritable(one));
}

function literal(value: JsonValue, type: GraphQLInputType | undefined): string {
  const bare = type && isNonNullType(type) ? type.ofType : type;
  if (Array.isArray(value)) {
    const item = isListType(bare) ? bare.ofType as GraphQLInputType : undefined;
    return `[${value.map((one) => literal(one, item)).join(", ")}]`;
  }
  if (isListType(bare)) return literal(value, bare.ofType as GraphQLInputType);
  if (isJsonObject(value)) {
    const fields = isInputObjectType(bare) ? bare.getFields() : {};
    const entries = Object.entries(value).map(([key, one]) => `${key}: ${literal(one, fields[key]?.type)}`);
    return `{${entries.join(", ")}}`;
  }
  return isEnumType(bare) ? String(value) : JSON.stringify(value);
}

/** Prints one document; what its fields share is collected here. */
class Printer {
  readonly variables: JsonObject = {};
  readonly declarations: string[] = [];
  readonly fragments: string[] = [];

  #variable(type: string, value: JsonValue): string {
    const name = `v${this.declarations.length}`;
    this.declarations.push(`$${name}: ${type}`);
    this.variables[name] = value;
    return `$${name}`;
  }

  #arguments(selection: Selection, parent: GraphQLObjectType, style: Style): string {
    const given = Object.entries(selection.args ?? {});
    if (given.length === 0) return "";
    const declared = parent.getFields()[selection.name]!.args;
    const printed = given.map(([name, value]) => {
      const { type } = declared.find((argument) => argument.name === name)!;
      const inVariable = style === "variables" || !isWritable(value);
      return `${name}: ${inVariable ? this.#variable(String(type), value) : literal(value, type)}`;
    });
    return `(${printed.join(", ")})`;
  }

  /** Of three fields two carry a directive that changes nothing. */
  #directive(style: Style, position: number): string {
    if (style !== "directives") return "";
    if (position % 3 === 0) return " @include(if: true)";
    return position % 3 === 1 ? ` @skip(if: ${this.#variable("Boolean!", false)})` : "";
  }

  #field(
    selection: Selection,
    at: { readonly parent: GraphQLObjectType; readonly style: Style; readonly position: number },
  ): string {
    const { parent } = at;
    const style = selection.style ?? at.style;
    const alias = selection.alias === undefined ? "" : `${selection.alias}: `;
    const head = `${alias}${selection.name}${this.#arguments(selection, parent, style)}`;
    const directive = this.#directive(style, at.position);
    if (!selection.fields) return `${head}${directive}`;
    const type = getNamedType(parent.getFields()[selection.name]!.type) as GraphQLObjectType;
    return `${head}${directive} { ${this.#body(selection.fields, type, style)} }`;
  }

  #body(fields: readonly Selection[], parent: GraphQLObjectType, style: Style): string {
    const printed = fields.map((field, position) => this.#field(field, { parent, style, position }));
    if (style === "directives") {
      const skipped = this.#variable("Boolean!", true);
      printed.push("absent: __typename @include(if: false)", `gone: __typename @skip(if: ${skipped})`);
    }
    if (style !== "fragments") return printed.join(" ");
    const half = Math.ceil(printed.length / 2);
    const name = `F${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${parent.name} { ${printed.slice(0, half).join(" ")} }`);
    const rest = printed.slice(half);
    return rest.length === 0 ? `...${name}` : `...${name} ... on ${parent.name} { ${rest.join(" ")} }`;
  }

  print(roots: readonly Selection[], query: GraphQLObjectType): string {
    const body = roots.map((root, position) =>
      this.#field(root, { parent: query, style: "literals", position })
    );
    const declared = this.declarations.length === 0 ? "" : `(${this.declarations.join(", ")})`;
    return [`query${declared} {\n  ${body.join("\n  ")}\n}`, ...this.fragments].join("\n");
  }
}

/**
 * Writes root fields as a document.
 *
 * @param roots The fields; each in the style that it names.
 * @param schema Has the types of their arguments.
 * @returns The document, with variables for what the style wants there and for JSON that no literal can hold.
 */
export function printDocument(roots: readonly Selection[], schema: GraphQLSchema): PrintedDocument {
  const printer = new Printer();
  const query = printer.print(roots, schema.getQueryType()!);
  return { query, variables: printer.variables };
}
