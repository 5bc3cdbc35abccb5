import { isJsonObject, type JsonValue } from "../../../core/json.ts";
import type { Draw } from "../draw.ts";
import { firstOf, type Law, mustEqual, rowsOf } from "../law.ts";
import { drawTable, keepTo } from "../question.ts";

const NAME_REGEXP = /^[A-Za-z_][\w-]*$/;

/** A way into a value: keys that a path can name, and places in arrays. */
function drawSteps(value: JsonValue, draw: Draw): (string | number)[] {
  const steps: (string | number)[] = [];
  let at = value;
  for (let depth = 0; depth < 3; depth++) {
    const inside = Array.isArray(at)
      ? [...at.keys()]
      : isJsonObject(at)
      ? Object.keys(at).filter((key) => NAME_REGEXP.test(key))
      : [];
    if (inside.length === 0 || (depth > 0 && draw.once(3))) break;
    const step = draw.once(10) ? (Array.isArray(at) ? 99 : "nowhere") : draw.pick<string | number>(inside);
    steps.push(step);
    at = (at as Record<string | number, JsonValue>)[step] ?? null;
  }
  return steps;
}

function walk(value: JsonValue, steps: readonly (string | number)[]): JsonValue {
  let at = value;
  for (const step of steps) {
    const isThere = typeof step === "number"
      ? Array.isArray(at)
      : isJsonObject(at) && Object.hasOwn(at, step);
    at = isThere ? (at as Record<string | number, JsonValue>)[step] ?? null : null;
  }
  return at;
}

function pathText(steps: readonly (string | number)[], draw: Draw): string {
  const text = steps.map((step) => typeof step === "number" ? `[${step}]` : `.${step}`).join("");
  return draw.once(3) ? `$${text}` : text.replace(/^\./, "");
}

/** Parts of JSON columns are those of the whole value in the same answer. */
export const jsonPath: Law = {
  id: "json-path",
  title: "A path selects the part of a JSON value that is there, and null where nothing is",
  proves: ["S51"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const columns = ground.table.columns.filter(({ name, hasPath }) =>
      hasPath && ground.rows.some((row) => row[name] !== null)
    );
    if (columns.length === 0) return undefined;
    const { name } = draw.pick(columns);
    const rows = ground.rows.filter((row) => row[name] !== null);
    const steps = drawSteps(draw.pick(rows)[name]!, draw);
    if (steps.length === 0) return undefined;
    return {
      roots: [{
        alias: "rows",
        name: ground.table.name,
        args: keepTo(ground, { order_by: { [ground.key]: "asc" } }),
        fields: [{ alias: "its_whole", name }, {
          alias: "its_part",
          name,
          args: { path: pathText(steps, draw) },
        }],
      }],
      judge(data) {
        return firstOf(
          rowsOf(data, "rows").map((row, position) =>
            mustEqual({
              at: `rows[${position}].its_part`,
              expected: walk(row.its_whole!, steps),
              got: row.its_part!,
              note: "A path selects the part of the value that is there",
            })
          ),
        );
      },
    };
  },
};
