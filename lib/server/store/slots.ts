import { abandoned, outOfTime } from "./time_limit.ts";

/** How long somebody waits. */
export interface Waiting {
  /** In milliseconds. */
  readonly limit: number;
  /** Ends it sooner. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets so many in at once; the others wait, first come, first served.
 *
 * @example One at a time
 * ```ts
 * import { Slots } from "./slots.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const slots = new Slots(1);
 * await slots.take({ limit: 1 });
 * await assertRejects(() => slots.take({ limit: 1 }), Error, "stopped after 0.001 seconds");
 * slots.give();
 * await slots.take({ limit: 1 });
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
   * Waits to be let in.
   *
   * @throws {ApiError} When that takes too long, or who waits has gone away.
   */
  async take({ limit, signal }: Waiting): Promise<void> {
    if (signal?.aborted) throw abandoned();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    const place = Promise.withResolvers<void>();
    this.#places.add(place);
    const leave = (error: unknown) => {
      if (this.#places.delete(place)) place.reject(error);
    };
    const goAway = () => leave(abandoned());
    const timer = setTimeout(() => leave(outOfTime(limit)), limit);
    signal?.addEventListener("abort", goAway);
    try {
      await place.promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", goAway);
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
