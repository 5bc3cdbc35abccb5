/**
 * How many turns of the microtask queue are waited for before there is a timer. A body that comes with its headers is there
 * after two, and to set a timer and clear it would take a small request a tenth of its time.
 */
const TURNS = 8;

/** How long to wait. */
export interface Patience {
  readonly milliseconds: number;
  /** What it fails with when that was too long. */
  readonly late: () => Error;
}

/**
 * Waits for work, but not for ever. The work itself goes on; what becomes of it afterwards is of no interest.
 *
 * @param work What is waited for.
 * @param patience How long.
 * @returns What the work gives.
 * @throws {Error} What `late` gives, when it takes longer.
 *
 * @example What never comes
 * ```ts
 * import { inTime } from "./in_time.ts";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const patience = { milliseconds: 1, late: () => new RangeError("too late") };
 * assertEquals(await inTime(Promise.resolve("here"), patience), "here");
 * await assertRejects(() => inTime(new Promise(() => {}), patience), RangeError, "too late");
 * ```
 */
export function inTime<T>(work: Promise<T>, { milliseconds, late }: Patience): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    isOver = true;
    if (timer !== undefined) clearTimeout(timer);
  };
  work.then((result) => {
    end();
    resolve(result);
  }, (error) => {
    end();
    reject(error);
  });
  let turns = 0;
  const wait = () => {
    if (isOver) return;
    if (turns++ < TURNS) queueMicrotask(wait);
    else timer = setTimeout(() => reject(late()), milliseconds);
  };
  wait();
  return promise;
}
