import { NOWHERE } from "../operand.ts";
import { firstOf, type Law, mustEqual, rowsOf } from "../law.ts";
import { drawFields, drawTable } from "../question.ts";

/** An id names one row. */
export const identity: Law = {
  id: "identity",
  title: "A filter on an id finds exactly that row, and _by_pk gives it; an id of no row finds nothing",
  proves: ["S46", "S47"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground || ground.rows.length === 0) return undefined;
    const { table, key } = ground;
    const id = draw.pick(ground.rows)[key]!;
    const isUuid = table.key!.type === "uuid";
    const written = isUuid && draw.once(4) ? String(id).toUpperCase() : id;
    const fields = [
      { alias: "its_key", name: key },
      ...drawFields(world, ground, { draw, depth: draw.pick([0, 1, 2]) }),
    ];
    const nowhere = isUuid
      ? [
        { alias: "nobody", name: `${table.name}_by_pk`, args: { [key]: NOWHERE }, fields },
        { alias: "nothing", name: table.name, args: { where: { [key]: { _eq: NOWHERE } } }, fields },
      ]
      : [];
    return {
      roots: [
        { alias: "list", name: table.name, args: { where: { [key]: { _eq: written } } }, fields },
        { alias: "one", name: `${table.name}_by_pk`, args: { [key]: written }, fields },
        ...nowhere,
      ],
      judge(data) {
        const list = rowsOf(data, "list");
        const note = "An id names one row, however it is asked for";
        return firstOf([
          mustEqual({ at: "list", expected: data.one === null ? [] : [data.one!], got: list, note }),
          list.length === 0
            ? undefined
            : mustEqual({ at: "list[0].its_key", expected: id, got: list[0]!.its_key!, note }),
          isUuid ? mustEqual({ at: "nobody", expected: null, got: data.nobody!, note }) : undefined,
          isUuid ? mustEqual({ at: "nothing", expected: [], got: data.nothing!, note }) : undefined,
        ]);
      },
    };
  },
};
