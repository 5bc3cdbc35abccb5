import type { JsonValue } from "../../../core/json.ts";
import { columnOf, firstOf, type Law, mustList } from "../law.ts";
import { partOf, where } from "../operand.ts";
import { drawTable, listIds } from "../question.ts";

/** Containment, judged by values that are in others and by nothing else. */
export const jsonParts: Law = {
  id: "json-parts",
  title: "A JSON value contains itself and its parts, and is contained wherever it is said to be contained",
  proves: ["S42", "S51"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const { key } = ground;
    const columns = ground.table.columns.filter(({ name, operators }) =>
      operators.includes("_contains") && ground.rows.some((row) => row[name] !== null)
    );
    if (columns.length === 0) return undefined;
    const column = draw.pick(columns);
    const rows = ground.rows.filter((row) => row[column.name] !== null);
    const [one, other] = [draw.pick(rows), draw.pick(rows)];
    const [value, another] = [one[column.name]!, other[column.name]!];
    const part = partOf(value, draw);
    return {
      roots: [
        listIds(ground, { alias: "same", where: where(column, { _eq: value }) }),
        listIds(ground, { alias: "whole", where: where(column, { _contains: value }) }),
        listIds(ground, { alias: "part", where: where(column, { _contains: part }) }),
        listIds(ground, { alias: "within", where: where(column, { _contained_in: value }) }),
        listIds(ground, { alias: "others", where: where(column, { _contained_in: another }) }),
      ],
      judge(data) {
        const ids = (alias: string) => columnOf(data, alias, { column: key });
        const has = (alias: string, row: JsonValue) => ids(alias).includes(row);
        const [id, otherId] = [one[key]!, other[key]!];
        // A row that was changed since the rows were read says nothing.
        if (!has("same", id)) return undefined;
        const must = (alias: string, isIn: (row: JsonValue) => boolean, note: string) => {
          const rows = new Set([...ids(alias), ...ids("same"), ...ids("whole")]);
          const expected = [...rows].filter(isIn).toSorted(byText);
          return mustList({ at: `${alias}[*].${key}`, expected, got: ids(alias).toSorted(byText), note });
        };
        const asContained = (row: JsonValue) => row === id ? has("whole", otherId) : has("others", row);
        return firstOf([
          must("whole", (row) => has("whole", row) || has("same", row), "A value contains itself"),
          must("within", (row) => has("within", row) || has("same", row), "A value is contained in itself"),
          must(
            "part",
            (row) => has("part", row) || has("whole", row),
            "What contains a value contains its parts",
          ),
          must("others", asContained, "One value is contained in another where that one contains it"),
        ]);
      },
    };
  },
};

function byText(a: JsonValue, b: JsonValue): number {
  return String(a) < String(b) ? -1 : 1;
}
