import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { Table } from "./catalogue.ts";
import type { World } from "./ground.ts";
import type { Selection } from "./selection.ts";

/** How much of what there is to ask has been asked. */
export interface Reach {
  /** Of each kind, how many there are, and which of them were not reached. */
  readonly kinds: readonly {
    readonly kind: string;
    readonly total: number;
    readonly missing: readonly string[];
  }[];
}

const KINDS = ["tables", "columns", "relations", "operators by type", "orders by type"] as const;
type Kind = typeof KINDS[number];

/** Follows the documents of an exploration, and knows in the end what they never touched. */
export class ReachRecorder {
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #seen: Record<Kind, Set<string>>;

  /** @param world What there is to reach. */
  constructor(world: World) {
    this.#tables = world.catalogue.tables;
    this.#seen = Object.fromEntries(KINDS.map((kind) => [kind, new Set<string>()])) as Record<
      Kind,
      Set<string>
    >;
  }

  /**
   * Takes note of a document.
   *
   * @param roots Its root fields.
   */
  add(roots: readonly Selection[]): void {
    for (const root of roots) {
      const table = this.#tables.get(root.name.replace(/_(?:aggregate|by_pk)$/, "")) ??
        this.#tables.get(root.name);
      if (table) this.#list(root, table);
    }
  }

  /**
   * Sums up.
   *
   * @returns The reach so far.
   */
  sum(): Reach {
    const all: Record<Kind, Set<string>> = {
      "tables": new Set(this.#tables.keys()),
      "columns": new Set(),
      "relations": new Set(),
      "operators by type": new Set(),
      "orders by type": new Set(),
    };
    for (const { name, columns, relations } of this.#tables.values()) {
      for (const column of columns) {
        all.columns.add(`${name}.${column.name}`);
        for (const operator of column.operators) all["operators by type"].add(`${column.type} ${operator}`);
        if (column.sorts) all["orders by type"].add(column.type);
      }
      for (const relation of relations) all.relations.add(`${name}.${relation.name}`);
    }
    return {
      kinds: KINDS.map((kind) => ({
        kind,
        total: all[kind].size,
        missing: [...all[kind].difference(this.#seen[kind])].sort(),
      })),
    };
  }

  #list({ args = {}, fields = [] }: Selection, table: Table): void {
    this.#seen.tables.add(table.name);
    if (args.where !== undefined) this.#condition(args.where, table);
    if (args.order_by !== undefined) this.#order(args.order_by, table);
    this.#fields(fields, table);
  }

  #fields(fields: readonly Selection[], table: Table): void {
    for (const field of fields) {
      if (table.columns.some(({ name }) => name === field.name)) {
        this.#seen.columns.add(`${table.name}.${field.name}`);
      } else if (field.name === "nodes") this.#fields(field.fields ?? [], table);
      else {
        const end = this.#end(table, field.name.replace(/_aggregate$/, "")) ?? this.#end(table, field.name);
        if (end) this.#list(field, end);
      }
    }
  }

  /** The table at the other end of a relation, which is taken note of. */
  #end(table: Table, name: string): Table | undefined {
    const relation = table.relations.find((one) => one.name === name);
    if (!relation) return undefined;
    this.#seen.relations.add(`${table.name}.${name}`);
    return this.#tables.get(relation.table);
  }

  #condition(condition: JsonValue, table: Table): void {
    if (Array.isArray(condition)) condition.forEach((part) => this.#condition(part, table));
    if (!isJsonObject(condition)) return;
    for (const [key, value] of Object.entries(condition)) {
      const column = table.columns.find(({ name }) => name === key);
      if (column) {
        for (const operator of Object.keys(value as JsonObject)) {
          this.#seen["operators by type"].add(`${column.type} ${operator}`);
        }
      } else if (key.startsWith("_")) this.#condition(value, table);
      else {
        const end = this.#end(table, key);
        if (end) this.#condition(value, end);
      }
    }
  }

  #order(order: JsonValue, table: Table): void {
    if (Array.isArray(order)) order.forEach((part) => this.#order(part, table));
    if (!isJsonObject(order)) return;
    for (const [key, value] of Object.entries(order)) {
      const column = table.columns.find(({ name }) => name === key);
      if (column) this.#seen["orders by type"].add(column.type);
      const end = isJsonObject(value) ? this.#end(table, key) : undefined;
      if (end) this.#order(value, end);
    }
  }
}

/**
 * Writes a reach for people.
 *
 * @param reach How far documents went.
 * @returns One line for each kind, with up to eight of what was not reached.
 *
 * @example Something was left out
 * ```ts
 * import { formatReach } from "./reach.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = formatReach({ kinds: [{ kind: "tables", total: 3, missing: ["edge"] }] });
 * assertEquals(text, "reached 2 of 3 tables; not edge\n");
 * ```
 */
export function formatReach({ kinds }: Reach): string {
  return kinds.map(({ kind, total, missing }) => {
    const rest = missing.length > 8 ? `, and ${missing.length - 8} more` : "";
    const left = missing.length === 0 ? "" : `; not ${missing.slice(0, 8).join(", ")}${rest}`;
    return `reached ${total - missing.length} of ${total} ${kind}${left}\n`;
  }).join("");
}
