/**
 * Ends what takes too long; one timer serves all, because most is over long before.
 *
 * @example In time
 * ```ts
 * import { Deadlines } from "./deadlines.ts";
 * import { assertEquals } from "@std/assert";
 *
 * using deadlines = new Deadlines();
 * const controller = new AbortController();
 * deadlines.set(controller, 60_000);
 * deadlines.delete(controller);
 * assertEquals(controller.signal.aborted, false);
 * ```
 */
export class Deadlines implements Disposable {
  readonly #ends = new Map<AbortController, number>();
  /** Not of `setTimeout`: its first use loads the timers of Node, which takes longer than most cases (Deno 2.9.6). */
  #timer: AbortSignal | undefined;
  /** When the timer rings; never later than the first deadline. */
  #rings = Infinity;

  /**
   * Sets a deadline, or another one.
   *
   * @param controller Ends what is under way.
   * @param milliseconds From now.
   */
  set(controller: AbortController, milliseconds: number): void {
    const end = performance.now() + milliseconds;
    this.#ends.set(controller, end);
    if (end < this.#rings) this.#wind(end);
  }

  /**
   * Forgets a deadline. The timer stays: the next deadline is most likely a later one.
   *
   * @param controller As it was set.
   */
  delete(controller: AbortController): void {
    this.#ends.delete(controller);
  }

  #wind(end: number): void {
    this.#stop();
    this.#rings = end;
    this.#timer = AbortSignal.timeout(Math.ceil(Math.max(0, end - performance.now())));
    this.#timer.addEventListener("abort", this.#ring);
  }

  /** A timer that nobody listens to keeps no process alive. */
  #stop(): void {
    this.#timer?.removeEventListener("abort", this.#ring);
  }

  readonly #ring = (): void => {
    this.#rings = Infinity;
    const now = performance.now();
    for (const [controller, end] of this.#ends) {
      if (end > now) continue;
      this.#ends.delete(controller);
      controller.abort();
    }
    const next = Math.min(...this.#ends.values());
    if (next < this.#rings) this.#wind(next);
  };

  /** Stops the timer; nothing is ended any more. */
  [Symbol.dispose](): void {
    this.#stop();
    this.#ends.clear();
  }
}
