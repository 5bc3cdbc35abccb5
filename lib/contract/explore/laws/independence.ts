import { columnOf, type Law, mustList } from "../law.ts";
import { drawArguments, drawFields, drawTable, keepTo } from "../question.ts";
import { values } from "../selection.ts";

/** What is selected of rows does not decide which rows there are. */
export const independence: Law = {
  id: "independence",
  title: "What is selected, and what is asked of it, does not change which rows a list has",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const args = keepTo(ground, drawArguments(world, ground, { draw, depth: 2 }));
    const { name } = ground.table;
    const { key } = ground;
    const fields = [{ alias: "its_key", name: key }, ...drawFields(world, ground, { draw, depth: 3 })];
    return {
      roots: [
        { alias: "bare", name, args, fields: values([key]) },
        { alias: "rich", name, args, fields },
      ],
      judge(data) {
        return mustList({
          at: "rich[*].its_key",
          expected: columnOf(data, "bare", { column: key }),
          got: columnOf(data, "rich", { column: "its_key" }),
          note: "What is selected of rows does not change which rows there are",
        });
      },
    };
  },
};
