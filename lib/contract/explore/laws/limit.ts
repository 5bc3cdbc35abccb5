import { firstOf, type Law, mustEqual, rowsOf } from "../law.ts";
import { drawArguments, drawFields, drawTable, keepTo } from "../question.ts";

/** A window cuts a piece out of the whole list. */
export const limit: Law = {
  id: "limit",
  title: "The first n rows are the first n of the first n + 1, and both are the beginning of all",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const { limit: _limit, offset: _offset, ...args } = drawArguments(world, ground, { draw });
    const fields = [
      ...drawFields(world, ground, { draw, depth: draw.pick([0, 0, 1]) }),
      { alias: "its_key", name: ground.key },
    ];
    const size = draw.below(Math.max(1, ground.rows.length) + 1);
    const { name } = ground.table;
    const window = (alias: string, own: Record<string, number>) => ({
      alias,
      name,
      args: { ...keepTo(ground, args), ...own },
      fields,
    });
    return {
      roots: [
        window("all", {}),
        window("shorter", { limit: size }),
        window("longer", { limit: size + 1 }),
      ],
      judge(data) {
        const all = rowsOf(data, "all");
        return firstOf(
          ([["shorter", size], ["longer", size + 1]] as const).map(([alias, most]) =>
            mustEqual({
              at: alias,
              expected: all.slice(0, most),
              got: rowsOf(data, alias),
              note: `limit: ${most} gives the first ${most} rows`,
            })
          ),
        );
      },
    };
  },
};
