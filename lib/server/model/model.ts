/**
 * The vocabulary of the data model: tables, columns, relations. `tables.ts` speaks it; the GraphQL schema, the
 * DDL and the query compiler are derived from what is said there.
 *
 * @module
 */
import type { JsonValue } from "../../core/json.ts";

/** Column types by their GraphQL names, which are PostgreSQL's except for `Int`, `String` and `Boolean`. */
export type ColumnType = "uuid" | "String" | "Int" | "Boolean" | "jsonb" | "timestamptz" | "interval";

/** What a column holds when an insert does not say. */
export type ColumnDefault = { readonly value: JsonValue } | { readonly generated: "uuid" | "now" };

/** A column. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly default?: ColumnDefault;
  /** The table whose `id` this column holds. */
  readonly references?: string;
  /** What becomes of the row when the referenced row goes; default: it goes too. */
  readonly onDelete?: "set null";
  /** In the table but in no schema, selection, filter or order. */
  readonly hidden?: boolean;
  /** Stored encrypted; can be selected, yet not filtered, sorted or counted by. */
  readonly seal?: Seal;
}

/**
 * What a sealed value is bound to: moved to a row that differs in any of it, it cannot be opened. The columns must
 * not change during the life of a row.
 */
export interface Seal {
  readonly label: string;
  readonly columns: readonly string[];
}

/** A way from a row to a row (`object`) or to rows (`array`) of another table. */
export interface Relation {
  readonly name: string;
  readonly kind: "object" | "array";
  readonly table: string;
  /** The column of this table. */
  readonly column: string;
  /** The column of the other table. */
  readonly foreignColumn: string;
}

/** Which rows a principal may see; the access step of the planner turns each into a condition. */
export type RowRule =
  | "tenant"
  | "memberships"
  | "self"
  | "same tenant"
  | "own memberships"
  | "own keys"
  | "own tokens"
  | "own roles"
  | "own invitations"
  | "inviting"
  | "none";

/** A table and everything that is derived from it. */
export interface Table {
  readonly name: string;
  /** The stored table: differs from `name` for a second view of the same rows. */
  readonly source: string;
  readonly description: string;
  readonly columns: ReadonlyMap<string, Column>;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly primaryKey: string | undefined;
  readonly unique: ReadonlyArray<{ readonly name: string; readonly columns: readonly string[] }>;
  readonly indexes: ReadonlyArray<readonly string[]>;
  /** `cloud` tables are not in the schema of the server backend, `internal` ones in no schema at all. */
  readonly backend: "both" | "cloud" | "internal";
  readonly rows: RowRule;
}

/** A column without its name, as it is declared. */
export class ColumnDeclaration {
  /** What is declared. */
  readonly facts: Omit<Column, "name">;

  /** @param facts What is declared. */
  constructor(facts: Omit<Column, "name">) {
    this.facts = facts;
  }

  /** A text or number that must be there. */
  required(): ColumnDeclaration {
    return new ColumnDeclaration({ ...this.facts, nullable: false });
  }

  /** A value that may be missing. */
  optional(): ColumnDeclaration {
    return new ColumnDeclaration({ ...this.facts, nullable: true });
  }

  /** Required, with a value of its own when an insert does not say. */
  defaults(value: JsonValue): ColumnDeclaration {
    return new ColumnDeclaration({ ...this.facts, nullable: false, default: { value } });
  }

  /** Optional, yet with a value of its own when an insert does not say. */
  prefilled(value: JsonValue): ColumnDeclaration {
    return new ColumnDeclaration({ ...this.facts, default: { value } });
  }

  /** In no schema. */
  secret(): ColumnDeclaration {
    return new ColumnDeclaration({ ...this.facts, hidden: true });
  }

  /** Stored encrypted. */
  sealed(seal: Seal): ColumnDeclaration {
    return new ColumnDeclaration({ ...this.facts, seal });
  }

