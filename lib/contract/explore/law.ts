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
interface Comparison {
  /** A JSONPath below `$.data.`. */
  readonly at: string;
  readonly expected: JsonValue;
  readonly got: JsonValue;
  readonly note: string;
}

/**
 * Compares one value of an answer with what it must be.
 *
 * @param comparison What came, what must have come, and why.
 * @returns The finding; `undefined` when they are the same.
 */
export function mustEqual({ at, expected, got, note }: Comparison): Finding | undefined {
  if (sameJson(expected, got)) return undefined;
  const check = { path: `$.data.${at}`, equals_json: JSON.stringify(expected) };
  return { note, check, expected: show(expected), got: show(got) };
}

/**
 * Compares the values of an answer that a path finds with what they must be, in order.
 *
 * @param comparison What came, what must have come, and why.
 * @returns The finding; `undefined` when they are the same.
 */
export function mustList(
  { at, expected, got, note }: Comparison & {
    readonly expected: readonly JsonValue[];
    readonly got: readonly JsonValue[];
  },
): Finding | undefined {
  if (sameJson([...expected], [...got])) return undefined;
  const check = { path: `$.data.${at}`, values_json: JSON.stringify(expected) };
  return { note, check, expected: show(expected), got: show(got) };
}

/**
 * The first finding of several.
 *
 * @param findings Each made when those before it are none.
 * @returns It, or `undefined`.
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
 */
export function columnOf(
  data: JsonObject,
  key: string,
  { column }: { readonly column: string },
): JsonValue[] {
  return rowsOf(data, key).map((row) => row[column]!);
}
