import { columnsRead, drawCondition } from "../condition.ts";
import { columnOf, firstOf, type Law, mustList } from "../law.ts";
import { drawTable, listIds } from "../question.ts";

/** Three-valued logic: where neither a condition nor its negation holds, a column that it reads is null. */
export const partition: Law = {
  id: "partition",
  title: "A condition, its negation and the rows on which it is unknown make up all rows",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const condition = drawCondition(world, ground, { draw, depth: 3 });
    const nulls = [...columnsRead(condition, ground.table)].map((name) => ({ [name]: { _is_null: true } }));
    const { key } = ground;
    return {
      roots: [
        listIds(ground, { alias: "all", where: {} }),
        listIds(ground, { alias: "yes", where: condition }),
        listIds(ground, { alias: "no", where: { _not: condition } }),
        listIds(ground, { alias: "nulls", where: { _or: nulls } }),
      ],
      judge(data) {
        const [all, yes, no, unknown] = ["all", "yes", "no", "nulls"].map((alias) =>
          columnOf(data, alias, { column: key })
        );
        const rest = all!.filter((id) => !yes!.includes(id));
        const known = rest.filter((id) => !unknown!.includes(id) || no!.includes(id));
        const note = "What does not meet a condition meets its negation, unless it is null what they read";
        return firstOf([
          mustList({
            at: `yes[*].${key}`,
            expected: all!.filter((id) => yes!.includes(id)),
            got: yes!,
            note,
          }),
          mustList({ at: `no[*].${key}`, expected: known, got: no!, note }),
        ]);
      },
    };
  },
};
