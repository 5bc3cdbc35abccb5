import { type Law, mustList } from "../law.ts";
import { columnOf } from "../law.ts";
import { askable, drawColumn, operandFor, where } from "../operand.ts";
import { drawTable, keepTo, listIds } from "../question.ts";
import { values } from "../selection.ts";

/** Whatever the collation is, the order of rows and the operators know the same one. */
export const collation: Law = {
  id: "collation",
  title: "Sorted rows come in the order in which _lt, _eq and _gt put their values",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const columns = askable(ground).filter(({ sorts, operators }) => sorts && operators.includes("_lt"));
    if (columns.length === 0) return undefined;
    const column = drawColumn(columns, draw);
    const value = operandFor(ground, { column, operator: "_lt", draw });
    const { key } = ground;
    const sorted = {
      alias: "sorted",
      name: ground.table.name,
      args: keepTo(ground, { order_by: [{ [column.name]: "asc_nulls_last" }, { [key]: "asc" }] }),
      fields: values([key]),
    };
    const parts = [["below", "_lt"], ["equal", "_eq"], ["above", "_gt"]] as const;
    return {
      roots: [
        sorted,
        ...parts.map(([alias, operator]) =>
          listIds(ground, { alias, where: where(column, { [operator]: value }) })
        ),
        listIds(ground, { alias: "nulls", where: where(column, { _is_null: true }) }),
      ],
      judge(data) {
        const groups = ["below", "equal", "above", "nulls"].map((alias) =>
          columnOf(data, alias, { column: key })
        );
        const got = columnOf(data, "sorted", { column: key });
        const expected = groups.flatMap((group) => got.filter((id) => group.includes(id)));
        return mustList({
          at: `sorted[*].${key}`,
          expected,
          got,
          note: "What _lt finds comes first, then what _eq finds, then what _gt finds, then null",
        });
      },
    };
  },
};
