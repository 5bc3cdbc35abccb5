import { UnreachableError } from "../../core/errors.ts";
import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { Catalogue, Relation, Table } from "./catalogue.ts";
import { type Selection, values } from "./selection.ts";

/** More rows of a table are not looked at: answers would be long, and a law that breaks breaks on few. */
const MOST_ROWS = 60;

/** Sends root fields and gives the `data` of the answer. */
export type Ask = (roots: readonly Selection[]) => Promise<JsonObject>;

/** What is known of a table's rows. */
export interface Ground {
  readonly table: Table;
  /** With all their columns. */
  readonly rows: readonly JsonObject[];
  /** How many rows there are to ask about: a target may be so broken that it does not show them all. */
  readonly size: number;
  /** Keeps a question to these rows; empty when there are no others. */
  readonly within: JsonObject;
}

/** A table whose rows can be told apart. */
export interface KeyedGround extends Ground {
  /** The name of the column that does. */
  readonly key: string;
}

/** The columns that join two tables. */
export interface Way {
  /** Of the table that the relation starts at. */
  readonly own: string;
  /** Of the table that it leads to. */
  readonly foreign: string;
}

/** Everything that questions are made from. */
export interface World {
  readonly catalogue: Catalogue;
  /** By table. */
  readonly grounds: ReadonlyMap<string, Ground>;
  /** By `table.relation`; what could not be found out is not there. */
  readonly ways: ReadonlyMap<string, Way>;
}

