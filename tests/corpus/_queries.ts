/**
 * Writes queries over everything that the schema has, with filters that are right, wrong and absurd. The same dice give
 * the same queries.
 *
 * @module
 */
import type { JsonObject, JsonValue } from "../../lib/core/json.ts";
import type { Column, Table } from "../../lib/server/model/model.ts";
import { tableNamed } from "../../lib/server/model/tables.ts";
import { type Dice, JSON_VALUES, NOBODY, type Samples, WORDS } from "./_dice.ts";
import type { CorpusRequest } from "./_worker.ts";

/** Every way to order by a column. */
export const DIRECTIONS: readonly string[] = [
  "asc",
  "desc",
  "asc_nulls_first",
  "asc_nulls_last",
  "desc_nulls_first",
  "desc_nulls_last",
];
const PLAIN = ["_eq", "_neq", "_gt", "_gte", "_lt", "_lte"];
const PATTERNS = ["%a%", "%", "_%", "É%", "%E%", "a\\%", "%\\", "(a|b)%", "^[a-z]", "[", "\\d+", "%train"];
const NUMERIC = ["avg", "sum", "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp"];
function visible(table: Table): Column[] {
  return [...table.columns.values()].filter((column) => !column.hidden);
}

function comparable(table: Table): Column[] {
  return visible(table).filter((column) => !column.seal);
}

/** Writes queries over the tables of a schema. */
export class Queries {
  readonly #dice: Dice;
  readonly #samples: Samples;
  readonly #tables: readonly Table[];

  /**
   * @param dice Chances.
   * @param options What rows hold, and the tables that may be asked for.
   */
  constructor(
    dice: Dice,
    { samples, names }: { readonly samples: Samples; readonly names: readonly string[] },
  ) {
    this.#dice = dice;
    this.#samples = samples;
    this.#tables = names.map(tableNamed);
  }

  #value(table: Table, column: Column): JsonValue {
    const known = this.#samples.get(`${table.name}.${column.name}`) ?? [];
    if (known.length > 0 && this.#dice.chance(0.8)) return this.#dice.pick(known);
    switch (column.type) {
      case "uuid":
        return this.#dice.pick([NOBODY, NOBODY.toUpperCase(), NOBODY.replaceAll("-", ""), "nope"]);
      case "Int":
        return this.#dice.pick([0, 1, 2, -1, 100]);
      case "Boolean":
        return this.#dice.chance(0.5);
      case "timestamptz":
        return this.#dice.pick(["2021-01-01", "2020-06-01T12:00:00+02:00", "infinity", "2019-13-01"]);
      case "interval":
        return this.#dice.pick(["00:01:00", "1 day", "90", "soon"]);
      case "jsonb":
        return this.#dice.pick(JSON_VALUES);
      default:
        return this.#dice.pick(WORDS);
    }
  }

