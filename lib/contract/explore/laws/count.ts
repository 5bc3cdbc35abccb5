import type { JsonObject, JsonValue } from "../../../core/json.ts";
import { sameJson } from "../../same_json.ts";
import { firstOf, type Law, mustEqual, rowsOf } from "../law.ts";
import { drawArguments, drawFields, drawTable, keepTo } from "../question.ts";
import { values } from "../selection.ts";

interface Counted {
  readonly aggregate: { readonly count: number; readonly known?: number; readonly different?: number };
  readonly nodes: JsonObject[];
}

function different(found: readonly JsonValue[]): number {
  const kept: JsonValue[] = [];
  for (const value of found) if (!kept.some((one) => sameJson(one, value))) kept.push(value);
  return kept.length;
}

/** A count is the length of the list with the same arguments. */
export const count: Law = {
  id: "count",
  title: "aggregate.count is the length of the list with the same arguments, and nodes is that list",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground?.table.aggregates) return undefined;
    const args = keepTo(ground, drawArguments(world, ground, { draw, depth: 2 }));
    const { name } = ground.table;
    const countable = ground.table.columns.filter(({ counts }) => counts);
    const column = countable.length > 0 ? draw.pick(countable).name : undefined;
    const fields = [
      ...drawFields(world, ground, { draw, depth: draw.pick([0, 0, 1]) }),
      ...(column === undefined ? [] : [{ alias: "its_value", name: column }]),
    ];
    const counts = column === undefined ? [] : [
      { alias: "known", name: "count", args: { columns: column } },
      { alias: "different", name: "count", args: { columns: column, distinct: true } },
    ];
    return {
      roots: [
        { alias: "list", name, args, fields },
        {
          alias: "figures",
          name: `${name}_aggregate`,
          args,
          fields: [{ name: "aggregate", fields: [...values(["count"]), ...counts] }, {
            name: "nodes",
            fields,
          }],
        },
      ],
      judge(data) {
        const list = rowsOf(data, "list");
        const { aggregate, nodes } = data.figures as unknown as Counted;
        const there = column === undefined
          ? []
          : list.map((row) => row.its_value!).filter((value) => value !== null);
        const figure = (key: keyof Counted["aggregate"], expected: number, note: string) =>
          mustEqual({ at: `figures.aggregate.${key}`, expected, got: aggregate[key] ?? null, note });
        return firstOf([
          mustEqual({
            at: "figures.nodes",
            expected: list,
            got: nodes,
            note: "nodes is the list",
            sameAs: "list",
          }),
          figure("count", list.length, "count is the length of the list"),
          column === undefined
            ? undefined
            : figure("known", there.length, "null is not its_value in a column"),
          column === undefined
            ? undefined
            : figure("different", different(there), "Each value is its_value once if distinct"),
        ]);
      },
    };
  },
};
