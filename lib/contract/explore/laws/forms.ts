import type { Draw } from "../draw.ts";
import type { KeyedGround, World } from "../ground.ts";
import { firstOf, type Law, mustEqual } from "../law.ts";
import { drawArguments, drawFields, drawTable, keepTo } from "../question.ts";
import { type Selection, type Style, values } from "../selection.ts";

const STYLES: readonly Style[] = ["variables", "fragments", "directives"];

/** A root field of one of the three kinds. */
function drawRoot(world: World, ground: KeyedGround, draw: Draw): Selection {
  const { table, key, rows } = ground;
  const fields = drawFields(world, ground, { draw, depth: 2 });
  const kind = draw.below(4);
  if (kind === 3 && rows.length > 0) {
    return { name: `${table.name}_by_pk`, args: { [key]: draw.pick(rows)[key]! }, fields };
  }
  const args = { ...keepTo(ground, drawArguments(world, ground, { draw, depth: 2 })), limit: 5 };
  if (kind < 2 || !table.aggregates) return { name: table.name, args, fields };
  const aggregate = { name: "aggregate", fields: values(["__typename", "count"]) };
  return { name: `${table.name}_aggregate`, args, fields: [aggregate, { name: "nodes", fields }] };
}

/** How a question is written does not matter. */
export const forms: Law = {
  id: "forms",
  title: "Aliases, variables, fragments and directives that include what they stand on change no answer",
  proves: ["S50"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const root = drawRoot(world, ground, draw);
    const styles = draw.some(STYLES, 3);
    return {
      roots: [{ ...root, alias: "plain" }, ...styles.map((style) => ({ ...root, alias: style, style }))],
      judge(data) {
        return firstOf(styles.map((style) =>
          mustEqual({
            at: style,
            expected: data.plain!,
            got: data[style]!,
            sameAs: "plain",
            note: `Written with ${style} a question has the same answer`,
          })
        ));
      },
    };
  },
};
