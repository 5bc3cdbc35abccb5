import type { JsonObject } from "../../../core/json.ts";
import type { Table } from "../catalogue.ts";
import { columnsRead, drawCondition } from "../condition.ts";
import { columnOf, firstOf, type Law, mustList } from "../law.ts";
import { drawTable, listIds } from "../question.ts";

/** Whether a condition compares one column and nothing else, so that it is unknown wherever that column is null. */
function isUnknownOfNull(condition: JsonObject, table: Table): boolean {
  const [[key, comparison] = ["", {}], ...others] = Object.entries(condition);
  if (others.length > 0 || !table.columns.some(({ name }) => name === key)) return false;
  return Object.entries(comparison as JsonObject).every(([operator, operand]) =>
    operator !== "_is_null" && operand !== null && !(Array.isArray(operand) && operand.length === 0)
  );
}

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
    const isKnown = isUnknownOfNull(condition, ground.table);
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
        const known = rest.filter((id) => !unknown!.includes(id) || (!isKnown && no!.includes(id)));
        const note = "What does not meet a condition meets its negation, unless what they read is null";
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
