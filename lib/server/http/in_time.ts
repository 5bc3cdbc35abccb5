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

async function withTimer<T>(work: Promise<T>, { milliseconds, late }: Patience): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), milliseconds);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
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
export async function inTime<T>(work: Promise<T>, { milliseconds, late }: Patience): Promise<T> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  work.then(end, end);
  for (let turn = 0; turn < TURNS && !isOver; turn++) await undefined;
  return isOver ? await work : await withTimer(work, { milliseconds, late });
}
