import type { Slots } from "../../core/slots.ts";
import type { ReadOptions } from "./store.ts";
import { takeSlot } from "./take_slot.ts";
import { abandoned, outOfTime } from "./time_limit.ts";

/** A statement that was sent, as the driver has it. */
export interface SentQuery<T> extends PromiseLike<T> {
  /**
   * Asks the server to stop it. The driver's own `cancel()` calls this and drops the promise, which ends the process
   * when the server is not there (postgres 3.4.9).
   */
  readonly canceller: ((query: SentQuery<T>) => Promise<unknown>) | null;
}

/** The two ways to send a statement. */
export interface Sending<T> {
  /** Where the server stops it when it is not short. */
  readonly trySoon: () => PromiseLike<T>;
  /** Where it may take as long as any. */
  readonly takeTime: () => SentQuery<T>;
}

/** How a statement is run. */
export interface ReadTerms {
  /** How long it may take, in milliseconds; the server sees to it. */
  readonly limit: number;
  /** The places for statements that are not short. */
  readonly slots: Slots;
}

/** How long a statement is short, in milliseconds; one that was is tried among the short ones the next time. */
export const SHORT = 100;
/** SQLSTATE of a statement that the server stopped, because of its time or because it was asked to. */
const STOPPED = "57014";

function isStopped(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === STOPPED;
}

/** One planned read, and how it went the last time. */
export class PostgresRead {
  readonly #terms: ReadTerms;
  #isLong = false;

  /** @param terms What holds for all reads of the store. */
  constructor(terms: ReadTerms) {
    this.#terms = terms;
  }

  /**
   * Runs the statement: where it is short, unless it was not the last time, and once more where it may take its time if it
   * turns out not to be.
   *
   * @param sending Sends it.
   * @param options Who waits for it.
   * @returns What the server answers.
   * @throws {ApiError} When it takes too long, or its client has gone away.
   */
  async run<T>({ trySoon, takeTime }: Sending<T>, options: ReadOptions | undefined): Promise<T> {
    if (!this.#isLong) {
      try {
        return await trySoon();
      } catch (error) {
        if (!isStopped(error)) throw error;
        this.#isLong = true;
      }
    }
    const signal = options?.signal?.();
    const { limit, slots } = this.#terms;
    await takeSlot(slots, { limit, signal });
    try {
      return await this.#watched(takeTime, signal);
    } finally {
      slots.give();
    }
  }

  async #watched<T>(send: () => SentQuery<T>, signal: AbortSignal | undefined): Promise<T> {
    // The signal of a request may learn only while there is a slot to be had that its client has gone.
    if (signal?.aborted) throw abandoned();
    const begun = performance.now();
    const query = send();
    // It fails when the server is not there, and then the statement does too.
    const cancel = () => void query.canceller?.(query)?.catch(() => {});
    signal?.addEventListener("abort", cancel);
    try {
      return await query;
    } catch (error) {
      if (!isStopped(error)) throw error;
      throw signal?.aborted ? abandoned() : outOfTime(this.#terms.limit, error);
    } finally {
      signal?.removeEventListener("abort", cancel);
      this.#isLong = performance.now() - begun >= SHORT;
    }
  }
}
