import { assertEquals } from "@std/assert";
import { shrink } from "../../../lib/contract/explore/shrink.ts";

function leads(test: (choices: readonly number[]) => boolean) {
  let asked = 0;
  return {
    ask: (choices: readonly number[]) => Promise.resolve(++asked > 0 && test(choices)),
    get asked() {
      return asked;
    },
  };
}

Deno.test("shrink() takes away what does not matter, and makes smaller what does", async () => {
  const { ask } = leads((choices) => choices.length >= 3 && choices.some((choice) => choice >= 5));
  assertEquals(await shrink([8, 3, 9, 1, 1, 7, 4, 4, 2], ask), [0, 0, 5]);
});

Deno.test("shrink() takes pieces away together with their number", async () => {
  // The first decision says how many follow; the last of them must be 6.
  const { ask } = leads(([count = 0, ...rest]) => rest.length === count && rest.at(-1) === 6);
  assertEquals(await shrink([5, 1, 2, 3, 4, 6], ask), [1, 6]);
});

Deno.test("shrink() leaves alone what cannot be smaller", async () => {
  const { ask } = leads((choices) => choices.join() === "4,2");
  assertEquals(await shrink([4, 2], ask), [4, 2]);
});

Deno.test("shrink() ends after some hundred questions, and when it is told to", async () => {
  const hard = leads((choices) => choices.length >= 300);
  await shrink(new Array(300).fill(99), hard.ask);
  assertEquals(hard.asked, 400);
  const stopped = leads(() => true);
  await shrink([1, 2, 3], stopped.ask, { signal: AbortSignal.abort() });
  assertEquals(stopped.asked, 0);
});
