import type {
  ConstValueNode,
  EnumTypeDefinitionNode,
  GraphQLEnumValueConfig,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputFieldConfig,
  GraphQLInputType,
  GraphQLNamedType,
  GraphQLOutputType,
  GraphQLType,
  InputObjectTypeDefinitionNode,
  InputValueDefinitionNode,
  ObjectTypeDefinitionNode,
  TypeNode,
} from "graphql";
import { Kind } from "graphql/language/kinds.mjs";
import { parse } from "graphql/language/parser.mjs";
import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
} from "graphql/type/definition.mjs";
import { introspectionTypes } from "graphql/type/introspection.mjs";
import { specifiedScalarTypes } from "graphql/type/scalars.mjs";
import { GraphQLSchema } from "graphql/type/schema.mjs";
import { valueFromAST } from "graphql/utilities/valueFromAST.mjs";
import { InternalError } from "../../core/errors.ts";
import { lazyFields } from "./lazy_fields.ts";

/** Where a definition begins: at the start of a line, its description before it. */
const DEFINITION_REGEXP =
  /^(?:"""(?<block>[^"]*)"""\s*|(?<line>"(?:[^"\\]|\\.)*")\s*)?(?:extend )?(?<keyword>type|input|enum|scalar) (?<name>\w+)/gm;

type Keyword = "type" | "input" | "enum" | "scalar";

/** What the text says of one type: its definition and its extensions, unread. */
interface Source {
  readonly keyword: Keyword;
  readonly description: string | undefined;
  readonly texts: string[];
}

/** Finds where each type is spoken of. Only text of our own is split so: one definition per line start. */
function splitDefinitions(sdl: string): ReadonlyMap<string, Source> {
  const found = [...sdl.matchAll(DEFINITION_REGEXP)];
  const sources = new Map<string, Source>();
  for (const [position, { index, groups }] of found.entries()) {
    const { block, line, keyword, name } = groups!;
    const text = sdl.slice(index, found[position + 1]?.index);
    const known = sources.get(name!);
    const description = line === undefined ? block?.trim() : JSON.parse(line);
    if (known) known.texts.push(text);
    else sources.set(name!, { keyword: keyword as Keyword, description, texts: [text] });
  }
  return sources;
}

/** Reads the text of one field. */
function readField<Node extends ObjectTypeDefinitionNode | InputObjectTypeDefinitionNode>(
  keyword: "type" | "input",
  text: string,
): NonNullable<Node["fields"]>[number] {
  const { definitions } = parse(`${keyword} of {${text}}`, { noLocation: true });
  return (definitions[0] as Node).fields![0]!;
}

/** Reads the values of an enum. */
function readValues(texts: readonly string[]): Record<string, GraphQLEnumValueConfig> {
  const nodes = texts.flatMap((text) =>
    parse(text, { noLocation: true }).definitions as EnumTypeDefinitionNode[]
  );
  const values = nodes.flatMap(({ values = [] }) => values);
  return Object.fromEntries(
    values.map((node) => [node.name.value, { description: node.description?.value }]),
  );
}

/** What a type is called, and what is said of it. */
interface TypeName {
  readonly name: string;
  readonly description: string | undefined;
}

class LazyObjectType extends GraphQLObjectType {
  readonly #fields: Record<string, GraphQLField<unknown, unknown>>;

  constructor(name: TypeName, fields: Record<string, GraphQLField<unknown, unknown>>) {
    super({ ...name, fields: {} });
    this.#fields = fields;
  }

  override getFields(): Record<string, GraphQLField<unknown, unknown>> {
    return this.#fields;
  }
}

class LazyInputObjectType extends GraphQLInputObjectType {
  readonly #fields: Record<string, GraphQLInputField>;

  constructor(name: TypeName, fields: Record<string, GraphQLInputField>) {
    super({ ...name, fields: {} });
    this.#fields = fields;
  }

  override getFields(): Record<string, GraphQLInputField> {
    return this.#fields;
  }
}

