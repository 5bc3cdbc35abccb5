import { assertEquals } from "@std/assert";
import { BoundedCache } from "../../lib/core/bounded_cache.ts";

Deno.test("BoundedCache.set() lets go of what was not used for longest", () => {
  const cache = new BoundedCache<string>({ most: 10, weigh: (_key, value) => value.length });
  cache.set("a", "1234");
  cache.set("b", "1234");
  cache.get("a");
  cache.set("c", "1234");
  assertEquals(["a", "b", "c"].map((key) => cache.get(key) !== undefined), [true, false, true]);
});

Deno.test("BoundedCache.set() forgets the weight of what it replaces", () => {
  const cache = new BoundedCache<string>({ most: 10, weigh: (_key, value) => value.length });
  cache.set("a", "12345678");
  cache.set("a", "1");
  cache.set("b", "12345678");
  assertEquals([cache.get("a"), cache.get("b")], ["1", "12345678"]);
});

Deno.test("BoundedCache.set() keeps one that is too heavy for all others", () => {
  const cache = new BoundedCache<string>({ most: 10, weigh: (_key, value) => value.length });
  cache.set("a", "1");
  cache.set("b", "12345678901");
  assertEquals([cache.get("a"), cache.get("b")], [undefined, "12345678901"]);
});
