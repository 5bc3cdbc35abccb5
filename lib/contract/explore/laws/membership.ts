import type { JsonValue } from "../../../core/json.ts";
import { columnOf, type Law, mustList } from "../law.ts";
import { askable, drawColumn, operandFor, where } from "../operand.ts";
import { drawTable, listIds } from "../question.ts";

/** A list finds what its members find one by one. */
export const membership: Law = {
  id: "membership",
  title: "_in finds what _eq finds for one of the values",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const columns = askable(ground).filter(({ operators }) => operators.includes("_in"));
    if (columns.length === 0) return undefined;
    const column = drawColumn(columns, draw);
    const list = operandFor(ground, { column, operator: "_in", draw }) as JsonValue[];
    const { key } = ground;
    const aliases = list.map((_, position) => `one${position}`);
    return {
      roots: [
        listIds(ground, { alias: "all", where: {} }),
        listIds(ground, { alias: "several", where: where(column, { _in: list }) }),
        ...list.map((value, position) =>
          listIds(ground, { alias: aliases[position]!, where: where(column, { _eq: value }) })
        ),
      ],
      judge(data) {
        const found = aliases.map((alias) => columnOf(data, alias, { column: key }));
        const expected = columnOf(data, "all", { column: key }).filter((id) =>
          found.some((one) => one.includes(id))
        );
        return mustList({
          at: `several[*].${key}`,
          expected,
          got: columnOf(data, "several", { column: key }),
          note: "_in finds what _eq finds for one of the values",
        });
      },
    };
  },
};