/** Rows in the order in which they were made, which is the same on each fresh target, as ids are not. */
function byAge(a: JsonObject, b: JsonObject): number {
  const [left, right] = [String(a.created), String(b.created)];
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Some rows with all their columns, as far as the target can give them. */
async function readRows(
  { name, columns }: Table,
  ask: Ask,
  { args, bare }: { readonly args: JsonObject; readonly bare: readonly JsonObject[] },
): Promise<readonly JsonObject[]> {
  const names = columns.map((column) => column.name);
  try {
    return (await ask([{ name, args, fields: values(names) }]))[name] as JsonObject[];
  } catch (error) {
    if (!(error instanceof RefusedQuestion)) throw error;
    // That a row cannot be given with all its columns is for the laws to find out.
    const nothing = Object.fromEntries(names.map((column) => [column, null]));
    return bare.map((row) => ({ ...nothing, ...row }));
  }
}

async function exploreTable(table: Table, ask: Ask): Promise<Ground> {
  const { name } = table;
  const key = table.key?.name;
  const args = { ...(key !== undefined && { order_by: { [key]: "asc" } }), limit: MOST_ROWS + 1 };
  const data = await ask([{ name, args, fields: values([key ?? table.columns[0]!.name]) }]);
  const bare = data[name] as JsonObject[];
  const rows = await readRows(table, ask, { args, bare });
  if (bare.length <= MOST_ROWS) return { table, rows: rows.toSorted(byAge), size: bare.length, within: {} };
  const within = key === undefined ? {} : { [key]: { _lte: bare[MOST_ROWS - 1]![key]! } };
  return { table, rows: rows.slice(0, MOST_ROWS), size: MOST_ROWS, within };
}

/** Whether the rows at the end of a relation are those that a way names, as far as rows are there to tell. */
function fits(pairs: readonly { readonly own: JsonValue; readonly foreign: JsonValue }[]): boolean {
  return pairs.length > 0 && pairs.every(({ own, foreign }) => own === foreign);
}

/** The columns that may name a row of `table`, by their names the likeliest. */
function candidates(
  holder: Table,
  { names, type }: { readonly names: readonly string[]; readonly type: string },
): string[] {
  const own = holder.columns.filter((column) => column.type === type && column.name !== holder.key?.name);
  const named = own.filter(({ name }) => names.includes(name));
  return (named.length > 0 ? named : own).map(({ name }) => name);
}

/** Which columns join the ends of a relation: as the names say, and where they say too much or nothing, as rows do. */
async function exploreWay(
  { table, relation }: { readonly table: Table; readonly relation: Relation },
  { tables, ask }: { readonly tables: ReadonlyMap<string, Table>; readonly ask: Ask },
): Promise<Way | undefined> {
  const other = tables.get(relation.table)!;
  const [key, otherKey] = [table.key, other.key];
  if (!key || !otherKey) return undefined;
  if (relation.kind === "object") {
    const names = candidates(table, { names: [`${relation.name}_id`], type: otherKey.type });
    if (names.length === 1) return { own: names[0]!, foreign: otherKey.name };
    const fields = [...values(names), { name: relation.name, fields: values([otherKey.name]) }];
    const data = await ask([{ name: table.name, args: { limit: MOST_ROWS }, fields }]);
    const rows = (data[table.name] as JsonObject[]).filter((row) => row[relation.name] !== null);
    const own = names.find((name) =>
      fits(
        rows.map((row) => ({ own: row[name]!, foreign: (row[relation.name] as JsonObject)[otherKey.name]! })),
      )
    );
    return own === undefined ? undefined : { own, foreign: otherKey.name };
  }
  const back = other.relations.filter((one) => one.kind === "object" && one.table === table.name);
  const names = candidates(other, {
    names: [`${table.name}_id`, ...back.map(({ name }) => `${name}_id`)],
    type: key.type,
  });
  if (names.length === 1) return { own: key.name, foreign: names[0]! };
  const fields = [...values([key.name]), { name: relation.name, args: { limit: 3 }, fields: values(names) }];
  const data = await ask([{ name: table.name, args: { limit: MOST_ROWS }, fields }]);
  const pairs = (data[table.name] as JsonObject[]).flatMap((row) =>
    (row[relation.name] as JsonObject[]).map((end) => ({ own: row[key.name]!, end }))
  );
  const foreign = names.find((name) => fits(pairs.map(({ own, end }) => ({ own, foreign: end[name]! }))));
  return foreign === undefined ? undefined : { own: key.name, foreign };
}

/**
 * Looks around: reads some rows of every table, and finds out which columns join tables.
 *
 * @param catalogue What can be asked.
 * @param ask Asks the target.
 * @returns What questions can be made from, and a line for each table that cannot be read.
 * @throws {UnreachableError} When no table can be read, or nothing answers any more.
 */
export async function exploreGround(
  catalogue: Catalogue,
  ask: Ask,
): Promise<{ world: World; warnings: readonly string[] }> {
  const grounds = new Map<string, Ground>();
  const warnings: string[] = [];
  for (const table of catalogue.tables.values()) {
    try {
      grounds.set(table.name, await exploreTable(table, ask));
    } catch (error) {
      if (!(error instanceof RefusedQuestion)) throw error;
      warnings.push(`Table "${table.name}" is left out: ${error.message}`);
    }
  }
  if (grounds.size === 0) {
    throw new UnreachableError("Explore failed: the target has no table that can be read");
  }
  const ways = new Map<string, Way>();
  for (const { table } of grounds.values()) {
    for (const relation of table.relations.filter((one) => grounds.has(one.table))) {
      const way = await exploreWay({ table, relation }, { tables: catalogue.tables, ask });
      if (way) ways.set(`${table.name}.${relation.name}`, way);
    }
  }
  const tables = new Map(
    [...grounds].map(([name, { table }]) => [name, {
      ...table,
      relations: table.relations.filter((relation) => grounds.has(relation.table)),
    }]),
  );
  const whole = new Map(
    [...grounds].map(([name, ground]) => [name, { ...ground, table: tables.get(name)! }]),
  );
  return { world: { catalogue: { ...catalogue, tables }, grounds: whole, ways }, warnings };
}

/** The target answered a question, but not with data. */
export class RefusedQuestion extends UnreachableError {
  /** Always `REFUSED_QUESTION`. */
  override readonly code: string = "REFUSED_QUESTION";
}

/**
 * The different values that a column has, without null, in the order of the rows.
 *
 * @param ground The rows.
 * @param column The name of the column.
 * @returns Each value once.
 */
export function valuesIn({ rows }: Ground, column: string): JsonValue[] {
  const found = new Map(rows.map((row) => [JSON.stringify(row[column]), row[column]!]));
  found.delete("null");
  return [...found.values()];
}
