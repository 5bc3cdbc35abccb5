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
  GraphQLSchema,
  GraphQLType,
  InputObjectTypeDefinitionNode,
  InputValueDefinitionNode,
  ObjectTypeDefinitionNode,
  OperationTypeNode,
  TypeNode,
} from "graphql";
import { parse } from "graphql/language/parser.mjs";
import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLObjectType,
  GraphQLScalarType,
} from "graphql/type/definition.mjs";
import { specifiedScalarTypes } from "graphql/type/scalars.mjs";
import { valueFromAST } from "graphql/utilities/valueFromAST.mjs";
import { InternalError } from "../../core/errors.ts";
import { once } from "../../core/once.ts";
import type { Definition } from "./definition.ts";
import { lazyFields } from "./lazy_fields.ts";
import { typeFromNode } from "./type_from_node.ts";

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
  const { definitions } = parse(`enum of {${texts.join("\n")}}`, { noLocation: true });
  const { values = [] } = definitions[0] as EnumTypeDefinitionNode;
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
  readonly #fields: () => Record<string, GraphQLField<unknown, unknown>>;

  constructor(name: TypeName, fields: () => Record<string, GraphQLField<unknown, unknown>>) {
    super({ ...name, fields: {} });
    this.#fields = once(fields);
  }

  override getFields(): Record<string, GraphQLField<unknown, unknown>> {
    return this.#fields();
  }
}

class LazyInputObjectType extends GraphQLInputObjectType {
  readonly #fields: () => Record<string, GraphQLInputField>;

  constructor(name: TypeName, fields: () => Record<string, GraphQLInputField>) {
    super({ ...name, fields: {} });
    this.#fields = once(fields);
  }

  override getFields(): Record<string, GraphQLInputField> {
    return this.#fields();
  }
}

/**
 * A schema whose types and fields are read from their text when somebody asks for them: a server that is asked for flows
 * need not know what a cloud hook is. Asked for all of them, as introspection does, it has all. Some of its definitions
 * may come later, when it is completed.
 *
 * It knows objects, inputs, enums and scalars; the roots are `Query` and `Mutation`.
 *
 * @example A type and its neighbour
 * ```ts
 * import { splitDefinitions } from "./definition.ts";
 * import { LazySchema } from "./lazy_schema.ts";
 * import { validate, parse } from "graphql";
 * import { assertEquals } from "@std/assert";
 *
 * const text = "type Query {\n  flow: flow\n}\ntype flow {\n  id: ID!\n}\ntype Mutation";
 * const more = "extend type Query {\n  hello: String\n}";
 * const schema = new LazySchema(splitDefinitions(text), () => Promise.resolve(splitDefinitions(more)));
 * assertEquals([String(schema.getType("flow")), schema.isComplete], ["flow", false]);
 * assertEquals(validate(await schema.whole(), parse("{ flow { id } hello }")), []);
 * ```
 */
export class LazySchema {
  readonly #definitions: Map<string, readonly Definition[]>;
  #more: (() => Promise<readonly Definition[]>) | undefined;
  readonly #types = new Map<string, GraphQLNamedType>(specifiedScalarTypes.map((type) => [type.name, type]));
  #whole: GraphQLSchema | undefined;

  /**
   * @param definitions Types; of several definitions of one type, the second and later are its extensions.
   * @param more Gives definitions that most do without; no types but the roots have extensions among them.
   */
  constructor(definitions: Iterable<Definition>, more?: () => Promise<readonly Definition[]>) {
    this.#definitions = Map.groupBy(definitions, ({ name }) => name);
    this.#more = more;
  }

  /** Whether it knows all its types. */
  get isComplete(): boolean {
    return this.#more === undefined;
  }

  /** Gets what it does not know yet. */
  async complete(): Promise<void> {
    const more = await this.#more?.();
    if (this.isComplete) return;
    this.#more = undefined;
    for (const definition of more ?? []) {
      const { name } = definition;
      this.#definitions.set(name, [...this.#definitions.get(name) ?? [], definition]);
      this.#types.delete(name);
    }
  }

  /** The names of all types it knows. */
  get names(): Iterable<string> {
    return new Set([...specifiedScalarTypes.map(({ name }) => name), ...this.#definitions.keys()]);
  }

  /** The type of a name. */
  getType(name: string): GraphQLNamedType | undefined {
    const known = this.#types.get(name);
    if (known) return known;
    const definitions = this.#definitions.get(name);
    if (!definitions) return undefined;
    const made = this.#make(name, definitions);
    this.#types.set(name, made);
    return made;
  }

  /** The root of an operation. */
  getRootType(operation: `${OperationTypeNode}`): GraphQLObjectType | undefined {
    switch (operation) {
      case "query":
        return this.getType("Query") as GraphQLObjectType;
      case "mutation":
        return this.getType("Mutation") as GraphQLObjectType;
      case "subscription":
        return undefined;
    }
  }

  /** The same as a schema of the library, which takes long to load. */
  async whole(): Promise<GraphQLSchema> {
    await this.complete();
    const { WholeSchema } = await import("./whole_schema.ts");
    return this.#whole ??= new WholeSchema(this);
  }

  #make(name: string, definitions: readonly Definition[]): GraphQLNamedType {
    const { keyword, description } = definitions[0]!;
    const members = () => definitions.flatMap((definition) => definition.members());
    switch (keyword) {
      case "type":
        return new LazyObjectType({ name, description }, () => lazyFields(members(), this.#field));
      case "input":
        return new LazyInputObjectType({ name, description }, () => lazyFields(members(), this.#inputField));
      case "enum":
        return new GraphQLEnumType({ name, description, values: () => readValues(members()) });
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
    const type = typeFromNode(this, node);
    if (type) return type;
    throw new InternalError(`Cannot make the schema: there is no type in "${JSON.stringify(node)}"`);
  }
}
