import type { JsonObject } from "../../../core/json.ts";
import { drawCondition } from "../condition.ts";
import { columnOf, firstOf, type Law, mustList, rowsOf } from "../law.ts";
import { drawTable, listIds } from "../question.ts";
import { values } from "../selection.ts";

/** As many rows are asked about when there are more than were looked at. */
const FEW = 8;

/** A condition on related rows holds of a row when one of them meets it. */
export const related: Law = {
  id: "related",
  title: "A condition on related rows holds where one of them meets it, and its negation where none does",
  proves: ["S42"],
  make(world, draw) {
    const drawn = drawTable(world, draw);
    if (!drawn) return undefined;
    const { table, key } = drawn;
    const ends = table.relations.flatMap((relation) => {
      const way = world.ways.get(`${table.name}.${relation.name}`);
      const end = world.grounds.get(relation.table)!;
      return relation.filters && way ? [{ relation, way, end }] : [];
    });
    if (ends.length === 0) return undefined;
    const { relation, way, end } = draw.pick(ends);
    const isLarge = [drawn, end].some(({ within }) => Object.keys(within).length > 0);
    const some = drawn.rows.slice(0, FEW);
    const ground = isLarge ? { ...drawn, within: { [key]: { _in: some.map((row) => row[key]!) } } } : drawn;
    const condition = drawCondition(world, end, { draw, depth: 1 });
    const named = {
      [way.foreign]: { _in: [...new Set(some.map((row) => row[way.own]!))].filter((id) => id !== null) },
    };
    const hits = {
      alias: "hits",
      name: end.table.name,
      args: { where: isLarge ? { _and: [named, condition] } : condition },
      fields: values([way.foreign]),
    };
    return {
      roots: [
        listIds(ground, { alias: "all", where: {}, columns: [way.own] }),
        hits,
        listIds(ground, { alias: "some", where: { [relation.name]: condition } }),
        listIds(ground, { alias: "none", where: { _not: { [relation.name]: condition } } }),
      ],
      judge(data) {
        const met = new Set(columnOf(data, "hits", { column: way.foreign }));
        const isMet = (row: JsonObject) => row[way.own] !== null && met.has(row[way.own]!);
        const all = rowsOf(data, "all");
        const ids = (rows: readonly JsonObject[]) => rows.map((row) => row[key]!);
        const got = (alias: string) => columnOf(data, alias, { column: key });
        return firstOf([
          mustList({
            at: `some[*].${key}`,
            expected: ids(all.filter(isMet)),
            got: got("some"),
            note: `A condition on ${relation.name} holds where one of the rows there meets it`,
          }),
          mustList({
            at: `none[*].${key}`,
            expected: ids(all.filter((row) => !isMet(row))),
            got: got("none"),
            note: `A negated condition on ${relation.name} holds where no row there meets it`,
          }),
        ]);
      },
    };
  },
};
