import { pause } from "../core/pause.ts";

/** Spreads requests evenly over time, whoever sends them. */
export class Pacer {
  readonly #interval: number;
  #next = 0;

  /** @param rate How many turns there are in a second. */
  constructor(rate: number) {
    this.#interval = 1000 / rate;
  }

  /**
   * Waits for a turn; turns are given in the order they are asked for.
   *
   * @param signal Ends the wait at once: what is to be undone does not queue.
   */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const begin = Math.max(now, this.#next);
    this.#next = begin + this.#interval;
    if (begin > now) await pause(begin - now, signal);
  }
}
