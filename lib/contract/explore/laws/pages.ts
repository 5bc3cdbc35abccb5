import { firstOf, type Law, mustBePiece } from "../law.ts";
import { drawArguments, drawFields, drawTable, keepTo } from "../question.ts";

/** Pages put together are the list. */
export const pages: Law = {
  id: "pages",
  title: "Pages by limit and offset join to the whole list, each row once",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const { limit: _limit, offset: _offset, ...args } = drawArguments(world, ground, { draw });
    const fields = [...drawFields(world, ground, { draw, depth: 0 }), { alias: "its_key", name: ground.key }];
    const count = 1 + draw.below(4);
    const size = Math.max(1, Math.floor(ground.size / count) - draw.below(3));
    const { name } = ground.table;
    const own = keepTo(ground, args);
    const windows = Array.from({ length: count }, (_, position) => ({
      alias: `page${position}`,
      args: { ...own, limit: size, ...(position > 0 && { offset: position * size }) },
    }));
    const rest = { alias: "rest", args: { ...own, offset: count * size } };
    return {
      roots: [{ alias: "all", args: own }, ...windows, rest].map((root) => ({ ...root, name, fields })),
      judge(data) {
        const found = windows.map(({ alias }, position) => {
          const [from, to] = [position * size, (position + 1) * size];
          const note = `limit: ${size}, offset: ${from} is page ${position + 1} of the list`;
          return mustBePiece({ at: alias, of: "all", from, to, note }, data);
        });
        const note = `offset: ${count * size} leaves out so many rows and no more`;
        return firstOf([...found, mustBePiece({ at: "rest", of: "all", from: count * size, note }, data)]);
      },
    };
  },
};
