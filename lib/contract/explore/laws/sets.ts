import { drawCondition } from "../condition.ts";
import { columnOf, firstOf, type Law, mustList } from "../law.ts";
import { drawTable, listIds } from "../question.ts";

/** Conditions combined find what their parts find, combined as sets. */
export const sets: Law = {
  id: "sets",
  title: "_and finds what all its parts find, _or what one of them finds",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const parts = Array.from(
      { length: draw.pick([2, 1, 3, 0]) },
      () => drawCondition(world, ground, { draw, depth: 1 }),
    );
    const keys = parts.flatMap((part) => Object.keys(part));
    const apart = new Set(keys).size === keys.length;
    const { key } = ground;
    const aliases = parts.map((_, position) => `part${position}`);
    return {
      roots: [
        listIds(ground, { alias: "all", where: {} }),
        ...parts.map((part, position) => listIds(ground, { alias: aliases[position]!, where: part })),
        listIds(ground, { alias: "both", where: { _and: parts } }),
        listIds(ground, { alias: "either", where: { _or: parts } }),
        ...(apart ? [listIds(ground, { alias: "together", where: Object.assign({}, ...parts) })] : []),
      ],
      judge(data) {
        const ids = (alias: string) => columnOf(data, alias, { column: key });
        const found = aliases.map(ids);
        const every = ids("all").filter((id) => found.every((part) => part.includes(id)));
        const some = ids("all").filter((id) => found.some((part) => part.includes(id)));
        return firstOf([
          mustList({
            at: `both[*].${key}`,
            expected: every,
            got: ids("both"),
            note: "_and finds what all its parts find",
          }),
          mustList({
            at: `either[*].${key}`,
            expected: some,
            got: ids("either"),
            note: "_or finds what one of its parts finds",
          }),
          apart
            ? mustList({
              at: `together[*].${key}`,
              expected: every,
              got: ids("together"),
              note: "The keys of one condition must all hold",
            })
            : undefined,
        ]);
      },
    };
  },
};