/**
 * A schema whose types and fields are read from their text when somebody asks for them: a server that is asked for flows
 * need not know what a cloud hook is. Asked for all of them, as introspection does, it has all.
 *
 * The text may hold objects, inputs, enums and scalars, each at the start of a line, with their fields two blanks deep;
 * the roots are `Query` and `Mutation`.
 *
 * @example A type and its neighbour
 * ```ts
 * import { LazySchema } from "./lazy_schema.ts";
 * import { validate, parse } from "graphql";
 * import { assertEquals } from "@std/assert";
 *
 * const schema = new LazySchema("type Query {\n  flow: flow\n}\ntype flow {\n  id: ID!\n}\ntype Mutation");
 * assertEquals(validate(schema, parse("{ flow { id } }")), []);
 * assertEquals(Object.keys(schema.getTypeMap()).includes("Mutation"), true);
 * ```
 */
export class LazySchema extends GraphQLSchema {
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #types = new Map<string, GraphQLNamedType>(
    [...specifiedScalarTypes, ...introspectionTypes].map((type) => [type.name, type]),
  );

  /** @param sdl The text of all types. */
  constructor(sdl: string) {
    super({ assumeValid: true });
    this.#sources = splitDefinitions(sdl);
  }

  /** The type of a name. */
  override getType(name: string): GraphQLNamedType | undefined {
    const known = this.#types.get(name);
    if (known) return known;
    const source = this.#sources.get(name);
    if (!source) return undefined;
    const made = this.#make(name, source);
    this.#types.set(name, made);
    return made;
  }

  /** The root of queries. */
  override getQueryType(): GraphQLObjectType {
    return this.getType("Query") as GraphQLObjectType;
  }

  /** The root of mutations. */
  override getMutationType(): GraphQLObjectType {
    return this.getType("Mutation") as GraphQLObjectType;
  }

  /** All types by name. */
  override getTypeMap(): Record<string, GraphQLNamedType> {
    for (const name of this.#sources.keys()) this.getType(name);
    return Object.fromEntries(this.#types);
  }

  #make(name: string, { keyword, description, texts }: Source): GraphQLNamedType {
    switch (keyword) {
      case "type":
        return new LazyObjectType({ name, description }, lazyFields(texts, this.#field));
      case "input":
        return new LazyInputObjectType({ name, description }, lazyFields(texts, this.#inputField));
      case "enum":
        return new GraphQLEnumType({ name, description, values: () => readValues(texts) });
      case "scalar":
        return new GraphQLScalarType({ name, description });
    }
  }

  readonly #field = (name: string, text: string): GraphQLField<unknown, unknown> => {
    const node = readField<ObjectTypeDefinitionNode>("type", text);
    const config = {
      type: this.#typeOf(node.type) as GraphQLOutputType,
      description: node.description?.value,
      args: Object.fromEntries((node.arguments ?? []).map((one) => [one.name.value, this.#input(one)])),
    };
    return new GraphQLObjectType({ name, fields: { [name]: config } }).getFields()[name]!;
  };

  readonly #inputField = (name: string, text: string): GraphQLInputField => {
    const config = this.#input(readField<InputObjectTypeDefinitionNode>("input", text));
    return new GraphQLInputObjectType({ name, fields: { [name]: config } }).getFields()[name]!;
  };

  #input(node: InputValueDefinitionNode): GraphQLInputFieldConfig {
    const type = this.#typeOf(node.type) as GraphQLInputType;
    const defaultValue = node.defaultValue && valueFromAST(node.defaultValue as ConstValueNode, type);
    return { type, description: node.description?.value, defaultValue };
  }

  #typeOf(node: TypeNode): GraphQLType {
    if (node.kind === Kind.NON_NULL_TYPE) {
      return new GraphQLNonNull(this.#typeOf(node.type) as ConstructorParameters<typeof GraphQLNonNull>[0]);
    }
    if (node.kind === Kind.LIST_TYPE) return new GraphQLList(this.#typeOf(node.type));
    const type = this.getType(node.name.value);
    if (type) return type;
    throw new InternalError(`Cannot make the schema: there is no type "${node.name.value}"`);
  }
}
