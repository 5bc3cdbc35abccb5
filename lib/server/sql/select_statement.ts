import type { Column, Relation, Table } from "../model/model.ts";
import type { Where } from "../model/row.ts";
import { tableNamed } from "../model/tables.ts";
import type { Dialect } from "./dialect.ts";
import { quote } from "./literals.ts";
import { columnOf, type Place, Values, whereSql } from "./where.ts";
import { boundColumns, type Statement } from "./write.ts";

/** What a statement reads, in order: what is asked for first, then what sealed values of it are bound to. */
export interface SelectedColumns {
  /** The names that the columns go by. */
  readonly names: readonly string[];
  readonly columns: readonly Column[];
}

/** A statement that reads rows. */
export interface Selection extends Statement {
  readonly selected: SelectedColumns;
}

/** The way from a row to what it names by a column, or to what a relation names. */
function stepFrom(table: Table, name: string): Pick<Relation, "table" | "column" | "foreignColumn"> {
  const { references } = table.columns.get(name) ?? {};
  if (references !== undefined) return { table: references, column: name, foreignColumn: "id" };
  const relation = table.relations.get(name);
  if (relation) return relation;
  throw new TypeError(
    `Cannot go by "${name}": table "${table.name}" has neither such an id nor such a relation`,
  );
}

interface Joined {
  readonly table: Table;
  readonly alias: string;
}

/** The tables of a statement, each under the way that leads to it. */
class Joins {
  readonly #root: Table;
  readonly #joined = new Map<string, Joined>();
  sql: string;

  constructor(root: Table) {
    this.#root = root;
    this.sql = quote(root.source);
  }

  #at(steps: readonly string[]): Joined {
    const way = steps.join(".");
    if (way === "") return { table: this.#root, alias: quote(this.#root.source) };
    const known = this.#joined.get(way);
    if (known) return known;
    const from = this.#at(steps.slice(0, -1));
    const step = stepFrom(from.table, steps.at(-1)!);
    const joined = { table: tableNamed(step.table), alias: quote(way) };
    this.sql += ` LEFT JOIN ${quote(joined.table.source)} AS ${joined.alias}` +
      ` ON ${joined.alias}.${quote(step.foreignColumn)} = ${from.alias}.${quote(step.column)}`;
    this.#joined.set(way, joined);
    return joined;
  }

  /** Where a column is, by its path. */
  readonly placeOf = (path: string): Place => {
    const steps = path.split(".");
    const name = steps.pop()!;
    const { table, alias } = this.#at(steps);
    return { column: columnOf(table, name), sql: `${alias}.${quote(name)}` };
  };
}

/** What is to be read. */
interface SelectQuery {
  readonly columns: readonly string[];
  readonly where: Where;
  readonly orderBy?: ReadonlyArray<readonly [column: string, direction: "asc" | "desc"]> | undefined;
  readonly limit?: number | undefined;
}

/** What stands around the conditions of a statement. */
interface Frame {
  readonly selected: SelectedColumns;
  readonly head: string;
  readonly order: string;
  /** Whole statements by what differs in them: the same string is found among prepared statements without being compared. */
  readonly texts: Map<string, string>;
}

/** A step on the way to a frame. */
interface Step {
  readonly next: Map<string, Step>;
  frame?: Frame;
}

/**
 * By the table, and then by the names that are asked for: the code asks often, and for little. A model of its own, such as that
 * of a mutant, has tables of its own.
 * To follow short names, whose hashes are known, takes half the time of making a long one and hashing that.
 */
const FRAMES = new WeakMap<Table, Step>();

function newStep(): Step {
  return { next: new Map() };
}

function stepOn({ next }: Step, name: string): Step {
  let step = next.get(name);
  if (!step) next.set(name, step = newStep());
  return step;
}

function makeFrame(table: Table, { columns, orderBy = [] }: SelectQuery): Frame {
  const joins = new Joins(table);
  const names = [...columns, ...boundColumns(table, columns).filter((name) => !columns.includes(name))];
  const places = names.map(joins.placeOf);
  const selected = places.map(({ sql }, position) => `${sql} AS ${quote(names[position]!)}`);
  const keys = orderBy.map(([path, direction]) =>
    `${joins.placeOf(path).sql} ${direction === "desc" ? "DESC NULLS FIRST" : "ASC NULLS LAST"}`
  );
  return {
    selected: { names, columns: places.map(({ column }) => column) },
    head: `SELECT ${selected.join(", ")} FROM ${joins.sql}`,
    order: keys.length === 0 ? "" : ` ORDER BY ${keys.join(", ")}`,
    texts: new Map(),
  };
}

function frameOf(table: Table, query: SelectQuery): Frame {
  let step = FRAMES.getOrInsertComputed(table, newStep);
  for (const column of query.columns) step = stepOn(step, column);
  if (query.orderBy) {
    step = stepOn(step, "ORDER BY");
    for (const [column, direction] of query.orderBy) step = stepOn(stepOn(step, column), direction);
  }
  return step.frame ??= makeFrame(table, query);
}

function textOf(
  { head, order, texts }: Frame,
  { where, window }: { readonly where: string; readonly window: string },
): string {
  const key = where + window;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = `${head}${where}${order}${window}`;
  texts.set(key, text);
  return text;
}

/**
 * Reads columns of the rows where all conditions hold. A path, such as `user_id.email` or `memberships.role_id`, means a
 * column of the row that a column names, or of rows of a relation; where there is none its value is null. What sealed
 * values are bound to is read with them.
 *
 * @param table Whose rows.
 * @param query Columns and order by names or paths, conditions by names, and the limit.
 * @param options The dialect.
 * @returns The statement.
 * @throws {TypeError} For a name that leads nowhere, and for conditions that cannot be judged.
 *
 * @example A key and whose it is
 * ```ts
 * import { tableNamed } from "../model/tables.ts";
 * import { selectStatement } from "./select_statement.ts";
 * import { SQLITE } from "./sqlite_dialect.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const query = { columns: ["name", "user_id.email"], where: { hash: "a" }, limit: 1 };
 * const { sql, values } = selectStatement(tableNamed("auth_api_key"), query, { dialect: SQLITE });
 * assertEquals(
 *   sql,
 *   'SELECT "auth_api_key"."name" AS "name", "user_id"."email" AS "user_id.email" FROM "auth_api_key" ' +
 *     'LEFT JOIN "user" AS "user_id" ON "user_id"."id" = "auth_api_key"."user_id" ' +
 *     'WHERE "auth_api_key"."hash" = ?1 LIMIT CAST(?2 AS INTEGER)',
 * );
 * assertEquals(values, ["a", 1]);
 * ```
 */
export function selectStatement(
  table: Table,
  query: SelectQuery,
  { dialect }: { readonly dialect: Dialect },
): Selection {
  const frame = frameOf(table, query);
  const values = new Values(dialect);
  const alias = quote(table.source);
  const placeOf = (name: string) => ({ column: columnOf(table, name), sql: `${alias}.${quote(name)}` });
  const where = whereSql(query.where, { values, placeOf });
  const limit = query.limit === undefined ? undefined : values.add(query.limit);
  const sql = textOf(frame, { where, window: dialect.window(limit, undefined) });
  return { sql, values: values.all, selected: frame.selected };
}
