import { assertEquals } from "@std/assert";
import { RepeatCache } from "../../lib/core/repeat_cache.ts";

Deno.test("RepeatCache.set() keeps nothing of what comes once, and pushes nothing out for it", () => {
  const cache = new RepeatCache<number>({ most: 3 });
  for (const value of [1, 2]) cache.set("again", value);
  for (let each = 0; each < 9; each++) cache.set(`once ${each}`, each);
  assertEquals([cache.get("again"), cache.get("once 8")], [2, undefined]);
});

Deno.test("RepeatCache.set() forgets keys that came once, the oldest first", () => {
  const cache = new RepeatCache<number>({ most: 10, weigh: (key) => key.length });
  for (const key of ["first", "second", "second", "first"]) cache.set(key, 1);
  assertEquals([cache.get("first"), cache.get("second")], [undefined, 1]);
});
