import { pause } from "../../lib/core/pause.ts";
import { UnreachableError } from "../../lib/core/errors.ts";
import type { Duties, Order } from "./mutant_duties.ts";

/** In milliseconds: many times what the slowest takes. */
const LIMIT = 120_000;

/** A thread that tries mutants, one after the other. A mutant that ends it, or keeps it for too long, has another begin. */
export class MutantThread implements Disposable {
  readonly #limit: number;
  #worker: Worker | undefined;

  /** @param options `limit`: how long an answer may take, in milliseconds; two minutes unless given. */
  constructor({ limit = LIMIT }: { readonly limit?: number } = {}) {
    this.#limit = limit;
  }

  /**
   * Asks the thread for something.
   *
   * @param duty What for.
   * @param asked The particulars.
   * @returns The answer.
   * @throws {UnreachableError} When the thread ends, or takes too long.
   */
  async ask<Duty extends keyof Duties>(
    duty: Duty,
    asked: Parameters<Duties[Duty]>[0],
  ): Promise<Awaited<ReturnType<Duties[Duty]>>> {
    try {
      const worker = this.#worker ?? await this.#begin();
      const answer = this.#hear(worker, this.#limit);
      worker.postMessage({ duty, asked } as Order);
      return await answer as Awaited<ReturnType<Duties[Duty]>>;
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  /** Ends the thread. */
  [Symbol.dispose](): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** It takes no orders before all of it is loaded. */
  async #begin(): Promise<Worker> {
    const worker = this.#worker = new Worker(new URL("./mutant_duties.ts", import.meta.url), {
      type: "module",
    });
    await this.#hear(worker, LIMIT);
    return worker;
  }

  async #hear(worker: Worker, limit: number): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const over = new AbortController();
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      // It may come after the answer, and nobody is to be asked any more who has ended.
      this[Symbol.dispose]();
      reject(new UnreachableError(`Try a server failed: its thread ended with "${event.message}"`));
    };
    void pause(limit, over.signal).then(() => {
      reject(new UnreachableError(`Try a server failed: no answer within ${limit / 1000} seconds`));
    });
    try {
      return await promise;
    } finally {
      over.abort();
    }
  }
}
