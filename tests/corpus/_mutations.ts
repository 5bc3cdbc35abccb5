/**
 * Writes mutations of every name, with inputs that are right, wrong and absurd. The same dice give the same mutations.
 *
 * @module
 */
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";
import type { JsonObject, JsonValue } from "../../lib/core/json.ts";
import { TABLES } from "../../lib/server/model/tables.ts";
import { type Dice, JSON_VALUES, NOBODY, type Samples, WORDS } from "./_dice.ts";
import type { CorpusRequest } from "./_worker.ts";

/** Mutations that end or empty everything, that speak to other machines, or whose answer is meant to be told by chance. */
const LEFT_OUT =
  /^(?:delete_tenant|test_cloud_hook|create_cloud_hook|log_in|logout|switch_tenant|refresh_token|.*access_token.*)$/i;

/** Which table's ids an input is about. */
function tableOf(field: string): string | undefined {
  const name = field.replace(/_ids?$/, "").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return [...TABLES.keys()].filter((table) => name === table || name.endsWith(`_${table}`)).sort((a, b) =>
    b.length - a.length
  )[0];
}

/** Writes mutations of every name. */
export class Mutations {
  readonly #dice: Dice;
  readonly #samples: Samples;
  readonly #schema: GraphQLSchema;
  readonly #names: readonly string[];

  /**
   * @param dice Chances.
   * @param options What rows hold, and the schema.
   */
  constructor(
    dice: Dice,
    { samples, schema }: { readonly samples: Samples; readonly schema: GraphQLSchema },
  ) {
    this.#dice = dice;
    this.#samples = samples;
    this.#schema = schema;
    this.#names = Object.keys(schema.getMutationType()!.getFields()).filter((name) => !LEFT_OUT.test(name));
  }

  #scalar(type: string, field: string): JsonValue {
    switch (type) {
      case "UUID":
      case "uuid":
      case "ID": {
        const known = this.#samples.get(`${tableOf(field) ?? "flow_run"}.id`) ?? [];
        return known.length > 0 && this.#dice.chance(0.85) ? this.#dice.pick(known) : NOBODY;
      }
      case "Int":
        return this.#dice.pick([0, 1, 2, 5, -1]);
      case "Boolean":
        return this.#dice.chance(0.6);
      case "DateTime":
      case "timestamptz":
        return this.#dice.pick(["2021-06-01T00:00:00", "2030-01-01T00:00:00+02:00", "2020-01-01"]);
      case "JSON":
      case "jsonb":
        return /state/.test(field) ? this.#state() : this.#dice.pick(JSON_VALUES);
      default:
        return this.#dice.pick([...WORDS, `name ${Math.floor(this.#dice.next() * 1000)}`]);
    }
  }

  #state(): JsonObject {
    const type = this.#dice.pick([
      "Running",
      "Success",
      "Failed",
      "Scheduled",
      "Cancelled",
      "Retrying",
      "Nonsense",
    ]);
    return {
      type,
      message: this.#dice.pick(WORDS),
      ...(this.#dice.chance(0.3) && { start_time: "2021-02-03T04:05:06" }),
    };
  }

  #input(type: GraphQLInputType, field: string): JsonValue {
    if (isNonNullType(type)) return this.#input(type.ofType, field);
    if (isListType(type)) {
      return Array.from(
        { length: 1 + Math.floor(this.#dice.next() * 2) },
        () => this.#input(type.ofType, field),
      );
    }
    if (isEnumType(type)) return this.#dice.pick(type.getValues()).name;
    if (isInputObjectType(type)) return this.#object(type);
    return this.#scalar(type.name, field);
  }

  #object(type: GraphQLInputObjectType): JsonObject {
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type) || this.#dice.chance(0.5))
        .map((field) => [field.name, this.#input(field.type, field.name)]),
    );
  }

  /** A mutation. */
  next(): CorpusRequest {
    const name = this.#dice.chance(0.4)
      ? this.#dice.pick(this.#names.filter((one) => /^(?:create|set|write|register|update)/.test(one)))
      : this.#dice.pick(this.#names);
    const field = this.#schema.getMutationType()!.getFields()[name]!;
    const variables: JsonObject = {};
    const declared: string[] = [];
    for (const argument of field.args) {
      if (!isNonNullType(argument.type) && argument.name !== "input" && this.#dice.chance(0.5)) continue;
      variables[argument.name] = this.#input(argument.type, argument.name);
      declared.push(`$${argument.name}: ${argument.type}`);
    }
    const passed = Object.keys(variables).map((one) => `${one}: $${one}`).join(", ");
    const payload = this.#payload(name);
    const head = declared.length === 0 ? "mutation" : `mutation (${declared.join(", ")})`;
    return { query: `${head} { ${name}${passed === "" ? "" : `(${passed})`} ${payload} }`, variables };
  }

  #payload(name: string): string {
    const text = String(this.#schema.getMutationType()!.getFields()[name]!.type).replace(/[[\]!]/g, "");
    const type = this.#schema.getType(text);
    if (!type || !("getFields" in type)) return "";
    const scalars = Object.values(type.getFields()).filter((field) =>
      !/_payload|\[/.test(String(field.type))
    );
    return scalars.length === 0 ? "{ __typename }" : `{ ${scalars.map((field) => field.name).join(" ")} }`;
  }
}
