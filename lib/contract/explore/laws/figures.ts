import type { JsonObject, JsonValue } from "../../../core/json.ts";
import { NumberText } from "../../../core/json.ts";
import { instantOf } from "../../value_type.ts";
import { show } from "../../show.ts";
import { type Finding, firstOf, type Law, mustEqual, rowsOf } from "../law.ts";
import { drawArguments, drawTable, keepTo } from "../question.ts";
import { type Selection, values } from "../selection.ts";

/** Digits that floating point may lose on the way through sums of squares. */
const TOLERANCE = 1e-6;

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** The sum of squared distances from the mean. */
function spread(numbers: readonly number[]): number {
  const mean = meanOf(numbers);
  return numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
}

function sample(numbers: readonly number[]): number | null {
  return numbers.length < 2 ? null : spread(numbers) / (numbers.length - 1);
}

function population(numbers: readonly number[]): number {
  return spread(numbers) / numbers.length;
}

function root(value: number | null): number | null {
  return value === null ? null : Math.sqrt(value);
}

/** What each figure is of at least one number. Source: `reference/hasura.md` §3. */
const FIGURES: Readonly<Record<string, (numbers: readonly number[]) => number | null>> = {
  sum: (numbers) => numbers.reduce((sum, number) => sum + number, 0),
  avg: meanOf,
  max: (numbers) => Math.max(...numbers),
  min: (numbers) => Math.min(...numbers),
  variance: sample,
  var_samp: sample,
  var_pop: population,
  stddev: (numbers) => root(sample(numbers)),
  stddev_samp: (numbers) => root(sample(numbers)),
  stddev_pop: (numbers) => root(population(numbers)),
};

function near(expected: number, got: JsonValue): boolean {
  const number = got instanceof NumberText ? Number(got.text) : got;
  if (typeof number !== "number") return false;
  return Math.abs(expected - number) <= TOLERANCE * Math.max(1, Math.abs(expected));
}

function judgeNumber(at: string, expected: number | null, got: JsonValue): Finding | undefined {
  const note = "A figure agrees with the list";
  if (expected === null) return mustEqual({ at, expected, got, note });
  if (near(expected, got)) return undefined;
  const slack = TOLERANCE * Math.max(1, Math.abs(expected));
  const check = { path: `$.data.${at}`, at_least: expected - slack, at_most: expected + slack };
  return { note, check, expected: String(expected), got: show(got) };
}

/** The greatest or the smallest of values whose order no collation decides. */
function extreme(type: string, found: readonly JsonValue[], which: "max" | "min"): JsonValue {
  const order = (value: JsonValue) => type === "timestamptz" ? instantOf(value) ?? "" : String(value);
  const sorted = found.toSorted((a, b) => order(a) === order(b) ? 0 : order(a) < order(b) ? -1 : 1);
  return sorted.at(which === "max" ? -1 : 0) ?? null;
}

/** Figures are those of the list with the same arguments. */
export const figures: Law = {
  id: "figures",
  title: "Sums, means, extremes and deviations are those of the list with the same arguments",
  proves: ["S42"],
  make(world, draw) {
    const ground = drawTable(world, draw);
    if (!ground || ground.table.figures.size === 0) return undefined;
    const { table } = ground;
    const column = draw.pick([...new Set([...table.figures.values()].flat())]);
    const type = table.columns.find(({ name }) => name === column)?.type ?? "";
    const names = [...table.figures].filter(([, columns]) => columns.includes(column)).map(([name]) => name);
    const { limit, offset, distinct_on, ...plain } = drawArguments(world, ground, { draw });
    // What the greatest text is only the target can say, by the end of a sorted list that nothing is cut from.
    const windowed = type !== "String";
    const window = {
      ...(windowed && limit !== undefined && { limit }),
      ...(windowed && offset !== undefined && { offset }),
      ...(windowed && distinct_on !== undefined && { distinct_on }),
    };
    const args = { ...keepTo(ground, plain), ...window };
    const end = (alias: string, direction: string): Selection => ({
      alias,
      name: table.name,
      args: { ...args, order_by: { [column]: direction }, limit: 1 },
      fields: values([column]),
    });
    return {
      roots: [
        { alias: "list", name: table.name, args, fields: values([column]) },
        {
          alias: "whole",
          name: `${table.name}_aggregate`,
          args,
          fields: [{ name: "aggregate", fields: names.map((name) => ({ name, fields: values([column]) })) }],
        },
        ...(windowed ? [] : [end("max", "desc_nulls_last"), end("min", "asc_nulls_last")]),
      ],
      judge(data) {
        const found = rowsOf(data, "list").map((row) => row[column]!).filter((value) => value !== null);
        const { aggregate } = data.whole as { aggregate: Record<string, JsonObject> };
        return firstOf(names.map((name) => {
          const at = `whole.aggregate.${name}.${column}`;
          const got = aggregate[name]![column]!;
          const note = "A figure agrees with the list";
          if (type === "Int" && Object.hasOwn(FIGURES, name)) {
            return judgeNumber(at, found.length === 0 ? null : FIGURES[name]!(found.map(Number)), got);
          }
          if (name !== "max" && name !== "min") return undefined;
          const expected = windowed
            ? extreme(type, found, name)
            : rowsOf(data, name).map((row) => row[column]!)[0] ?? null;
          return mustEqual({ at, expected, got, note });
        }));
      },
    };
  },
};