  #comparison(table: Table, column: Column): JsonObject {
    const value = () => this.#value(table, column);
    const list = () =>
      Array.from({ length: Math.floor(this.#dice.next() * 4) }, value).filter((one) => one !== null);
    const choices: [string, () => JsonValue][] = [
      ...PLAIN.map((name): [string, () => JsonValue] => [name, value]),
      ["_in", list],
      ["_nin", list],
      ["_is_null", () => this.#dice.chance(0.5)],
    ];
    if (column.type === "String") {
      for (
        const name of ["_like", "_nlike", "_ilike", "_nilike", "_similar", "_nsimilar", "_regex", "_niregex"]
      ) {
        choices.push([name, () => this.#dice.pick(PATTERNS)]);
      }
    }
    if (column.type === "jsonb") {
      const keys = () => this.#dice.some(["a", "b", "deep", ""], 2);
      choices.push(["_contains", value], ["_contained_in", value], [
        "_has_key",
        () => this.#dice.pick(["a", "type"]),
      ]);
      choices.push(["_has_keys_any", keys], ["_has_keys_all", keys]);
    }
    return Object.fromEntries(this.#dice.some(choices, 2).map(([name, operand]) => [name, operand()]));
  }

  #where(table: Table, depth: number): JsonObject {
    const parts: JsonObject[] = [];
    for (const column of this.#dice.some(comparable(table), 2)) {
      parts.push({ [column.name]: this.#comparison(table, column) });
    }
    const relations = [...table.relations.values()].filter(({ table }) =>
      this.#tables.includes(tableNamed(table))
    );
    if (depth > 0 && relations.length > 0 && this.#dice.chance(0.3)) {
      const { name, table: other } = this.#dice.pick(relations);
      parts.push({ [name]: this.#where(tableNamed(other), depth - 1) });
    }
    if (depth > 0 && this.#dice.chance(0.3)) parts.push({ _not: this.#where(table, depth - 1) });
    if (parts.length > 1 && this.#dice.chance(0.4)) return { [this.#dice.pick(["_or", "_and"])]: parts };
    return Object.assign({}, ...parts);
  }

  /** Ends with the id, so that the order leaves nothing to chance. */
  #orderBy(table: Table): JsonObject[] {
    const keys = this.#dice.some(comparable(table), 2).map((column) => ({
      [column.name]: this.#dice.pick(DIRECTIONS),
    }));
    const ones = [...table.relations.values()].filter(({ kind, table }) =>
      kind === "object" && this.#tables.includes(tableNamed(table))
    );
    const across = ones.length > 0 && this.#dice.chance(0.2) ? [this.#dice.pick(ones)] : [];
    return [
      ...across.map(({ name }) => ({ [name]: { created: this.#dice.pick(DIRECTIONS) } })),
      ...(this.#dice.chance(0.7) ? keys : []),
      { id: this.#dice.pick(["asc", "desc"]) },
    ];
  }

  #arguments(table: Table, variables: JsonObject): { declared: string[]; passed: string } {
    const declared: string[] = [];
    const passed: string[] = [];
    const add = (name: string, type: string, value: JsonValue) => {
      const variable = `v${Object.keys(variables).length}`;
      variables[variable] = value;
      declared.push(`$${variable}: ${type}`);
      passed.push(`${name}: $${variable}`);
    };
    const orderBy = this.#orderBy(table);
    if (this.#dice.chance(0.7)) add("where", `${table.name}_bool_exp`, this.#where(table, 2));
    if (this.#dice.chance(0.1)) {
      const column = this.#dice.pick(comparable(table)).name;
      add("distinct_on", `[${table.name}_select_column!]`, [column]);
      orderBy.unshift({ [column]: this.#dice.pick(DIRECTIONS) });
    }
    add("order_by", `[${table.name}_order_by!]`, orderBy);
    add("limit", "Int", this.#dice.pick([0, 1, 3, 5, 20]));
    if (this.#dice.chance(0.3)) add("offset", "Int", this.#dice.pick([0, 1, 2, 7, -1]));
    return { declared, passed: `(${passed.join(", ")})` };
  }

  #figures(table: Table): string {
    const columns = comparable(table);
    const numbers = columns.filter(({ type }) => type === "Int");
    const ordered = columns.filter(({ type }) => ["uuid", "String", "Int", "timestamptz"].includes(type));
    const names = (some: Column[]) => this.#dice.some(some, 3).map(({ name }) => name).join(" ");
    const parts = [
      "count",
      `some: count(columns: [${names(columns).replaceAll(" ", ", ")}], distinct: ${this.#dice.chance(0.5)})`,
      `max { ${names(ordered)} }`,
      `min { ${names(ordered)} }`,
    ];
    if (numbers.length > 0) parts.push(`${this.#dice.pick(NUMERIC)} { ${names(numbers)} }`);
    return `aggregate { ${parts.join(" ")} }`;
  }

  #selection(table: Table, depth: number, at: { variables: JsonObject; declared: string[] }): string {
    const fields = this.#dice.some(visible(table), 6).map((column) =>
      column.type === "jsonb" && this.#dice.chance(0.2)
        ? `${column.name}(path: "${this.#dice.pick(["a", "deep[0]", "[1]", "$.type", "a..b"])}")`
        : column.name
    );
    const reachable = [...table.relations.values()].filter(({ table }) =>
      this.#tables.includes(tableNamed(table))
    );
    if (depth > 0 && reachable.length > 0) {
      for (const relation of this.#dice.some(reachable, 2)) {
        const other = tableNamed(relation.table);
        if (relation.kind === "object") {
          fields.push(`${relation.name} { ${this.#selection(other, depth - 1, at)} }`);
          continue;
        }
        const { declared, passed } = this.#arguments(other, at.variables);
        at.declared.push(...declared);
        fields.push(
          this.#dice.chance(0.3)
            ? `${relation.name}_aggregate${passed} { ${this.#figures(other)} nodes { id } }`
            : `${relation.name}${passed} { ${this.#selection(other, depth - 1, at)} }`,
        );
      }
    }
    return [...new Set(fields.map((field) => field))].filter((field, position, all) =>
      all.findIndex((one) => /^\w+/.exec(one)![0] === /^\w+/.exec(field)![0]) === position
    ).join(" ");
  }

  /** A query. */
  next(): CorpusRequest {
    const table = this.#dice.pick(this.#tables);
    const variables: JsonObject = {};
    if (this.#dice.chance(0.1)) {
      const at = { variables, declared: [] as string[] };
      const selection = this.#selection(table, 2, at);
      const id = this.#value(table, table.columns.get("id")!);
      const declared = ["$id: uuid!", ...at.declared].join(", ");
      return {
        query: `query (${declared}) { ${table.name}_by_pk(id: $id) { ${selection} } }`,
        variables: { ...variables, id },
      };
    }
    const { declared, passed } = this.#arguments(table, variables);
    const at = { variables, declared };
    const field = this.#dice.chance(0.25)
      ? `${table.name}_aggregate${passed} { ${this.#figures(table)} nodes { ${
        this.#selection(table, 1, at)
      } } }`
      : `${table.name}${passed} { ${this.#selection(table, 2, at)} }`;
    return { query: `query (${at.declared.join(", ")}) { ${field} }`, variables };
  }
}
