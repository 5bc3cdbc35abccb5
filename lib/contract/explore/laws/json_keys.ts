import { isJsonObject, type JsonValue } from "../../../core/json.ts";
import { valuesIn } from "../ground.ts";
import { columnOf, firstOf, type Law, mustList, rowsOf } from "../law.ts";
import { where } from "../operand.ts";
import { drawTable, listIds } from "../question.ts";

/** Whether text is a key of an object, an element of an array, or the text itself. */
function hasKey(value: JsonValue, key: string): boolean {
  if (Array.isArray(value)) return value.includes(key);
  return isJsonObject(value) ? Object.hasOwn(value, key) : value === key;
}

/** The keys of JSON columns, judged by the values in the same answer. */
export const jsonKeys: Law = {
  id: "json-keys",
  title: "_has_key, _has_keys_any and _has_keys_all find exactly the values with such keys",
  proves: ["S42", "S51"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground) return undefined;
    const columns = ground.table.columns.filter(({ operators }) => operators.includes("_has_key"));
    if (columns.length === 0) return undefined;
    const column = draw.pick(columns);
    const known = valuesIn(ground, column.name).flatMap((value) =>
      isJsonObject(value)
        ? Object.keys(value)
        : Array.isArray(value)
        ? value.filter((one) => typeof one === "string")
        : []
    );
    const keys = draw.some([...new Set([...known, "nowhere"])], 3);
    const { key } = ground;
    const questions = [
      { alias: "one", asked: { _has_key: keys[0]! }, holds: (value: JsonValue) => hasKey(value, keys[0]!) },
      {
        alias: "any",
        asked: { _has_keys_any: keys },
        holds: (value: JsonValue) => keys.some((one) => hasKey(value, one)),
      },
      {
        alias: "every",
        asked: { _has_keys_all: keys },
        holds: (value: JsonValue) => keys.every((one) => hasKey(value, one)),
      },
    ];
    return {
      roots: [
        listIds(ground, { alias: "all", where: {}, columns: [column.name] }),
        ...questions.map(({ alias, asked }) => listIds(ground, { alias, where: where(column, asked) })),
      ],
      judge(data) {
        const rows = rowsOf(data, "all");
        return firstOf(questions.map(({ alias, asked, holds }) =>
          mustList({
            at: `${alias}[*].${key}`,
            expected: rows.filter((row) => holds(row[column.name]!)).map((row) => row[key]!),
            got: columnOf(data, alias, { column: key }),
            note: `${Object.keys(asked)[0]} finds exactly the values with such keys`,
          })
        ));
      },
    };
  },
};
