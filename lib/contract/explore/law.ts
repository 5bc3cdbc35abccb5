import type { JsonObject, JsonValue } from "../../core/json.ts";
import { sameJson } from "../same_json.ts";
import { show } from "../show.ts";
import type { Draw } from "./draw.ts";
import type { World } from "./ground.ts";
import type { Selection } from "./selection.ts";

/** How a law is broken. */
export interface Finding {
  /** What the law says of this document. */
  readonly note: string;
  /** The `[[case.check]]` that would have held. */
  readonly check: JsonObject;
  /** Whether the check's `equals` is a path, to what stands there in the same answer. @default false */
  readonly refers?: boolean;
  /** What would have held. */
  readonly expected: string;
  /** What came. */
  readonly got: string;
}

/** One document, and what the law says of its answer. */
export interface Trial {
  /** Its root fields. */
  readonly roots: readonly Selection[];
  /**
   * Judges the answer, which has the form that the target's introspection gives it.
   *
   * @param data The `data` of the answer.
   * @returns How it breaks the law; `undefined` when it does not.
   */
  readonly judge: (data: JsonObject) => Finding | undefined;
}

/** Something that holds of every target, whatever rows it has. */
export interface Law {
  /** Part of the ids of its trials; never reused. */
  readonly id: string;
  /** The law, in one sentence. */
  readonly title: string;
  /** Statement ids. */
  readonly proves: readonly string[];
  /**
   * Makes a trial.
   *
   * @param world What there is to ask for.
   * @param draw Decides.
   * @returns The trial; `undefined` when what was drawn does not lend itself to one.
   */
  readonly make: (world: World, draw: Draw) => Trial | undefined;
}

/** Where the compared values stand, and what the law says of them. */
interface Comparison<T> {
  /** A JSONPath below `$.data.`. */
  readonly at: string;
  readonly expected: T;
  readonly got: T;
  readonly note: string;
}

/**
 * Compares one value of an answer with what it must be.
 *
 * @param comparison What came, what must have come, and why; `sameAs` is where what must have come stands in the same
 * answer, if it stands there.
 * @returns The finding; `undefined` when they are the same.
 *
 * @example Another value
 * ```ts
 * import { mustEqual } from "./law.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const finding = mustEqual({ at: "flow[0].id", expected: 1, got: 2, note: "asked by its id" });
 * assertEquals([finding?.expected, finding?.got], ["1", "2"]);
 * ```
 */
export function mustEqual(
  { at, expected, got, note, sameAs }: Comparison<JsonValue> & { readonly sameAs?: string },
): Finding | undefined {
  if (sameJson(expected, got)) return undefined;
  const wanted = sameAs === undefined
    ? { equals_json: JSON.stringify(expected) }
    : { equals: `$.data.${sameAs}` };
  const check = { path: `$.data.${at}`, ...wanted };
  return { note, check, refers: sameAs !== undefined, expected: show(expected), got: show(got) };
}

/**
 * Compares a list of an answer with a piece of another.
 *
 * @param comparison Their keys in the answer, the piece, and why.
 * @param data The `data` of the answer.
 * @returns The finding, about the first row that differs; `undefined` when they are the same.
 */
export function mustBePiece(
  { at, of, from, to, note }: {
    readonly at: string;
    readonly of: string;
    readonly from: number;
    readonly to?: number;
    readonly note: string;
  },
  data: JsonObject,
): Finding | undefined {
  const expected = rowsOf(data, of).slice(from, to);
  const got = rowsOf(data, at);
  return mustCount(at, got.length, { expected: expected.length, note }) ??
    firstOf(got.map((row, position) =>
      mustEqual({
        at: `${at}[${position}]`,
        expected: expected[position]!,
        got: row,
        note,
        sameAs: `${of}[${from + position}]`,
      })
    ));
}

/**
 * Compares the length of a list in an answer with what it must be.
 *
 * @param at The key of the list.
 * @param got How many rows came.
 * @param wanted How many must have come, and why.
 * @returns The finding; `undefined` when there are as many.
 *
 * @example A row too few
 * ```ts
 * import { mustCount } from "./law.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const finding = mustCount("flow", 1, { expected: 2, note: "a limit gives as many" });
 * assertEquals(finding?.check, { path: "$.data.flow[*]", count: 2 });
 * ```
 */
export function mustCount(
  at: string,
  got: number,
  { expected, note }: { readonly expected: number; readonly note: string },
): Finding | undefined {
  if (expected === got) return undefined;
  const check = { path: `$.data.${at}[*]`, count: expected };
  return { note, check, expected: `${expected} rows at ${at}`, got: `${got} rows` };
}

/**
 * Compares the ids of rows in an answer with what they must be, in order.
 *
 * @param comparison What came, what must have come, and why; `at` ends in the column that holds the ids.
 * @returns The finding, about one row if one is missing or too many; `undefined` when they are the same.
 *
 * @example A row is missing
 * ```ts
 * import { mustList } from "./law.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const finding = mustList({ at: "flow[*].id", expected: ["a", "b"], got: ["a"], note: "both match" });
 * assertEquals(finding?.check, { path: '$.data.flow[?@.id == "b"].id', count: 1 });
 * ```
 */
export function mustList(
  { at, expected, got, note }: Comparison<readonly JsonValue[]>,
): Finding | undefined {
  if (sameJson([...expected], [...got])) return undefined;
  const missing = expected.find((id) => !got.includes(id));
  const stray = got.find((id) => !expected.includes(id));
  const witness = missing ?? stray;
  if (typeof witness !== "string" || !/^[\w-]+$/.test(witness)) {
    const check = { path: `$.data.${at}`, values_json: JSON.stringify(expected) };
    return { note, check, expected: show(expected), got: show(got) };
  }
  const column = at.slice(at.lastIndexOf(".") + 1);
  const path = `$.data.${at.replace("[*]", `[?@.${column} == "${witness}"]`)}`;
  const isMissing = missing !== undefined;
  return {
    note,
    check: { path, count: isMissing ? 1 : 0 },
    expected: `${witness} is ${isMissing ? "" : "not "}at ${at}, which is ${show(expected)}`,
    got: show(got),
  };
}

/**
 * The first finding of several.
 *
 * @param findings Each made when those before it are none.
 * @returns It, or `undefined`.
 *
 * @example None
 * ```ts
 * import { firstOf } from "./law.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(firstOf([undefined, undefined]), undefined);
 * ```
 */
export function firstOf(findings: Iterable<Finding | undefined>): Finding | undefined {
  for (const finding of findings) if (finding) return finding;
  return undefined;
}

/**
 * The rows of a list in an answer.
 *
 * @param data The `data` of an answer, or a row with lists in it.
 * @param key The key of the list.
 * @returns Its rows.
 */
export function rowsOf(data: JsonObject, key: string): JsonObject[] {
  return data[key] as JsonObject[];
}

/**
 * One column of the rows of a list in an answer.
 *
 * @param data As for {@linkcode rowsOf}.
 * @param key The key of the list.
 * @param options The column.
 * @returns Its values, in the order of the rows.
 *
 * @example A column
 * ```ts
 * import { columnOf } from "./law.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(columnOf({ flow: [{ name: "a" }, { name: "b" }] }, "flow", { column: "name" }), ["a", "b"]);
 * ```
 */
export function columnOf(
  data: JsonObject,
  key: string,
  { column }: { readonly column: string },
): JsonValue[] {
  return rowsOf(data, key).map((row) => row[column]!);
}
