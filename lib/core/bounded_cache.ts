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

/** An entry, between the one that was used before it and the one that was used after it. */
interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  older: Entry<Value> | undefined;
  newer: Entry<Value> | undefined;
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
  readonly #entries = new Map<string, Entry<Value>>();
  #weight = 0;
  #oldest: Entry<Value> | undefined;
  #newest: Entry<Value> | undefined;

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
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // Not by adding it to the map anew, whose order would do too: that looks a long key up three times.
    if (entry !== this.#newest) {
      this.#unlink(entry);
      this.#append(entry);
    }
    return entry.value;
  }

  /**
   * Keeps a value, and lets go of those that were not used for longest where there is no room.
   *
   * @param key The key; what was under it is replaced.
   * @param value The value.
   */
  set(key: string, value: Value): void {
    const replaced = this.#entries.get(key);
    if (replaced) this.#remove(replaced);
    const entry: Entry<Value> = { key, value, older: undefined, newer: undefined };
    this.#entries.set(key, entry);
    this.#append(entry);
    this.#weight += this.#weigh(key, value);
    while (this.#weight > this.#most && this.#oldest !== entry) this.#remove(this.#oldest!);
  }

  #append(entry: Entry<Value>): void {
    entry.older = this.#newest;
    entry.newer = undefined;
    if (this.#newest) this.#newest.newer = entry;
    else this.#oldest = entry;
    this.#newest = entry;
  }

  #unlink({ older, newer }: Entry<Value>): void {
    if (older) older.newer = newer;
    else this.#oldest = newer;
    if (newer) newer.older = older;
    else this.#newest = older;
  }

  #remove(entry: Entry<Value>): void {
    this.#unlink(entry);
    this.#entries.delete(entry.key);
    this.#weight -= this.#weigh(entry.key, entry.value);
  }
}
