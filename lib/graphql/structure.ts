import type { EnumValue } from "./enum_value.ts";

/**
 * A plain structure that stands for a document or a part of one. Texts stand as they are; a list joins its items;
 * a table gives each key a selection in braces; `true`, and `"..."` for Python's `...`, say that the key alone is
 * the field.
 *
 * Source: `reference/prefect-api.md` §4.1.
 */
export type Structure =
  | string
  | EnumValue
  | true
  | 1
  | readonly Structure[]
  | ReadonlySet<Structure>
  | ReadonlyMap<string | EnumValue, Structure>
  | { readonly [key: string]: Structure };
