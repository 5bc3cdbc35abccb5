import { InternalError } from "../../core/errors.ts";
import type { ApiError } from "../model/api_error.ts";
import type { SqlValue } from "../model/row.ts";
import type { ReadOrder, ReadReport, RowReport } from "./reader_worker.ts";
import { refusedBySqlite } from "./sqlite_errors.ts";
import { abandoned, outOfTime } from "./time_limit.ts";

/** A statement that can be stopped, and its values. */
export interface LongRead {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  /** How long it may take, in milliseconds, the time that it waits for a thread included. */
  readonly limit: number;
  /** Ends it when nobody waits for it any longer. */
  readonly signal?: AbortSignal | undefined;
}

/** What became of it. */
export interface LongAnswer {
  /** What it says; `null` when there is no row. */
  readonly json: string | null;
  /** How long it ran, without the time that it waited to begin. */
  readonly milliseconds: number;
}

/**
 * How many milliseconds more a thread has to stop; what looks at no rows meanwhile, such as a sort or an expression that
 * backtracks, does not hear that it should.
 */
const GRACE = 3000;

/** A thread that reads a file, one statement at a time. */
export class Reader {
  readonly #worker = new Worker(new URL("./reader_worker.ts", import.meta.url), { type: "module" });
  readonly #stopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #report: PromiseWithResolvers<RowReport> | undefined;
  #closed: PromiseWithResolvers<void> | undefined;
  #isLost = false;

  /** @param path The file. */
  constructor(path: string) {
    this.#worker.onmessage = ({ data }: MessageEvent<ReadReport>) => {
      if (data.kind === "closed") this.#closed?.resolve();
      else this.#report?.resolve(data);
    };
    this.#worker.onerror = (event) => {
      // Or it would end the whole process.
      event.preventDefault();
      this.#lose(new InternalError(`Cannot read in a thread: ${event.message}`));
    };
    this.#send({ kind: "open", path, stopped: this.#stopped });
  }

  /** Whether it is of no use any longer. */
  get isLost(): boolean {
    return this.#isLost;
  }

  #send(order: ReadOrder): void {
    this.#worker.postMessage(order);
  }

  /** Gives the thread up: what it does cannot be stopped otherwise. */
  #lose(error: unknown): void {
    this.#isLost = true;
    this.#worker.terminate();
    this.#closed?.resolve();
    this.#report?.reject(error);
  }

  /**
   * Runs a statement whose one row has the column `json`.
   *
   * @param read The statement.
   * @param within How many milliseconds of its limit are left.
   * @throws {ApiError} When it takes too long, or its client has gone away.
   * @throws {InternalError} When it fails.
   */
  async run({ sql, values, limit, signal }: LongRead, within: number): Promise<LongAnswer> {
    Atomics.store(this.#stopped, 0, 0);
    let reason: ApiError | undefined;
    let giveUp: ReturnType<typeof setTimeout> | undefined;
    const stop = (why: ApiError) => {
      Atomics.store(this.#stopped, 0, 1);
      reason ??= why;
      giveUp ??= setTimeout(() => this.#lose(why), GRACE);
    };
    const goAway = () => stop(abandoned());
    if (signal?.aborted) goAway();
    else signal?.addEventListener("abort", goAway);
    const timer = setTimeout(() => stop(outOfTime(limit)), Math.max(0, within));
    this.#report = Promise.withResolvers();
    this.#send({ kind: "run", sql, values });
    try {
      const report = await this.#report.promise;
      if (report.kind === "row") return report;
      if (report.kind === "stopped") throw reason ?? abandoned();
      const cause = new InternalError(`Cannot read: ${report.message}`);
      throw refusedBySqlite(Object.assign(cause, { errcode: report.errcode }));
    } finally {
      clearTimeout(timer);
      clearTimeout(giveUp);
      signal?.removeEventListener("abort", goAway);
      this.#report = undefined;
    }
  }

  /** Stops what it does, and lets go of the file. */
  async close(): Promise<void> {
    Atomics.store(this.#stopped, 0, 1);
    this.#closed = Promise.withResolvers<void>();
    this.#send({ kind: "close" });
    await this.#closed.promise;
    this.#worker.terminate();
  }
}
