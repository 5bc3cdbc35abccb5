/**
 * What can be asked of a target, as its own introspection tells it: tables, columns, relations, operators.
 *
 * @module
 */
import {
  buildClientSchema,
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { UnreachableError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";

/** A column of a table. */
export interface Column {
  readonly name: string;
  /** The name of its scalar. */
  readonly type: string;
  /** What it can be compared by; empty when nothing can be asked of it. */
  readonly operators: readonly string[];
  /** Whether rows can be sorted by it. */
  readonly sorts: boolean;
  /** Whether it can be counted, and be told apart by. */
  readonly counts: boolean;
  /** Whether a part of its value can be selected. */
  readonly hasPath: boolean;
}

/** A way to other rows. */
export interface Relation {
  readonly name: string;
  readonly kind: "object" | "array";
  /** The table at the other end. */
  readonly table: string;
  /** Whether rows can be found by what is at its end. */
  readonly filters: boolean;
  /** Whether rows can be sorted by what is at its end: a column there, or a figure over the rows. */
  readonly sorts: boolean;
  /** Whether there are figures over the rows at its end. */
  readonly aggregates: boolean;
}

/** A list of rows that can be asked for, and what belongs to it. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly relations: readonly Relation[];
  /** The column that `_by_pk` takes; a table without one has no rows that can be told apart. */
  readonly key: Column | undefined;
  readonly aggregates: boolean;
  /** The columns that each figure, such as `max`, is there for. */
  readonly figures: ReadonlyMap<string, readonly string[]>;
}

/** Everything that can be asked. */
export interface Catalogue {
  readonly schema: GraphQLSchema;
  readonly tables: ReadonlyMap<string, Table>;
  /** The words that rows are sorted by, plain ascending first. */
  readonly directions: readonly string[];
}

const LIST_ARGUMENTS = ["where", "order_by", "limit", "offset"];
const AGGREGATE = "_aggregate";

function isTableField(field: GraphQLField<unknown, unknown>): boolean {
  const list = isNonNullType(field.type) ? field.type.ofType : field.type;
  const type = getNamedType(field.type);
  if (!isListType(list) || !isObjectType(type) || type.name !== field.name) return false;
  return LIST_ARGUMENTS.every((name) => field.args.some((argument) => argument.name === name));
}

function inputFields(type: GraphQLNamedType | undefined): Record<string, GraphQLNamedType> {
  if (!isInputObjectType(type)) return {};
  return Object.fromEntries(
    Object.values(type.getFields()).map((field) => [field.name, getNamedType(field.type)]),
  );
}

/** The parts of a table's vocabulary beside its own fields. */
interface Vocabulary {
  readonly conditions: Record<string, GraphQLNamedType>;
  readonly orders: Record<string, GraphQLNamedType>;
  readonly counted: readonly string[];
}

function vocabularyOf(field: GraphQLField<unknown, unknown>): Vocabulary {
  const named = (name: string) => {
    const argument = field.args.find((one) => one.name === name);
    return argument && getNamedType(argument.type);
  };
  const counted = named("distinct_on");
  return {
    conditions: inputFields(named("where")),
    orders: inputFields(named("order_by")),
    counted: isEnumType(counted) ? counted.getValues().map(({ name }) => name) : [],
  };
}

function columnsOf(type: GraphQLObjectType, vocabulary: Vocabulary): Column[] {
  const leaves = Object.values(type.getFields()).filter((field) => isLeafType(getNamedType(field.type)));
  return leaves.map(({ name, type: own, args }) => ({
    name,
    type: getNamedType(own).name,
    operators: Object.keys(inputFields(vocabulary.conditions[name])),
    sorts: isEnumType(vocabulary.orders[name]),
    counts: vocabulary.counted.includes(name),
    hasPath: args.some((argument) => argument.name === "path"),
  }));
}

function relationsOf(
  type: GraphQLObjectType,
  vocabulary: Vocabulary,
  tables: ReadonlySet<string>,
): Relation[] {
  const fields = Object.values(type.getFields());
  return fields.filter((field) => tables.has(getNamedType(field.type).name)).map(({ name, type: own }) => {
    const isList = isListType(isNonNullType(own) ? own.ofType : own);
    return {
      name,
      kind: isList ? "array" : "object",
      table: getNamedType(own).name,
      filters: isInputObjectType(vocabulary.conditions[name]),
      sorts: isInputObjectType(vocabulary.orders[isList ? `${name}${AGGREGATE}` : name]),
      aggregates: fields.some((field) => field.name === `${name}${AGGREGATE}`),
    };
  });
}

/** The columns under each figure of a `t_aggregate_fields`. */
function figuresOf(aggregate: GraphQLField<unknown, unknown> | undefined): Map<string, string[]> {
  const figures = new Map<string, string[]>();
  const whole = aggregate && getNamedType(aggregate.type);
  const fields = isObjectType(whole) ? whole.getFields().aggregate : undefined;
  const type = fields && getNamedType(fields.type);
  for (const field of isObjectType(type) ? Object.values(type.getFields()) : []) {
    const columns = getNamedType(field.type);
    if (isObjectType(columns)) figures.set(field.name, Object.keys(columns.getFields()));
  }
  return figures;
}

function schemaOf(introspection: JsonObject): GraphQLSchema {
  try {
    return buildClientSchema(introspection as never);
  } catch (cause) {
    const message = "Read the introspection failed: expected what GraphQL specifies, check the address";
    throw new UnreachableError(message, { cause });
  }
}

/**
 * Reads an introspection: a field of the query type that gives a list of a type of its own name, and takes `where`,
 * `order_by`, `limit` and `offset`, is a table; everything else follows from its arguments.
 *
 * Source: `reference/hasura.md` §2 and §10.
 *
 * @param introspection The `data` of an answer to the introspection query.
 * @returns The catalogue; what is not Hasura's way is left out.
 * @throws {UnreachableError} When it is no introspection.
 */
export function readCatalogue(introspection: JsonObject): Catalogue {
  const schema = schemaOf(introspection);
  const roots = schema.getQueryType()?.getFields() ?? {};
  const found = Object.values(roots).filter(isTableField);
  const names = new Set(found.map(({ name }) => name));
  const tables = found.map((field): [string, Table] => {
    const vocabulary = vocabularyOf(field);
    const type = getNamedType(field.type) as GraphQLObjectType;
    const columns = columnsOf(type, vocabulary);
    const keys = roots[`${field.name}_by_pk`]?.args ?? [];
    const key = keys.length === 1 ? columns.find(({ name }) => name === keys[0]!.name) : undefined;
    const aggregate = roots[`${field.name}${AGGREGATE}`];
    return [field.name, {
      name: field.name,
      columns,
      relations: relationsOf(type, vocabulary, names),
      key: key?.sorts && key.operators.includes("_in") ? key : undefined,
      aggregates: aggregate !== undefined,
      figures: figuresOf(aggregate),
    }];
  });
  const words = schema.getType("order_by");
  const directions = isEnumType(words) ? words.getValues().map(({ name }) => name) : [];
  return { schema, tables: new Map(tables), directions };
}
