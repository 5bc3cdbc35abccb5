import { Slots } from "../../core/slots.ts";
import type { LongAnswer, LongRead, Reader } from "./reader.ts";
import { takeSlot } from "./take_slot.ts";
import { abandoned } from "./time_limit.ts";

/** So many statements run at once; what takes less than the longest ones finds a place among them. */
const MOST_THREADS = 4;

/**
 * Runs statements that take long beside each other and beside all else, each for as long as it may and not longer.
 * Threads are started when they are needed, and stay.
 */
export class ReaderPool {
  readonly #path: string;
  readonly #slots = new Slots(MOST_THREADS);
  readonly #idle: Reader[] = [];
  readonly #busy = new Set<Reader>();
  #isClosed = false;

  /** @param path The file. */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Runs a statement whose one row has the column `json`.
   *
   * @throws {ApiError} When it takes too long, or its client has gone away.
   * @throws {InternalError} When it fails.
   */
  async run(read: LongRead): Promise<LongAnswer> {
    const deadline = performance.now() + read.limit;
    await takeSlot(this.#slots, read);
    try {
      if (this.#isClosed) throw abandoned();
      return await this.#runOn(this.#idle.pop() ?? await this.#start(), read, deadline);
    } finally {
      this.#slots.give();
    }
  }

  /** A server whose reads are short need not know how. */
  async #start(): Promise<Reader> {
    const { Reader } = await import("./reader.ts");
    if (this.#isClosed) throw abandoned();
    return new Reader(this.#path);
  }

  async #runOn(reader: Reader, read: LongRead, deadline: number): Promise<LongAnswer> {
    this.#busy.add(reader);
    try {
      return await reader.run(read, deadline - performance.now());
    } finally {
      this.#busy.delete(reader);
      if (!reader.isLost) this.#idle.push(reader);
    }
  }

  /** Stops what runs and lets go of the file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#idle, ...this.#busy].map((reader) => reader.close()));
  }
}
