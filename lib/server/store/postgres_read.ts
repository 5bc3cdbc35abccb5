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

/** How a statement is run. */
export interface ReadTerms {
  /** How long it may take, in milliseconds; the server sees to it. */
  readonly limit: number;
  /** The places for statements that took long the last time; the other connections are left to what is short. */
  readonly slots: Slots;
}

/** What takes longer, in milliseconds, is looked after: whether somebody still waits for it, and where it runs next time. */
const LONG = 100;
/** SQLSTATE of a statement that the server stopped, because of its time or because it was asked to. */
const STOPPED = "57014";

/** One planned read, and how it went the last time. */
export class PostgresRead {
  readonly #terms: ReadTerms;
  #isLong = false;

  /** @param terms What holds for all reads of the store. */
  constructor(terms: ReadTerms) {
    this.#terms = terms;
  }

  /**
   * Runs the statement.
   *
   * @param send Sends it.
   * @param options Who waits for it.
   * @returns What the server answers.
   * @throws {ApiError} When it takes too long, or its client has gone away.
   */
  async run<T>(send: () => SentQuery<T>, options: ReadOptions | undefined): Promise<T> {
    if (!this.#isLong) return await this.#watched(send, options);
    const { limit, slots } = this.#terms;
    await takeSlot(slots, { limit, signal: options?.signal?.() });
    try {
      return await this.#watched(send, options);
    } finally {
      slots.give();
    }
  }

  async #watched<T>(send: () => SentQuery<T>, options: ReadOptions | undefined): Promise<T> {
    let signal: AbortSignal | undefined;
    const query = send();
    // It fails when the server is not there, and then the statement does too.
    const cancel = () => void query.canceller?.(query)?.catch(() => {});
    let isLong = false;
    const timer = setTimeout(() => {
      isLong = this.#isLong = true;
      signal = options?.signal?.();
      if (signal?.aborted) cancel();
      else signal?.addEventListener("abort", cancel);
    }, LONG);
    try {
      return await query;
    } catch (error) {
      if ((error as { code?: unknown } | null)?.code !== STOPPED) throw error;
      throw signal?.aborted ? abandoned() : outOfTime(this.#terms.limit, error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      this.#isLong = isLong;
    }
  }
}
