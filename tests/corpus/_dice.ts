import type { JsonValue } from "../../lib/core/json.ts";

/** What the rows hold: values by table and column. */
export type Samples = ReadonlyMap<string, readonly JsonValue[]>;

/** Chances that repeat: the generator mulberry32. */
export class Dice {
  #state: number;

  /** @param seed Any integer. */
  constructor(seed: number) {
    this.#state = seed;
  }

  /** A number from 0 up to 1. */
  next(): number {
    this.#state = this.#state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(this.#state ^ this.#state >>> 15, 1 | this.#state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  }

  /** True so often of one. */
  chance(of: number): boolean {
    return this.next() < of;
  }

  /** One of a list. */
  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)]!;
  }

  /** Some of a list, at least one. */
  some<T>(values: readonly T[], most: number): T[] {
    const count = 1 + Math.floor(this.next() * Math.min(most, values.length));
    return [...new Set(Array.from({ length: count }, () => this.pick(values)))];
  }
}

/** An id that no row has. */
export const NOBODY = "07786de2-7283-434f-a9b1-60004400ffff";
/** Values of every kind. */
export const JSON_VALUES: JsonValue[] = [
  {},
  [],
  { a: 1 },
  ["a", "b"],
  "text",
  1.5,
  true,
  { deep: [1, { b: null }] },
  [
    'é\n\\"',
  ],
];
/** Texts, some of which are traps. */
export const WORDS = [
  "a",
  "train",
  "My Flow",
  "é",
  "",
  "x'; DROP TABLE flow; --",
  "100%",
  "under_score",
  "日本",
];
