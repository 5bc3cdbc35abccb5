import { firstOf, type Law, mustEqual } from "../law.ts";
import { valuesIn } from "../ground.ts";
import { askable, rewriteMoment, where } from "../operand.ts";
import { drawTable, listIds } from "../question.ts";

const OPERATORS = ["_eq", "_lt", "_gte", "_neq", "_lte", "_gt"];

/** A moment is the same moment in each form of ISO 8601. */
export const moments: Law = {
  id: "moments",
  title: "ISO 8601 text in any offset and precision is understood as the instant it names",
  proves: ["S48", "S49"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const columns = askable(ground).filter(({ name, type }) =>
      type === "timestamptz" && valuesIn(ground, name).length > 0
    );
    if (columns.length === 0) return undefined;
    const column = draw.pick(columns);
    const known = draw.pick(valuesIn(ground, column.name)) as string;
    const operator = draw.pick(OPERATORS);
    const forms = [0, 1, 2].map(() => rewriteMoment(known, draw));
    return {
      roots: [known, ...forms].map((form, position) =>
        listIds(ground, { alias: `form${position}`, where: where(column, { [operator]: form }) })
      ),
      judge(data) {
        return firstOf(forms.map((form, position) =>
          mustEqual({
            at: `form${position + 1}`,
            expected: data.form0!,
            got: data[`form${position + 1}`]!,
            note: `"${form}" is the instant "${known}"`,
            sameAs: "form0",
          })
        ));
      },
    };
  },
};
