/** How much a {@linkcode BoundedCache} keeps. */
export interface BoundedCacheOptions<Value> {
  /** What the entries may weigh together; the one that was just added is kept whatever it weighs. */
  readonly most: number;
  /**
   * What one entry weighs.
   *
   * @default 1 for every entry, so that `most` is a number of entries
   */
  readonly weigh?: (key: string, value: Value) => number;
}

/**
 * Values that are worth keeping while there is room, by text; the least recently used goes first.
 *
 * @typeParam Value What is kept; not `undefined`.
 *
 * @example Room for two
 * ```ts
 * import { BoundedCache } from "./bounded_cache.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const cache = new BoundedCache<number>({ most: 2 });
 * cache.set("a", 1);
 * cache.set("b", 2);
 * cache.get("a");
 * cache.set("c", 3);
 * assertEquals([cache.get("a"), cache.get("b"), cache.get("c")], [1, undefined, 3]);
 * ```
 */
export class BoundedCache<Value> {
  readonly #most: number;
  readonly #weigh: (key: string, value: Value) => number;
  readonly #entries = new Map<string, Value>();
  #weight = 0;
  #latest: string | undefined;

  /** @param options See {@linkcode BoundedCacheOptions}. */
  constructor({ most, weigh = () => 1 }: BoundedCacheOptions<Value>) {
    this.#most = most;
    this.#weigh = weigh;
  }

  /**
   * What is kept under a key.
   *
   * @param key The key.
   * @returns The value, or `undefined` when there is none any more.
   */
  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined || key === this.#latest) return value;
    // A map gives its entries in the order they were added.
    this.#entries.delete(key);
    this.#entries.set(key, value);
    this.#latest = key;
    return value;
  }

  /**
   * Keeps a value, and lets go of those that were not used for longest where there is no room.
   *
   * @param key The key; what was under it is replaced.
   * @param value The value.
   */
  set(key: string, value: Value): void {
    this.#remove(key);
    this.#entries.set(key, value);
    this.#latest = key;
    this.#weight += this.#weigh(key, value);
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#most || oldest === key) return;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#weight -= this.#weigh(key, value);
  }
}
