import type {
  ArgumentNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputType,
  GraphQLSchema,
  NameNode,
  ObjectFieldNode,
  OperationDefinitionNode,
  SelectionSetNode,
  ValueNode,
  VariableDefinitionNode,
} from "graphql";
import { OperationTypeNode } from "graphql/language/ast.mjs";
import { Kind } from "graphql/language/kinds.mjs";
import {
  getNamedType,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  isInputType,
  isLeafType,
  isRequiredInputField,
} from "graphql/type/definition.mjs";
import { isTypeSubTypeOf } from "graphql/utilities/typeComparators.mjs";
import { typeFromNode } from "../schema/type_from_node.ts";
import { isLiteralOf } from "./is_literal_of.ts";

/** What arguments or the fields of an input object may be given. */
interface Slots {
  readonly types: ReadonlyMap<string, GraphQLInputType>;
  readonly required: readonly string[];
}

const SLOTS = new WeakMap<object, Slots>();

function slotsOf(owner: GraphQLField<unknown, unknown> | GraphQLInputObjectType): Slots {
  const known = SLOTS.get(owner);
  if (known) return known;
  const slots: ReadonlyArray<GraphQLArgument | GraphQLInputField> = "args" in owner
    ? owner.args
    : Object.values(owner.getFields());
  const made: Slots = {
    types: new Map(slots.map(({ name, type }) => [name, type])),
    required: slots.filter(isRequiredInputField).map(({ name }) => name),
  };
  SLOTS.set(owner, made);
  return made;
}

function areDistinct(nodes: ReadonlyArray<{ readonly name: NameNode }>): boolean {
  return nodes.length < 2 || new Set(nodes.map(({ name }) => name.value)).size === nodes.length;
}

/** Whether a literal has no variables in it, and no field twice. */
function isConstant(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.every(isConstant);
  if (value.kind !== Kind.OBJECT) return value.kind !== Kind.VARIABLE;
  return areDistinct(value.fields) && value.fields.every((field) => isConstant(field.value));
}

/** What a document is held against: a schema of the library, or what knows types as such a one does. */
export type KnownTypes = Pick<GraphQLSchema, "getType" | "getRootType">;

/** Where a selection set stands. */
interface Place {
  readonly type: GraphQLObjectType;
  readonly level: number;
  /** The response keys that are taken. */
  readonly keys: Set<string>;
}

/** One walk over one operation. */
class PlainWalk {
  readonly #schema: KnownTypes;
  readonly #depth: number;
  readonly #variables = new Map<string, GraphQLInputType>();
  readonly #unused = new Set<string>();
  /** Those that nobody has spread yet. */
  readonly #fragments: Map<string, FragmentDefinitionNode>;

  constructor(
    { schema, depth, fragments }: {
      readonly schema: KnownTypes;
      readonly depth: number;
      readonly fragments: Map<string, FragmentDefinitionNode>;
    },
  ) {
    this.#schema = schema;
    this.#depth = depth;
    this.#fragments = fragments;
  }

  accepts(
    { operation, directives, variableDefinitions = [], selectionSet }: OperationDefinitionNode,
  ): boolean {
    if (operation === OperationTypeNode.SUBSCRIPTION || directives?.length) return false;
    const type = this.#schema.getRootType(operation);
    return type instanceof GraphQLObjectType &&
      variableDefinitions.every((definition) => this.#declare(definition)) &&
      this.#selects(selectionSet, { type, level: 0, keys: new Set() }) &&
      this.#unused.size === 0 && this.#fragments.size === 0;
  }

  #declare({ variable, type: node, defaultValue, directives }: VariableDefinitionNode): boolean {
    const name = variable.name.value;
    const type = typeFromNode(this.#schema, node);
    if (!isInputType(type) || this.#variables.has(name) || directives?.length) return false;
    this.#variables.set(name, type);
    this.#unused.add(name);
    return !defaultValue || this.#fits(defaultValue, type);
  }

  #selects({ selections }: SelectionSetNode, at: Place): boolean {
    return selections.every((selection) => {
      if (selection.directives?.length) return false;
      if (selection.kind === Kind.FIELD) return this.#isField(selection, at);
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#take(selection.name.value);
      if (!fragment || fragment.directives?.length) return false;
      const condition = fragment.typeCondition?.name.value ?? at.type.name;
      return condition === at.type.name && this.#selects(fragment.selectionSet, at);
    });
  }

  /** Gives each fragment once: what is spread twice is not plain, and no circle comes to an end of its own. */
  #take(name: string): FragmentDefinitionNode | undefined {
    const fragment = this.#fragments.get(name);
    this.#fragments.delete(name);
    return fragment;
  }

