import { assertEquals, assertNotEquals } from "@std/assert";
import { Draw } from "../../../lib/contract/explore/draw.ts";

function numbers(draw: Draw): number[] {
  return Array.from({ length: 50 }, () => draw.below(1000));
}

Deno.test("Draw.seeded() draws the same of one seed and name, and something else of another", () => {
  const first = numbers(Draw.seeded(1, "explore-order-1-0"));
  assertEquals(numbers(Draw.seeded(1, "explore-order-1-0")), first);
  assertNotEquals(numbers(Draw.seeded(2, "explore-order-1-0")), first);
  assertNotEquals(numbers(Draw.seeded(1, "explore-order-1-1")), first);
});

Deno.test("Draw.seeded() draws every number below the bound about as often", () => {
  const draw = Draw.seeded(3, "x");
  const counts = new Array(7).fill(0);
  for (let i = 0; i < 7000; i++) counts[draw.below(7)]++;
  assertEquals(counts.every((count) => count > 850 && count < 1150), true, counts.join());
});

Deno.test("Draw.repeating() stays within bounds, and draws the plainest when nothing is left", () => {
  const draw = Draw.repeating([9, 1]);
  assertEquals([draw.below(3), draw.pick(["a", "b"]), draw.below(5), draw.once(4)], [2, "b", 0, false]);
  assertEquals(draw.choices, [2, 1, 0, 0]);
});

Deno.test("Draw.some() gives different values in their order, at least one", () => {
  for (let i = 0; i < 200; i++) {
    const chosen = Draw.seeded(i, "some").some(["a", "b", "c", "d"], 3);
    assertEquals(chosen, [...new Set(chosen)].sort());
    assertEquals(chosen.length >= 1 && chosen.length <= 3, true);
  }
  assertEquals(Draw.seeded(0, "none").some([], 3), []);
});
