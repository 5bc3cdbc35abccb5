/**
 * Lets so many in at once; the others wait in the order in which they came.
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
export class Slots {
  #free: number;
  readonly #places = new Set<PromiseWithResolvers<void>>();

  /** @param count How many are let in. */
  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Runs work when there is a slot for it.
   *
   * @param work What to do.
   * @returns What it gives.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.take();
    try {
      return await work();
    } finally {
      this.give();
    }
  }

  /**
   * Waits to be let in; whoever was has to {@linkcode give} the slot back.
   *
   * @param signal Ends the wait, which then fails with its reason.
   */
  async take(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    const place = Promise.withResolvers<void>();
    this.#places.add(place);
    const leave = () => {
      if (this.#places.delete(place)) place.reject(signal?.reason);
    };
    signal?.addEventListener("abort", leave);
    try {
      await place.promise;
    } finally {
      signal?.removeEventListener("abort", leave);
    }
  }

  /** Lets the next one in, after one who was let in has done. */
  give(): void {
    const [next] = this.#places;
    if (next) {
      this.#places.delete(next);
      next.resolve();
    } else {
      this.#free++;
    }
  }
}
