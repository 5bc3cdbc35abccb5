import type { JsonObject } from "../../../core/json.ts";
import { type Law, mustEqual } from "../law.ts";
import { drawFields, drawTable } from "../question.ts";
import { values } from "../selection.ts";

/** A row below a row is the one whose id the row names. */
export const nestedObject: Law = {
  id: "nested-object",
  title: "A nested object is the row that _by_pk gives for the foreign key",
  proves: ["S42", "S46"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground || ground.rows.length === 0) return undefined;
    const { table, key } = ground;
    const ends = table.relations.flatMap((relation) => {
      const way = world.ways.get(`${table.name}.${relation.name}`);
      const end = world.grounds.get(relation.table)!;
      const isOne = relation.kind === "object" && end.table.key?.name === way?.foreign;
      return isOne && way ? [{ name: relation.name, end, own: way.own }] : [];
    });
    if (ends.length === 0) return undefined;
    const { name, end, own } = draw.pick(ends);
    const row = draw.pick(ground.rows);
    const id = row[own]!;
    const fields = drawFields(world, end, { draw, depth: draw.pick([0, 1, 2]) });
    const endKey = end.table.key!.name;
    return {
      roots: [
        {
          alias: "row",
          name: `${table.name}_by_pk`,
          args: { [key]: row[key]! },
          fields: [...values([own]), { alias: "its_end", name, fields }],
        },
        ...(id === null
          ? []
          : [{ alias: "flat", name: `${end.table.name}_by_pk`, args: { [endKey]: id }, fields }]),
      ],
      judge(data) {
        const start = data.row as JsonObject | null;
        // A row that is gone since the rows were read says nothing.
        if (start === null || start[own] !== id) return undefined;
        return mustEqual({
          at: "row.its_end",
          expected: data.flat ?? null,
          got: start.its_end!,
          ...(id !== null && { sameAs: "flat" }),
          note: `${name} is the ${end.table.name} whose ${endKey} is ${own}`,
        });
      },
    };
  },
};
