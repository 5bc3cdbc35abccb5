import type { JsonObject, JsonValue } from "../../../core/json.ts";
import { instantOf } from "../../value_type.ts";
import { columnOf, type Law, mustList, rowsOf } from "../law.ts";
import { askable, drawColumn, operandFor, where } from "../operand.ts";
import { drawTable, listIds } from "../question.ts";

/** What the order of values is, for types whose order no collation decides. */
const ORDERED: Readonly<Record<string, (value: JsonValue) => string | number>> = {
  Int: Number,
  Boolean: Number,
  uuid: (value) => String(value).toLowerCase(),
  timestamptz: (value) => instantOf(value) ?? String(value),
};
const EQUALITY = ["_eq", "_neq", "_in", "_nin", "_is_null"];
const ORDERING = [...EQUALITY, "_gt", "_gte", "_lt", "_lte"];

type Comparable = string | number;

const HOLDS: Readonly<Record<string, (value: Comparable, operand: Comparable) => boolean>> = {
  _eq: (value, operand) => value === operand,
  _neq: (value, operand) => value !== operand,
  _gt: (value, operand) => value > operand,
  _gte: (value, operand) => value >= operand,
  _lt: (value, operand) => value < operand,
  _lte: (value, operand) => value <= operand,
};

/** Whether a comparison holds of a value as it was read off the answer. */
function holds(
  value: JsonValue,
  comparison: JsonObject,
  comparable: (value: JsonValue) => Comparable,
): boolean {
  return Object.entries(comparison).every(([operator, operand]) => {
    if (operator === "_is_null") return (value === null) === operand;
    if (Array.isArray(operand)) {
      if (operand.length === 0) return operator === "_nin";
      const within = value !== null && operand.some((one) => comparable(one) === comparable(value));
      return operator === "_in" ? within : value !== null && !within;
    }
    return value !== null && HOLDS[operator]!(comparable(value), comparable(operand));
  });
}

/** Comparisons mean what they say, judged by the values in the same answer. */
export const comparison: Law = {
  id: "comparison",
  title: "A comparison finds exactly the rows whose value meets it",
  proves: ["S42", "S48"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const columns = askable(ground).filter(({ type }) => type === "String" || Object.hasOwn(ORDERED, type));
    if (columns.length === 0) return undefined;
    const column = drawColumn(columns, draw);
    const judged = column.type === "String" ? EQUALITY : ORDERING;
    const comparable = ORDERED[column.type] ?? String;
    const operators = column.operators.filter((operator) => judged.includes(operator));
    const asked = Object.fromEntries(
      draw.some(operators, 2).map((operator) => [operator, operandFor(ground, { column, operator, draw })]),
    );
    const { key } = ground;
    return {
      roots: [
        listIds(ground, { alias: "all", where: {}, columns: [column.name] }),
        listIds(ground, { alias: "found", where: where(column, asked) }),
      ],
      judge(data) {
        const expected = rowsOf(data, "all").filter((row) => holds(row[column.name]!, asked, comparable));
        return mustList({
          at: `found[*].${key}`,
          expected: expected.map((row) => row[key]!),
          got: columnOf(data, "found", { column: key }),
          note: "A comparison finds exactly the rows whose value meets it",
        });
      },
    };
  },
};
