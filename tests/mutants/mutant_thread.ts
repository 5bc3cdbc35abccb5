import { pause } from "../../lib/core/pause.ts";
import { UnreachableError } from "../../lib/core/errors.ts";
import type { Duties, Order } from "./mutant_duties.ts";

/** In milliseconds: many times what the slowest takes. */
const LIMIT = 120_000;

/** A thread that tries mutants, one after the other. A mutant that ends it, or keeps it for too long, has another begin. */
export class MutantThread implements Disposable {
  #worker: Promise<Worker> | undefined;

  /**
   * Asks the thread for something.
   *
   * @param duty What for.
   * @param asked The particulars.
   * @returns The answer.
   * @throws {UnreachableError} When the thread ends, or takes longer than two minutes.
   */
  async ask<Duty extends keyof Duties>(
    duty: Duty,
    asked: Parameters<Duties[Duty]>[0],
  ): Promise<Awaited<ReturnType<Duties[Duty]>>> {
    try {
      const worker = await (this.#worker ??= this.#begin());
      const answer = this.#hear(worker);
      worker.postMessage({ duty, asked } as Order);
      return await answer as Awaited<ReturnType<Duties[Duty]>>;
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  /** Ends the thread. */
  [Symbol.dispose](): void {
    void this.#worker?.then((worker) => worker.terminate(), () => {});
    this.#worker = undefined;
  }

  /** It takes no orders before all of it is loaded. */
  async #begin(): Promise<Worker> {
    const worker = new Worker(new URL("./mutant_duties.ts", import.meta.url), { type: "module" });
    await this.#hear(worker);
    return worker;
  }

  async #hear(worker: Worker): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const over = new AbortController();
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new UnreachableError(`Try a server failed: its thread ended with "${event.message}"`));
    };
    void pause(LIMIT, over.signal).then(() => {
      reject(new UnreachableError(`Try a server failed: no answer within ${LIMIT / 1000} seconds`));
    });
    try {
      return await promise;
    } finally {
      over.abort();
    }
  }
}
