import type { JsonObject, JsonValue } from "../../../core/json.ts";
import { sameJson } from "../../same_json.ts";
import { show } from "../../show.ts";
import { instantOf } from "../../value_type.ts";
import { drawCondition } from "../condition.ts";
import { columnOf, type Finding, firstOf, type Law, mustList, rowsOf } from "../law.ts";
import { drawOrder, type OrderKey } from "../draw_order.ts";
import { drawTable, keepTo, listIds } from "../question.ts";

const OPPOSITES: Readonly<Record<string, string>> = {
  asc: "desc",
  desc: "asc",
  asc_nulls_first: "desc_nulls_last",
  asc_nulls_last: "desc_nulls_first",
  desc_nulls_first: "asc_nulls_last",
  desc_nulls_last: "asc_nulls_first",
};

function opposite(entry: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [
      key,
      typeof value === "string" ? OPPOSITES[value]! : opposite(value as JsonObject),
    ]),
  );
}

function compareBy<T>(a: T, b: T): number {
  return a < b ? -1 : 1;
}

/** The order of two different values that are not null; 0 where a collation decides. */
function compareValues(type: string, a: JsonValue, b: JsonValue): number {
  if (type === "Int" || type === "Boolean") return compareBy(Number(a), Number(b));
  if (type === "uuid") return compareBy(String(a), String(b));
  return type === "timestamptz" ? compareBy(instantOf(a) ?? "", instantOf(b) ?? "") : 0;
}

/** How two neighbours stand by one key: negative when they stand right; `undefined` when nobody can say. */
function compareKey({ type, direction }: OrderKey, a: JsonValue, b: JsonValue): number | undefined {
  const descending = direction.startsWith("desc");
  if (a === null || b === null) {
    const nullsFirst = direction.endsWith("_nulls_first") || direction === "desc";
    return (a === null) === nullsFirst ? -1 : 1;
  }
  const difference = compareValues(type, a, b);
  return difference === 0 ? undefined : difference * (descending ? -1 : 1);
}

const MEASURES: Readonly<Record<string, string>> = { Int: "number", timestamptz: "instant" };

/** What would have held: the values of a key are sorted in the rows that are alike in the keys before it. */
function sortedCheck(
  keys: readonly OrderKey[],
  key: OrderKey,
  { row }: { readonly row: JsonObject },
): JsonObject {
  const alike = keys.slice(0, keys.indexOf(key)).map((one) =>
    `@.${one.path.join(".")} == ${JSON.stringify(one.read(row))}`
  );
  const rows = alike.length === 0 ? "*" : `?${alike.join(" && ")}`;
  const isDescending = key.direction.startsWith("desc");
  const nullsFirst = key.direction.endsWith("_nulls_first") || key.direction === "desc";
  return {
    path: `$.data.sorted[${rows}].${key.path.join(".")}`,
    sorted: isDescending ? "desc" : "asc",
    by: MEASURES[key.type] ?? "text",
    nulls: nullsFirst ? "first" : "last",
  };
}

/** The first two neighbours that stand in the wrong order. */
function misplaced(rows: readonly JsonObject[], keys: readonly OrderKey[]): Finding | undefined {
  for (const [position, row] of rows.slice(1).entries()) {
    const before = rows[position]!;
    for (const key of keys) {
      const [a, b] = [key.read(before), key.read(row)];
      if (sameJson(a, b)) continue;
      const order = compareKey(key, a, b);
      if (order === undefined || order < 0) break;
      return {
        note: `Rows are sorted by ${JSON.stringify(key.entry)}`,
        check: sortedCheck(keys, key, { row: before }),
        expected: `${show(b)} before ${show(a)}`,
        got: `${show(a)} before ${show(b)} at position ${position}`,
      };
    }
  }
  return undefined;
}

/** Rows are sorted, and turned around they stand the other way round. */
export const order: Law = {
  id: "order",
  title:
    "Rows are sorted by the keys, nulls where they were asked for, and the opposite order turns them around",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const keys = drawOrder(world, ground, { draw, most: 3 });
    const where = draw.once(3) ? drawCondition(world, ground, { draw, depth: 1 }) : {};
    const entries = keys.map(({ entry }) => entry);
    const { name } = ground.table;
    const list = (alias: string, order_by: JsonObject[]) => ({
      alias,
      name,
      args: keepTo(ground, { ...(Object.keys(where).length > 0 && { where }), order_by }),
      fields: keys.map(({ selection }) => selection),
    });
    return {
      roots: [
        list("sorted", entries),
        list("turned", entries.map(opposite)),
        listIds(ground, { alias: "all", where }),
      ],
      judge(data) {
        const rows = rowsOf(data, "sorted");
        const [ids, turned, all] = ["sorted", "turned", "all"].map((alias) =>
          columnOf(data, alias, { column: ground.key })
        ) as [JsonValue[], JsonValue[], JsonValue[]];
        const lost = all.filter((id) => !ids.includes(id));
        return firstOf([
          mustList({
            at: `sorted[*].${ground.key}`,
            expected: [...ids.filter((id) => all.includes(id)), ...lost],
            got: ids,
            note: "An order takes no row away and adds none",
          }),
          misplaced(rows, keys),
          mustList({
            at: `turned[*].${ground.key}`,
            expected: ids.toReversed(),
            got: turned,
            note: "The opposite order turns the rows around",
          }),
        ]);
      },
    };
  },
};
