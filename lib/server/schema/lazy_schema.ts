import {
  type ConstValueNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLScalarType,
  GraphQLSchema,
  type GraphQLType,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  introspectionTypes,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  specifiedScalarTypes,
  type TypeNode,
  valueFromAST,
} from "graphql";
import { InternalError } from "../../core/errors.ts";

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

function readDefinitions<Node>({ texts }: Source): Node[] {
  return texts.flatMap((text) => parse(text, { noLocation: true }).definitions as unknown as Node[]);
}

/**
 * A schema whose types are read from their text when somebody asks for them: a server that is asked for flows need not
 * know what a cloud hook is. Asked for all of them, as introspection does, it has all.
 *
 * The text may hold objects, inputs, enums and scalars, each at the start of a line; the roots are `Query` and
 * `Mutation`.
 *
 * @example A type and its neighbour
 * ```ts
 * import { LazySchema } from "./lazy_schema.ts";
 * import { validate, parse } from "graphql";
 * import { assertEquals } from "@std/assert";
 *
 * const schema = new LazySchema("type Query { flow: flow }\ntype flow { id: ID! }\ntype Mutation { go: Int }");
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

  #make(name: string, source: Source): GraphQLNamedType {
    const { keyword, description } = source;
    switch (keyword) {
      case "type":
        return new GraphQLObjectType({
          name,
          description,
          fields: () => {
            const nodes = readDefinitions<ObjectTypeDefinitionNode | ObjectTypeExtensionNode>(source);
            return Object.fromEntries(
              nodes.flatMap(({ fields = [] }) => fields.map((node) => this.#field(node))),
            );
          },
        });
      case "input":
        return new GraphQLInputObjectType({
          name,
          description,
          fields: () => {
            const nodes = readDefinitions<InputObjectTypeDefinitionNode>(source);
            return this.#inputs(nodes.flatMap(({ fields = [] }) => fields));
          },
        });
      case "enum": {
        const nodes = readDefinitions<EnumTypeDefinitionNode>(source).flatMap(({ values = [] }) => values);
        const values = nodes.map((node) =>
          [node.name.value, { description: node.description?.value }] as const
        );
        return new GraphQLEnumType({ name, description, values: Object.fromEntries(values) });
      }
      case "scalar":
        return new GraphQLScalarType({ name, description });
    }
  }

  #field(node: FieldDefinitionNode): [string, GraphQLFieldConfig<unknown, unknown>] {
    return [node.name.value, {
      type: this.#typeOf(node.type) as GraphQLOutputType,
      description: node.description?.value,
      args: this.#inputs(node.arguments ?? []),
    }];
  }

  #inputs(nodes: readonly InputValueDefinitionNode[]): Record<string, GraphQLInputFieldConfig> {
    return Object.fromEntries(nodes.map((node) => {
      const type = this.#typeOf(node.type) as GraphQLInputType;
      const defaultValue = node.defaultValue && valueFromAST(node.defaultValue as ConstValueNode, type);
      return [node.name.value, { type, description: node.description?.value, defaultValue }];
    }));
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
