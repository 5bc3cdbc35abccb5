import type { GraphQLNamedType, GraphQLObjectType } from "graphql";
import { introspectionTypes } from "graphql/type/introspection.mjs";
import { GraphQLSchema } from "graphql/type/schema.mjs";

/** What knows types by name. */
export interface TypeSource {
  /** The names of all types but those of introspection. */
  readonly names: Iterable<string>;
  /** The type of a name. */
  getType(name: string): GraphQLNamedType | undefined;
}

/**
 * A schema for the rules of `graphql` and for introspection, which ask for a schema of the library. It takes its types
 * from elsewhere, when it is asked for them.
 */
export class WholeSchema extends GraphQLSchema {
  readonly #source: TypeSource;
  readonly #own = new Map(introspectionTypes.map((type) => [type.name, type]));

  /** @param source Has the types; the roots are `Query` and `Mutation`. */
  constructor(source: TypeSource) {
    super({ assumeValid: true });
    this.#source = source;
  }

  /** The type of a name. */
  override getType(name: string): GraphQLNamedType | undefined {
    return this.#own.get(name) ?? this.#source.getType(name);
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
    const types = Array.from(this.#source.names, (name) => [name, this.#source.getType(name)!] as const);
    return Object.fromEntries([...types, ...this.#own]);
  }
}
