/**
 * The parts that questions of several laws have alike: tables, fields, arguments.
 *
 * @module
 */
import type { JsonObject } from "../../core/json.ts";
import type { Relation, Table } from "./catalogue.ts";
import { both, drawCondition } from "./condition.ts";
import type { Draw } from "./draw.ts";
import { drawOrder } from "./draw_order.ts";
import type { Ground, KeyedGround, World } from "./ground.ts";
import { type Selection, values } from "./selection.ts";

/**
 * Draws a table whose rows can be told apart; one with rows is likelier than one without.
 *
 * @param world What there is.
 * @param draw Decides.
 * @returns The table; `undefined` when there is none.
 */
export function drawTable(world: World, draw: Draw): KeyedGround | undefined {
  const keyed = [...world.grounds.values()].flatMap((ground) =>
    ground.table.key ? [{ ...ground, key: ground.table.key.name }] : []
  );
  const settled = keyed.filter(({ size }) => size > 1);
  const from = settled.length > 0 && !draw.once(12) ? settled : keyed;
  return from.length === 0 ? undefined : draw.pick(from);
}

/**
 * A root field that lists the ids of rows in the order of the ids.
 *
 * @param ground The table.
 * @param options The key in the answer, the condition, and columns to select beside the id.
 * @returns The field.
 */
export function listIds(
  ground: KeyedGround,
  { alias, where, columns = [] }: {
    readonly alias: string;
    readonly where: JsonObject;
    readonly columns?: readonly string[];
  },
): Selection {
  const condition = both(ground.within, where);
  return {
    alias,
    name: ground.table.name,
    args: {
      ...(Object.keys(condition).length > 0 && { where: condition }),
      order_by: { [ground.key]: "asc" },
    },
    fields: values([...new Set([ground.key, ...columns])]),
  };
}

/**
 * Draws the five arguments of a list, such that there is one answer only.
 *
 * @param world What there is.
 * @param ground The table.
 * @param options `draw` decides, `depth` is that of the condition.
 * @returns Arguments as they stand in a document; without the condition that keeps to known rows.
 */
export function drawArguments(
  world: World,
  ground: KeyedGround,
  { draw, depth = 1 }: { readonly draw: Draw; readonly depth?: number },
): JsonObject {
  const where = draw.once(2) ? drawCondition(world, ground, { draw, depth }) : {};
  const counted = ground.table.columns.filter(({ counts, sorts, type }) =>
    counts && sorts && type !== "jsonb"
  );
  const distinct = counted.length > 0 && draw.once(5) ? draw.some(counted, 2).map(({ name }) => name) : [];
  const leading = distinct.map((name) => ({ [name]: draw.pick(world.catalogue.directions) }));
  const order = drawOrder(world, ground, { draw, most: 2 }).map(({ entry }) => entry);
  return {
    ...(Object.keys(where).length > 0 && { where }),
    ...(distinct.length > 0 && { distinct_on: distinct }),
    order_by: [...leading, ...order],
    ...(draw.once(2) && { limit: draw.pick([1, 2, 3, 5, 8, 0]) }),
    ...(draw.once(3) && { offset: draw.pick([1, 2, 3, 5]) }),
  };
}

/**
 * Keeps the arguments of a list to known rows.
 *
 * @param ground The table.
 * @param args Arguments of a list.
 * @param options `beside` is what must hold beside their own condition.
 * @returns The arguments.
 */
export function keepTo(
  ground: Ground,
  args: JsonObject,
  { beside = {} }: { readonly beside?: JsonObject } = {},
): JsonObject {
  const condition = both(ground.within, beside, (args.where ?? {}) as JsonObject);
  const { where: _, ...rest } = args;
  return { ...(Object.keys(condition).length > 0 && { where: condition }), ...rest };
}

/** Now and then the name of the type is asked for too, or nothing else. */
function named(fields: readonly Selection[], draw: Draw): Selection[] {
  const kind = draw.below(10);
  return kind === 9 ? values(["__typename"]) : kind === 8 ? [...fields, { name: "__typename" }] : [...fields];
}

function drawFigures({ figures, columns }: Table, draw: Draw): Selection[] {
  const counted = columns.filter(({ counts }) => counts);
  const count: Selection = {
    name: "count",
    ...(counted.length > 0 && draw.once(3) &&
      { args: { columns: draw.pick(counted).name, distinct: draw.once(2) } }),
  };
  const known = [...figures].filter(([name]) => name !== "count");
  if (known.length === 0 || !draw.once(2)) return [count];
  const [name, of] = draw.pick(known);
  return [count, { name, fields: named(values(draw.some(of, 2)), draw) }];
}

/** Draws a field that leads over a relation. */
function drawBranch(
  world: World,
  relation: Relation,
  { draw, depth }: { readonly draw: Draw; readonly depth: number },
): Selection {
  const end = world.grounds.get(relation.table)!;
  const fields = drawFields(world, end, { draw, depth: depth - 1 });
  if (relation.kind === "object") return { name: relation.name, fields };
  const args = end.table.key
    ? { ...drawArguments(world, { ...end, key: end.table.key.name }, { draw, depth: 0 }), limit: 4 }
    : { limit: 4 };
  if (!relation.aggregates || !draw.once(3)) return { name: relation.name, args, fields };
  const aggregate = { name: "aggregate", fields: drawFigures(end.table, draw) };
  const nodes = draw.once(2) ? [{ name: "nodes", fields }] : [];
  return { name: `${relation.name}_aggregate`, args, fields: [aggregate, ...nodes] };
}

/**
 * Draws what is selected of a row.
 *
 * @param world What there is.
 * @param ground The table.
 * @param options `draw` decides, `depth` is how far relations are followed.
 * @returns Some columns, and fields over relations.
 */
export function drawFields(
  world: World,
  ground: Ground,
  { draw, depth }: { readonly draw: Draw; readonly depth: number },
): Selection[] {
  const { table } = ground;
  const columns = named(values(draw.some(table.columns, 4).map(({ name }) => name)), draw);
  if (depth <= 0 || table.relations.length === 0) return columns;
  const relations = draw.once(2) ? draw.some(table.relations, 2) : [];
  return [...columns, ...relations.map((relation) => drawBranch(world, relation, { draw, depth }))];
}
