import { isAscii } from "../../../core/is_ascii.ts";
import { columnOf, firstOf, type Law, mustList, rowsOf } from "../law.ts";
import { where } from "../operand.ts";
import { drawPattern, matchesPattern, patternLanguage, writePattern } from "../pattern.ts";
import { valuesIn } from "../ground.ts";
import { drawTable, listIds } from "../question.ts";

const OPERATORS = ["_like", "_similar", "_regex", "_ilike", "_iregex"];
const ODD_REGEXP = /[\\%_*?[\].]/;

/** One pattern in the languages of all operators, judged by the texts in the same answer. */
export const patterns: Law = {
  id: "patterns",
  title: "A pattern finds exactly the texts that it means, in whichever language it is written",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const columns = ground.table.columns.filter(({ name, operators }) =>
      operators.includes("_like") && valuesIn(ground, name).length > 0
    );
    if (columns.length === 0) return undefined;
    const column = draw.pick(columns);
    const texts = valuesIn(ground, column.name).map(String);
    // What a wildcard is made of is worth more than other text.
    const odd = texts.filter((text) => ODD_REGEXP.test(text));
    const parts = drawPattern(draw.pick(odd.length > 0 && draw.once(2) ? odd : texts), draw);
    const asked = OPERATORS.filter((operator) => column.operators.includes(operator));
    const { key } = ground;
    return {
      roots: [
        listIds(ground, { alias: "all", where: {}, columns: [column.name] }),
        ...asked.map((operator) => {
          const pattern = writePattern(parts, patternLanguage(operator)!);
          return listIds(ground, { alias: operator.slice(1), where: where(column, { [operator]: pattern }) });
        }),
      ],
      judge(data) {
        const rows = rowsOf(data, "all").filter((row) => row[column.name] !== null);
        // Beyond ASCII it is the target's locale that says what a capital letter is.
        const folds = rows.every((row) => isAscii(String(row[column.name])));
        return firstOf(
          asked.filter((operator) => folds || !operator.startsWith("_i")).map((operator) => {
            const insensitive = operator.startsWith("_i");
            const expected = rows.filter((row) =>
              matchesPattern(parts, String(row[column.name]), { insensitive })
            );
            return mustList({
              at: `${operator.slice(1)}[*].${key}`,
              expected: expected.map((row) => row[key]!),
              got: columnOf(data, operator.slice(1), { column: key }),
              note: `${operator} finds exactly the texts that the pattern means`,
            });
          }),
        );
      },
    };
  },
};
