import type { JsonValue } from "../../core/json.ts";

/** A value as a database driver takes it and gives it. */
export type SqlValue = string | number | null;

/** A row as actions see it: jsonb as values, moments and ids as text. */
export type Row = Record<string, JsonValue>;

/** What a column must hold: a value (`null`: nothing), one of a list, or comparisons that all hold. */
export type Condition =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | {
    readonly not?: string | number | null | readonly string[];
    readonly lt?: string | number;
    readonly lte?: string | number;
    readonly gt?: string | number;
    readonly gte?: string | number;
  };

/** Conditions by column of one table; all hold. `undefined` is refused, so that no filter is lost. */
export type Where = Readonly<Record<string, Condition>>;
