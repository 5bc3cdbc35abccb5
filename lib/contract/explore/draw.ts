/** A seed is a whole number below this. */
export const SEEDS = 2 ** 32;

/** Stirs text into 32 bits: FNV-1a, which no two neighbouring seeds survive alike after {@linkcode mulberry}. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193);
  return state >>> 0;
}

/** The generator mulberry32: small, fast, and the same on every machine. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/**
 * Where a generated document gets its decisions from. It remembers them, so that a smaller document can be made from
 * fewer or smaller decisions: whoever draws puts the plainest choice first.
 *
 * @example What was drawn can be drawn again
 * ```ts
 * import { Draw } from "./draw.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const first = Draw.seeded(42, "explore-order-42-17");
 * const drawn = [first.below(10), first.pick(["a", "b", "c"])];
 * const again = Draw.repeating(first.choices);
 * assertEquals([again.below(10), again.pick(["a", "b", "c"])], drawn);
 * ```
 */
export class Draw {
  /** Every decision so far. */
  readonly choices: number[] = [];
  readonly #next: (below: number) => number;

  /** @param next Gives a whole number from 0, below another. */
  constructor(next: (below: number) => number) {
    this.#next = next;
  }

  /**
   * Draws at random, yet the same each time.
   *
   * @param seed Of the whole exploration.
   * @param name Tells the documents of one exploration apart.
   * @returns A fresh source.
   */
  static seeded(seed: number, name: string): Draw {
    const random = mulberry(hash(`${seed} ${name}`));
    return new Draw((below) => Math.floor((random() / 2 ** 32) * below));
  }

  /**
   * Draws what is given; what is missing at the end counts as 0.
   *
   * @param choices Decisions.
   * @returns A source that repeats them.
   */
  static repeating(choices: readonly number[]): Draw {
    let position = 0;
    return new Draw((below) => Math.min(choices[position++] ?? 0, below - 1));
  }

  /**
   * A whole number from 0.
   *
   * @param bound The first number that is too large; at least 1.
   * @returns The number.
   */
  below(bound: number): number {
    const choice = this.#next(bound);
    this.choices.push(choice);
    return choice;
  }

  /**
   * One of several values.
   *
   * @param values At least one, the plainest first.
   * @returns One of them.
   */
  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /**
   * Some of several values, in their order.
   *
   * @param values What to choose from.
   * @param most How many at most.
   * @returns At least one, if there is any.
   */
  some<T>(values: readonly T[], most: number): T[] {
    const left = [...values.keys()];
    const count = Math.min(left.length, 1 + this.below(Math.max(1, most)));
    const chosen = Array.from({ length: count }, () => left.splice(this.below(left.length), 1)[0]!);
    return chosen.sort((a, b) => a - b).map((position) => values[position]!);
  }

  /**
   * Yes, once in so many times.
   *
   * @param times How many.
   * @returns `false` is the plain answer.
   */
  once(times: number): boolean {
    return this.below(times) === times - 1;
  }
}