  /** Emptied when the referenced row goes. */
  orphaned(): ColumnDeclaration {
    return new ColumnDeclaration({ ...this.facts, onDelete: "set null" });
  }
}

/**
 * A nullable column of the given type.
 *
 * @param type What it holds.
 * @returns The declaration, to be narrowed by its methods.
 */
export function column(type: ColumnType): ColumnDeclaration {
  return new ColumnDeclaration({ type, nullable: true });
}

/**
 * A nullable column that holds the id of a row of another table.
 *
 * @param table The name of that table.
 * @returns The declaration, to be narrowed by its methods.
 */
export function reference(table: string): ColumnDeclaration {
  return new ColumnDeclaration({ type: "uuid", nullable: true, references: table });
}

/**
 * A moment that is filled in with the time of the insert.
 *
 * @returns The declaration, to be narrowed by its methods.
 */
export function moment(): ColumnDeclaration {
  return new ColumnDeclaration({ type: "timestamptz", nullable: false, default: { generated: "now" } });
}

/** A table as it is declared. */
export interface TableDeclaration {
  readonly description: string;
  readonly columns: Readonly<Record<string, ColumnDeclaration>>;
  readonly relations?: Readonly<Record<string, Omit<Relation, "name">>>;
  readonly unique?: Readonly<Record<string, readonly string[]>>;
  readonly indexes?: ReadonlyArray<readonly string[]>;
  readonly source?: string;
  readonly backend?: "cloud" | "internal";
  readonly rows?: RowRule;
  /** `false` for a table that has neither `id` nor `created` nor `updated`. */
  readonly identified?: false;
}

/**
 * The row that a column of this table names.
 *
 * @param table The name of the other table.
 * @param column The column of this one that names its rows.
 * @returns The relation; its name is its key in the declaration of the table.
 */
export function one(table: string, column: string): Omit<Relation, "name"> {
  return { kind: "object", table, column, foreignColumn: "id" };
}

/**
 * The rows of another table that name this row in a column of theirs.
 *
 * @param table The name of the other table.
 * @param foreignColumn The column of theirs.
 * @returns The relation; its name is its key in the declaration of the table.
 */
export function many(table: string, foreignColumn: string): Omit<Relation, "name"> {
  return { kind: "array", table, column: "id", foreignColumn };
}

/**
 * Completes a declaration: every table has `id`, `created` and `updated` (`reference/prefect-api.md` §5.1), and
 * every reference has an index.
 *
 * @param name The name of the table.
 * @param declared Its columns, relations and indexes.
 * @returns The table.
 */
export function table(name: string, declared: TableDeclaration): Table {
  const identified = declared.identified !== false;
  const columns = {
    ...(identified && {
      id: new ColumnDeclaration({ type: "uuid", nullable: false, default: { generated: "uuid" } }),
      created: moment(),
      updated: moment(),
    }),
    ...declared.columns,
  };
  const named = Object.entries(columns).map(([key, { facts }]): [string, Column] => [
    key,
    { name: key, ...facts },
  ]);
  const relations = Object.entries(declared.relations ?? {}).map(
    ([key, value]): [string, Relation] => [key, { name: key, ...value }],
  );
  const listed = declared.indexes ?? [];
  const leads = new Set([...listed, ...Object.values(declared.unique ?? {})].map((index) => index[0]));
  const references = named.filter(([key, value]) => value.references !== undefined && !leads.has(key));
  return {
    name,
    source: declared.source ?? name,
    description: declared.description,
    columns: new Map(named),
    relations: new Map(relations),
    primaryKey: identified ? "id" : undefined,
    unique: Object.entries(declared.unique ?? {}).map(([key, value]) => ({ name: key, columns: value })),
    indexes: [...listed, ...references.map(([key]) => [key])],
    backend: declared.backend ?? "both",
    rows: declared.rows ?? "tenant",
  };
}
