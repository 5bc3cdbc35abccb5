import type { JsonObject } from "../../core/json.ts";

/** In which of its equal forms a field is written. */
export type Style = "literals" | "variables" | "fragments" | "directives";

/** A field of a document that is still data: it can be printed, walked and compared with what comes. */
export interface Selection {
  /** The key in the answer, when it is not the name. */
  readonly alias?: string;
  readonly name: string;
  readonly args?: JsonObject;
  /** `undefined` for a value. */
  readonly fields?: readonly Selection[];
  /** How it and all below it are written. @default "literals" */
  readonly style?: Style;
}

/**
 * The key of a field in an answer.
 *
 * @param selection The field.
 * @returns Its alias, or its name.
 */
export function keyOf({ alias, name }: Selection): string {
  return alias ?? name;
}

/**
 * Fields that are values.
 *
 * @param names Their names.
 * @returns One selection for each.
 */
export function values(names: readonly string[]): Selection[] {
  return names.map((name) => ({ name }));
}
