/** Lets so many pieces of work run at once; the others wait in the order in which they came. */
export class Slots {
  #free: number;
  readonly #waiting: Array<() => void> = [];

  /** @param count How many. */
  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Runs work when there is a slot for it.
   *
   * @param work What to do.
   * @returns What it gives.
   *
   * @example One after the other
   * ```ts
   * import { Slots } from "./slots.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const slots = new Slots(1);
   * const seen: number[] = [];
   * await Promise.all([1, 2].map((number) => slots.run(async () => void seen.push(number))));
   * assertEquals(seen, [1, 2]);
   * ```
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
