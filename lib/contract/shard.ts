/** One of several parts of a suite. */
export interface Shard {
  /** Which, counted from 1. */
  readonly index: number;
  /** Of how many. */
  readonly count: number;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

/**
 * Tells whether a case belongs to a shard. Depends on its id alone, so that a new case moves no other.
 *
 * @param id Of a case, with its row.
 * @param shard The shard.
 * @returns `true` for exactly one of all shards.
 *
 * @example Every id has one shard
 * ```ts
 * import { isInShard } from "./shard.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const homes = [1, 2, 3].filter((index) => isInShard("ids-flow-id-is-uuid", { index, count: 3 }));
 * assertEquals(homes.length, 1);
 * ```
 */
export function isInShard(id: string, { index, count }: Shard): boolean {
  return hash(id) % count === index - 1;
}
