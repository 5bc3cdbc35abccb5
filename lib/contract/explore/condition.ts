import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { Table } from "./catalogue.ts";
import type { Draw } from "./draw.ts";
import type { Ground, World } from "./ground.ts";
import { askable, drawColumn, operandFor, where } from "./operand.ts";

function comparison(ground: Ground, draw: Draw): JsonObject {
  const column = drawColumn(askable(ground), draw);
  const operators = draw.once(5) ? draw.some(column.operators, 2) : [draw.pick(column.operators)];
  const operands = operators.map((operator) => [operator, operandFor(ground, { column, operator, draw })]);
  return where(column, Object.fromEntries(operands));
}

/**
 * Draws a condition on the rows of a table: a comparison, one on related rows, or several combined.
 *
 * @param world What there is.
 * @param ground The table.
 * @param options `draw` decides, `depth` says how often conditions may be within conditions.
 * @returns A `t_bool_exp`; `{}` for a table of which nothing can be asked.
 */
export function drawCondition(
  world: World,
  ground: Ground,
  options: { readonly draw: Draw; readonly depth: number },
): JsonObject {
  const { draw, depth } = options;
  if (askable(ground).length === 0) return {};
  const kind = depth <= 0 ? 0 : draw.below(10);
  const inner = () => drawCondition(world, ground, { draw, depth: depth - 1 });
  const several = () => Array.from({ length: draw.pick([2, 1, 3, 0]) }, inner);
  if (kind < 4) return comparison(ground, draw);
  if (kind === 4) return { ...comparison(ground, draw), ...comparison(ground, draw) };
  if (kind === 5) return { _not: inner() };
  if (kind === 6) return { _and: several() };
  if (kind === 7) return { _or: several() };
  const relations = ground.table.relations.filter((relation) => relation.filters);
  if (relations.length === 0) return comparison(ground, draw);
  const relation = draw.pick(relations);
  const end = world.grounds.get(relation.table)!;
  return { [relation.name]: draw.once(5) ? {} : drawCondition(world, end, { draw, depth: depth - 1 }) };
}

/**
 * The columns of a row that a condition looks at, and whose null makes it unknown; what it looks at elsewhere is not
 * among them, for there either are such rows or there are none.
 *
 * @param condition A `t_bool_exp`.
 * @param table Its table.
 * @returns The names of columns.
 */
export function columnsRead(condition: JsonValue, table: Table): Set<string> {
  const found = new Set<string>();
  const visit = (value: JsonValue): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isJsonObject(value)) return;
    for (const [key, one] of Object.entries(value)) {
      if (key === "_and" || key === "_or" || key === "_not") visit(one);
      else if (table.columns.some(({ name }) => name === key)) found.add(key);
    }
  };
  visit(condition);
  return found;
}

/**
 * Conditions that must all hold, as one.
 *
 * @param parts Conditions; empty ones say nothing.
 * @returns Their conjunction, in the plainest form.
 *
 * @example Nothing is added to one condition
 * ```ts
 * import { both } from "./condition.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(both({}, { name: { _eq: "a" } }), { name: { _eq: "a" } });
 * ```
 */
export function both(...parts: readonly JsonObject[]): JsonObject {
  const open = parts.filter((part) => Object.keys(part).length > 0);
  if (open.length === 0) return {};
  return open.length === 1 ? open[0]! : { _and: open };
}
