import type { JsonObject, JsonValue } from "../../../core/json.ts";
import type { Draw } from "../draw.ts";
import type { KeyedGround, World } from "../ground.ts";
import { firstOf, type Law, mustEqual, mustList, rowsOf } from "../law.ts";
import { drawArguments, drawFields, drawTable, keepTo } from "../question.ts";
import { type Selection, values } from "../selection.ts";

/** An array relation whose joining columns are known. */
interface Branch {
  readonly name: string;
  readonly aggregates: boolean;
  readonly end: KeyedGround;
  /** The column at the end that names the row it starts from. */
  readonly foreign: string;
}

function drawBranch(world: World, { table }: KeyedGround, draw: Draw): Branch | undefined {
  const branches = table.relations.flatMap((relation): Branch[] => {
    const way = world.ways.get(`${table.name}.${relation.name}`);
    const end = world.grounds.get(relation.table)!;
    if (relation.kind !== "array" || !way || !end.table.key) return [];
    return [{ ...relation, end: { ...end, key: end.table.key.name }, foreign: way.foreign }];
  });
  const settled = branches.filter(({ end }) => end.rows.length > 0);
  const from = settled.length > 0 && !draw.once(10) ? settled : branches;
  return from.length === 0 ? undefined : draw.pick(from);
}

/** Rows to start from; those that have rows at the end are likelier. */
function drawParents(ground: KeyedGround, { end, foreign }: Branch, draw: Draw): JsonValue[] {
  const ids = ground.rows.map((row) => row[ground.key]!);
  const named = new Set(end.rows.map((row) => row[foreign]));
  const parents = ids.filter((id) => named.has(id));
  return draw.some(parents.length > 0 && !draw.once(5) ? parents : ids, 2);
}

/** Rows below rows are those that a flat question finds by the joining column, with the same arguments. */
export const nestedList: Law = {
  id: "nested-list",
  title: "A nested list is the flat list by foreign key with the same arguments, and so are its figures",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const branch = drawBranch(world, ground, draw);
    const parents = branch && drawParents(ground, branch, draw);
    if (!branch || !parents || parents.length === 0) return undefined;
    const { end, foreign } = branch;
    const drawn = drawArguments(world, end, { draw });
    // Where there are more rows than were looked at, a row may have thousands below it.
    const args = Object.keys(end.within).length > 0 ? { ...drawn, limit: 5 } : drawn;
    const fields = drawFields(world, end, { draw, depth: draw.pick([0, 1, 2]) });
    const isAggregate = branch.aggregates && end.table.aggregates && draw.once(3);
    const suffix = isAggregate ? "_aggregate" : "";
    const body: Selection[] = isAggregate
      ? [{ name: "aggregate", fields: values(["count"]) }, { name: "nodes", fields }]
      : fields;
    const nested = `${branch.name}${suffix}`;
    const { name } = ground.table;
    const { key } = ground;
    const bare = { ...end, within: {} };
    return {
      roots: [
        {
          alias: "parents",
          name,
          args: { where: { [key]: { _in: parents } }, order_by: { [key]: "asc" } },
          fields: [...values([key]), { name: nested, args, fields: body }],
        },
        ...parents.map((id, position) => ({
          alias: `flat${position}`,
          name: `${end.table.name}${suffix}`,
          args: keepTo(bare, args, { beside: { [foreign]: { _eq: id } } }),
          fields: body,
        })),
      ],
      judge(data) {
        const rows = rowsOf(data, "parents");
        const found = rows.map((row) => row[key]!);
        const wanted = parents.toSorted((a, b) => String(a) < String(b) ? -1 : 1);
        const note = "What is asked of nested rows takes no row above away";
        return firstOf([
          mustList({ at: `parents[*].${key}`, expected: wanted, got: found, note }),
          ...rows.map((row: JsonObject, position) => {
            const flat = `flat${parents.indexOf(row[key]!)}`;
            return mustEqual({
              at: `parents[${position}].${nested}`,
              expected: data[flat]!,
              got: row[nested]!,
              note: `${nested} of a row is ${end.table.name}${suffix} where ${foreign} is its ${key}`,
              sameAs: flat,
            });
          }),
        ]);
      },
    };
  },
};
