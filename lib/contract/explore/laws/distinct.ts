import { drawCondition } from "../condition.ts";
import { firstOf, type Law, mustCount, mustEqual, rowsOf } from "../law.ts";
import { drawOrder } from "../draw_order.ts";
import { drawTable, keepTo } from "../question.ts";
import { values } from "../selection.ts";

/** Of each group the first row in the order stays. */
export const distinct: Law = {
  id: "distinct",
  title: "distinct_on keeps one row for each value, the first in the order",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const columns = ground.table.columns.filter(({ counts, sorts, type }) =>
      counts && sorts && type !== "jsonb"
    );
    if (columns.length === 0) return undefined;
    const chosen = draw.some(columns, 2).map(({ name }) => name);
    const leading = chosen.map((name) => ({ [name]: draw.pick(world.catalogue.directions) }));
    const rest = drawOrder(world, ground, { draw, most: 1 }).map(({ entry }) => entry);
    const where = draw.once(2) ? drawCondition(world, ground, { draw, depth: 1 }) : {};
    const order_by = [...(draw.once(3) ? leading.toReversed() : leading), ...rest];
    const args = keepTo(ground, { ...(Object.keys(where).length > 0 && { where }), order_by });
    const first = draw.pick([0, 0, 1, 2]);
    const most = draw.pick([undefined, 3, 1]);
    const window = { ...(first > 0 && { offset: first }), ...(most !== undefined && { limit: most }) };
    const { name } = ground.table;
    const fields = values([...new Set([ground.key, ...chosen])]);
    return {
      roots: [
        { alias: "all", name, args, fields },
        { alias: "firsts", name, args: { ...args, distinct_on: chosen, ...window }, fields },
      ],
      judge(data) {
        const all = rowsOf(data, "all");
        const groups = new Map<string, number>();
        for (const [position, row] of all.entries()) {
          const group = JSON.stringify(chosen.map((column) => row[column]));
          if (!groups.has(group)) groups.set(group, position);
        }
        const kept = [...groups.values()].slice(first, most === undefined ? undefined : first + most);
        const got = rowsOf(data, "firsts");
        const note = `distinct_on keeps the first row for each ${chosen.join(" and ")}`;
        const short = mustCount("firsts", got.length, { expected: kept.length, note });
        return short ?? firstOf(kept.map((from, position) =>
          mustEqual({
            at: `firsts[${position}]`,
            expected: all[from]!,
            got: got[position]!,
            note,
            sameAs: `all[${from}]`,
          })
        ));
      },
    };
  },
};
