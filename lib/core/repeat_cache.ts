import { BoundedCache } from "./bounded_cache.ts";

/**
 * Values that are worth keeping because their keys come again: one is kept when it is set for the second time. Of keys that
 * come once, however many there are, nothing but the key stays, and that not for long.
 *
 * @typeParam Value What is kept; not `undefined`.
 *
 * @example Kept from the second time on
 * ```ts
 * import { RepeatCache } from "./repeat_cache.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const cache = new RepeatCache<number>({ most: 2 });
 * cache.set("a", 1);
 * assertEquals(cache.get("a"), undefined);
 * cache.set("a", 2);
 * assertEquals(cache.get("a"), 2);
 * ```
 */
export class RepeatCache<Value> {
  readonly #values: BoundedCache<Value>;
  readonly #keys: BoundedCache<true>;

  /** @param options What the values may weigh by their keys, and what the keys that came once may. */
  constructor(options: { readonly most: number; readonly weigh?: (key: string) => number }) {
    this.#values = new BoundedCache(options);
    this.#keys = new BoundedCache(options);
  }

  /**
   * What is kept under a key.
   *
   * @param key The key.
   * @returns The value, or `undefined` when there is none yet or none any more.
   */
  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /**
   * Keeps a value if there was one for this key before.
   *
   * @param key The key.
   * @param value The value.
   */
  set(key: string, value: Value): void {
    if (this.#keys.get(key)) this.#values.set(key, value);
    else this.#keys.set(key, true);
  }
}