  #isField({ name, alias, arguments: given = [], selectionSet }: FieldNode, at: Place): boolean {
    const key = (alias ?? name).value;
    if (at.keys.has(key)) return false;
    at.keys.add(key);
    if (name.value === "__typename") return given.length === 0 && !selectionSet;
    const definition = at.type.getFields()[name.value];
    if (!definition || !this.#fill(slotsOf(definition), given)) return false;
    const type = getNamedType(definition.type);
    if (!selectionSet) return isLeafType(type);
    return type instanceof GraphQLObjectType && at.level < this.#depth &&
      this.#selects(selectionSet, { type, level: at.level + 1, keys: new Set() });
  }

  #fill({ types, required }: Slots, given: ReadonlyArray<ArgumentNode | ObjectFieldNode>): boolean {
    return areDistinct(given) &&
      required.every((name) => given.some((one) => one.name.value === name)) &&
      given.every(({ name, value }) => {
        const type = types.get(name.value);
        return type !== undefined && this.#fits(value, type);
      });
  }

  #fits(value: ValueNode, type: GraphQLInputType): boolean {
    if (value.kind === Kind.VARIABLE) return this.#use(value.name.value, type);
    if (type instanceof GraphQLNonNull) return value.kind !== Kind.NULL && this.#fits(value, type.ofType);
    if (value.kind === Kind.NULL) return true;
    if (type instanceof GraphQLList) {
      if (value.kind !== Kind.LIST) return this.#fits(value, type.ofType);
      return value.values.every((item) => this.#fits(item, type.ofType));
    }
    if (type instanceof GraphQLInputObjectType) {
      return value.kind === Kind.OBJECT && this.#fill(slotsOf(type), value.fields);
    }
    return isConstant(value) && isLiteralOf(type, value);
  }

  #use(name: string, type: GraphQLInputType): boolean {
    this.#unused.delete(name);
    const declared = this.#variables.get(name);
    // The schema is asked about interfaces and unions only.
    return declared !== undefined && isTypeSubTypeOf(this.#schema as GraphQLSchema, declared, type);
  }
}

/**
 * Whether one walk is enough to see that a document is valid. Most documents are plain, and the walk takes a small
 * part of the time that the rules of the specification take one by one.
 *
 * What is not plain may still be valid: several operations, subscriptions, introspection, directives, a response key
 * or a fragment that occurs twice, a nullable variable where a default makes up for null. The rules judge all of that,
 * and only they refuse.
 *
 * @param document Parsed.
 * @param options The schema, which knows neither interfaces nor unions, and how many levels a document may have below
 * its root fields.
 * @returns `true` when the rules would find nothing; `false` says nothing.
 *
 * @example A name that is not known is for the rules to explain
 * ```ts
 * import { buildSchema, parse } from "graphql";
 * import { isPlainlyValid } from "./is_plainly_valid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const options = { schema: buildSchema("type Query { flow(name: String!): Query, id: ID }"), depth: 7 };
 * assertEquals(isPlainlyValid(parse('{ flow(name: "train") { id } }'), options), true);
 * assertEquals(isPlainlyValid(parse("{ flow(name: 1) { id } }"), options), false);
 * assertEquals(isPlainlyValid(parse("{ id id }"), options), false);
 * ```
 */
export function isPlainlyValid(
  document: DocumentNode,
  { schema, depth }: { readonly schema: KnownTypes; readonly depth: number },
): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    else if (definition.kind !== Kind.FRAGMENT_DEFINITION || fragments.has(definition.name.value)) {
      return false;
    } else fragments.set(definition.name.value, definition);
  }
  const [operation, another] = operations;
  return operation !== undefined && another === undefined &&
    new PlainWalk({ schema, depth, fragments }).accepts(operation);
}
