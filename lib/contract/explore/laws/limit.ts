import { firstOf, type Law, mustBePiece } from "../law.ts";
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
    const size = draw.below(Math.max(1, ground.size) + 1);
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
        return firstOf(
          ([["shorter", size], ["longer", size + 1]] as const).map(([at, to]) =>
            mustBePiece({ at, of: "all", from: 0, to, note: `limit: ${to} gives the first ${to} rows` }, data)
          ),
        );
      },
    };
  },
};
