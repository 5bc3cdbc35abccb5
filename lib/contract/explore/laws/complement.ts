import { columnOf, firstOf, type Law, mustList } from "../law.ts";
import { askable, drawColumn, operandFor, where } from "../operand.ts";
import { drawTable, listIds } from "../question.ts";

const OPPOSITES: Readonly<Record<string, string>> = {
  _eq: "_neq",
  _gt: "_lte",
  _lt: "_gte",
  _in: "_nin",
  _like: "_nlike",
  _ilike: "_nilike",
  _similar: "_nsimilar",
  _regex: "_nregex",
  _iregex: "_niregex",
};

/** An operator and its opposite: null is on neither side. */
export const complement: Law = {
  id: "complement",
  title: "An operator and its opposite share out the rows that are not null",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground || askable(ground).length === 0) return undefined;
    const column = drawColumn(askable(ground), draw);
    const operators = column.operators.filter((operator) =>
      column.operators.includes(OPPOSITES[operator] ?? "")
    );
    if (operators.length === 0) return undefined;
    const operator = draw.pick(operators);
    const operand = operandFor(ground, { column, operator, draw });
    // Of an empty list nothing is in it and all is not, null included.
    if (Array.isArray(operand) && operator === "_in" && operand.length === 0) return undefined;
    const { key } = ground;
    return {
      roots: [
        listIds(ground, { alias: "all", where: {} }),
        listIds(ground, { alias: "nulls", where: where(column, { _is_null: true }) }),
        listIds(ground, { alias: "yes", where: where(column, { [operator]: operand }) }),
        listIds(ground, { alias: "no", where: where(column, { [OPPOSITES[operator]!]: operand }) }),
      ],
      judge(data) {
        const [all, nulls, yes, no] = ["all", "nulls", "yes", "no"].map((alias) =>
          columnOf(data, alias, { column: key })
        );
        const there = all!.filter((id) => !nulls!.includes(id));
        const note = `${operator} and ${OPPOSITES[operator]} share out the rows that are not null`;
        return firstOf([
          mustList({
            at: `yes[*].${key}`,
            expected: there.filter((id) => yes!.includes(id)),
            got: yes!,
            note,
          }),
          mustList({
            at: `no[*].${key}`,
            expected: there.filter((id) => !yes!.includes(id)),
            got: no!,
            note,
          }),
        ]);
      },
    };
  },
};
