import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { Draw } from "./draw.ts";
import type { Ground, KeyedGround, World } from "./ground.ts";
import type { Selection } from "./selection.ts";

/** A key of an order: what to write, where its value can be read, and how it sorts. */
export interface OrderKey {
  /** One entry of `order_by`. */
  readonly entry: JsonObject;
  /** What to select to see the value. */
  readonly selection: Selection;
  /** Where the value is in a row. */
  readonly path: readonly string[];
  /** Reads the value off a row. */
  readonly read: (row: JsonObject) => JsonValue;
  /** The name of the value's scalar. */
  readonly type: string;
  readonly direction: string;
}

/** The value at the end of a path through objects; null where the path ends early. */
function valueAt(row: JsonObject, path: readonly string[]): JsonValue {
  let at: JsonValue = row;
  for (const step of path) at = at === null ? null : (at as JsonObject)[step]!;
  return at;
}

/** Nested selections along a path. */
function selectionAt([first, ...rest]: readonly string[], alias?: string): Selection {
  return {
    ...(alias !== undefined && { alias }),
    name: first!,
    ...(rest.length > 0 && { fields: [selectionAt(rest)] }),
  };
}

function orderKey(
  path: readonly string[],
  { type, direction, entry, alias }: {
    readonly type: string;
    readonly direction: string;
    readonly entry: JsonObject;
    readonly alias: string;
  },
): OrderKey {
  return {
    entry,
    selection: selectionAt(path, alias),
    path: [alias, ...path.slice(1)],
    read: (row) => valueAt(row, [alias, ...path.slice(1)]),
    type,
    direction,
  };
}

/** Draws one key of an order: a column, one over an object relation, or the number of rows at the end of another. */
function drawOrderKey(world: World, { table }: Ground, at: { readonly draw: Draw; readonly alias: string }) {
  const { draw, alias } = at;
  const direction = draw.pick(world.catalogue.directions);
  const relations = table.relations.filter(({ sorts, kind, aggregates }) =>
    sorts && (kind === "object" || aggregates)
  );
  const columns = table.columns.filter(({ sorts }) => sorts);
  if (relations.length === 0 || !draw.once(4)) {
    const column = draw.pick(columns);
    const entry = { [column.name]: direction };
    return orderKey([column.name], { type: column.type, direction, entry, alias });
  }
  const relation = draw.pick(relations);
  if (relation.kind === "array") {
    const name = `${relation.name}_aggregate`;
    const entry = { [name]: { count: direction } };
    return orderKey([name, "aggregate", "count"], { type: "Int", direction, entry, alias });
  }
  const end = world.grounds.get(relation.table)!.table;
  const column = draw.pick(end.columns.filter(({ sorts }) => sorts));
  const entry = { [relation.name]: { [column.name]: direction } };
  return orderKey([relation.name, column.name], { type: column.type, direction, entry, alias });
}

/**
 * Draws an order.
 *
 * @param world What there is.
 * @param ground The table.
 * @param options `draw` decides, `most` is how many keys there are at most before the id.
 * @returns The keys; the last is the id, so that there is one answer only.
 */
export function drawOrder(
  world: World,
  ground: KeyedGround,
  { draw, most }: { readonly draw: Draw; readonly most: number },
): OrderKey[] {
  const count = draw.below(most + 1);
  const keys = Array.from(
    { length: count },
    (_, n) => drawOrderKey(world, ground, { draw, alias: `key${n}` }),
  );
  const direction = draw.pick(["asc", "desc"]);
  return [...keys, {
    entry: { [ground.key]: direction },
    selection: { name: ground.key },
    path: [ground.key],
    read: (row) => row[ground.key]!,
    type: ground.table.key!.type,
    direction,
  }];
}
