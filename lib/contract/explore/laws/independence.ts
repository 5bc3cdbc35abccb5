import { firstOf, type Law, mustCount, mustEqual, rowsOf } from "../law.ts";
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
        const note = "What is selected of rows does not change which rows there are";
        const [bare, rich] = [rowsOf(data, "bare"), rowsOf(data, "rich")];
        const short = mustCount("rich", rich.length, { expected: bare.length, note });
        return short ?? firstOf(bare.map((row, position) =>
          mustEqual({
            at: `rich[${position}].its_key`,
            expected: row[key]!,
            got: rich[position]!.its_key!,
            note,
            sameAs: `bare[${position}].${key}`,
          })
        ));
      },
    };
  },
};
