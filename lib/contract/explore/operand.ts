import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { formatTimestamp } from "../../core/timestamp.ts";
import { instantOf } from "../value_type.ts";
import type { Column } from "./catalogue.ts";
import type { Draw } from "./draw.ts";
import { type Ground, valuesIn } from "./ground.ts";
import { drawPattern, patternLanguage, writePattern } from "./pattern.ts";

/** The id of no row. */
export const NOWHERE = "00000000-0000-4000-8000-000000000000";
const OFFSETS = [0, 120, -330, 765, -720] as const;

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/**
 * Writes a moment in another form of ISO 8601 that names the same instant.
 *
 * @param text A moment with a zone.
 * @param draw Chooses offset, separator and digits of the fraction.
 * @returns Another text.
 *
 * @example Noon is noon
 * ```ts
 * import { instantOf } from "../value_type.ts";
 * import { Draw } from "./draw.ts";
 * import { rewriteMoment } from "./operand.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = rewriteMoment("2019-01-01T12:00:00.5+00:00", Draw.repeating([2, 1, 1]));
 * assertEquals(text, "2019-01-01 06:30:00.500000-05:30");
 * assertEquals(instantOf(text), instantOf("2019-01-01T12:00:00.5Z"));
 * ```
 */
export function rewriteMoment(text: string, draw: Draw): string {
  const utc = instantOf(text)!;
  const offset = draw.pick(OFFSETS);
  const separator = draw.pick(["T", " "]);
  const [, fraction = ""] = /\.(\d+)/.exec(utc) ?? [];
  const digits = draw.once(2) ? fraction.padEnd(6, "0") : fraction;
  const local = new Date(Date.parse(`${utc.slice(0, 19)}Z`) + offset * 60_000).toISOString();
  const zone = offset === 0
    ? draw.pick(["Z", "+00:00", "-00:00"])
    : `${offset < 0 ? "-" : "+"}${pad(Math.trunc(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  return `${local.slice(0, 10)}${separator}${local.slice(11, 19)}${digits && `.${digits}`}${zone}`;
}

function aMoment(known: JsonValue, draw: Draw): JsonValue {
  const utc = instantOf(known);
  if (utc === undefined) return known;
  const shift = draw.pick([0, 0, 1, -1]);
  const [, fraction = ""] = /\.(\d+)/.exec(utc) ?? [];
  const seconds = Date.parse(`${utc.slice(0, 19)}Z`);
  return rewriteMoment(formatTimestamp(seconds, Number(fraction.padEnd(6, "0")) + shift), draw);
}

/**
 * A part of a JSON value: some of its members, or the value itself.
 *
 * @param value Any JSON value.
 * @param draw Chooses what stays.
 * @returns A value that jsonb's containment finds in it.
 */
export function partOf(value: JsonValue, draw: Draw): JsonValue {
  if (Array.isArray(value)) return value.filter(() => !draw.once(3)).map((one) => partOf(one, draw));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(() => !draw.once(3));
  return Object.fromEntries(entries.map(([key, one]) => [key, partOf(one, draw)]));
}

function jsonOperand(operator: string, known: readonly JsonValue[], draw: Draw): JsonValue {
  const value = known.length === 0 ? {} : draw.pick(known);
  const keys = known.flatMap((one) => isJsonObject(one) ? Object.keys(one) : []);
  const names = [...new Set([...keys, "nowhere"])];
  if (operator === "_has_key") return draw.pick(names);
  if (operator === "_has_keys_any" || operator === "_has_keys_all") return draw.some(names, 3);
  if (operator === "_contains") return partOf(value, draw);
  return value;
}

function scalarOperand(column: Column, known: readonly JsonValue[], draw: Draw): JsonValue {
  const value = known.length === 0 ? undefined : draw.pick(known);
  switch (column.type) {
    case "Int":
      return (typeof value === "number" ? value : 0) + draw.pick([0, 0, 0, 1, -1]);
    case "Boolean":
      return draw.once(2);
    case "uuid":
      return value === undefined || draw.once(12)
        ? NOWHERE
        : draw.once(6)
        ? String(value).toUpperCase()
        : value;
    case "String":
      return value === undefined ? "" : draw.once(8) ? `${value}a` : value;
    case "timestamptz":
      return value === undefined ? "2019-01-01T12:00:00+00:00" : aMoment(value, draw);
    case "interval":
      return value ?? "00:01:00";
    default:
      return value ?? null;
  }
}

/**
 * A value to compare a column with: mostly one that is there, sometimes one just beside it.
 *
 * @param ground The rows of the column's table.
 * @param options The column, the operator, and what to draw from.
 * @returns The operand; a list for `_in` and `_nin`.
 */
export function operandFor(
  ground: Ground,
  { column, operator, draw }: { readonly column: Column; readonly operator: string; readonly draw: Draw },
): JsonValue {
  if (operator === "_is_null") return !draw.once(2);
  const known = valuesIn(ground, column.name);
  const language = patternLanguage(operator);
  if (language) {
    return writePattern(drawPattern(known.length === 0 ? "" : String(draw.pick(known)), draw), language);
  }
  if (column.type === "jsonb" && !/^_n?in$/.test(operator)) return jsonOperand(operator, known, draw);
  const one = () =>
    column.type === "jsonb" ? jsonOperand("_eq", known, draw) : scalarOperand(column, known, draw);
  if (operator !== "_in" && operator !== "_nin") return one();
  return Array.from({ length: draw.pick([1, 2, 3, 0]) }, one);
}

/**
 * The columns of a table that something can be asked of.
 *
 * @param ground The table with its rows.
 * @returns Those whose operands can be made.
 */
export function askable({ table, rows }: Ground): Column[] {
  return table.columns.filter((column) =>
    column.operators.includes("_eq") &&
    (KNOWN_TYPES.has(column.type) || rows.some((row) => row[column.name] !== null))
  );
}

const KNOWN_TYPES = new Set(["Int", "Boolean", "uuid", "String", "timestamptz", "interval", "jsonb"]);

/**
 * Draws a column: each type is as likely as the others, however many columns have it.
 *
 * @param columns At least one.
 * @param draw Decides.
 * @returns One of them.
 */
export function drawColumn(columns: readonly Column[], draw: Draw): Column {
  const byType = Map.groupBy(columns, ({ type }) => type);
  return draw.pick(draw.pick([...byType.values()]));
}

/**
 * One comparison of a column, as it stands in `where`.
 *
 * @param column The column.
 * @param comparison Operators with their operands.
 * @returns The condition.
 */
export function where(column: Column, comparison: JsonObject): JsonObject {
  return { [column.name]: comparison };
}
