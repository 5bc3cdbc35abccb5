import { assertEquals } from "@std/assert";
import { Deadlines } from "../../lib/contract/deadlines.ts";

const DAY = 86_400_000;

function aborted({ signal }: AbortController): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

Deno.test("Deadlines.set() ends what is over, whatever was set before, and nothing else", async () => {
  using deadlines = new Deadlines();
  const [late, soon, sooner] = [new AbortController(), new AbortController(), new AbortController()];
  deadlines.set(late, DAY);
  deadlines.set(soon, 40);
  deadlines.set(sooner, 1);
  await Promise.all([soon, sooner].map(aborted));
  assertEquals(late.signal.aborted, false);
});

Deno.test("Deadlines.set() moves a deadline", async () => {
  using deadlines = new Deadlines();
  const [sooner, later, other] = [new AbortController(), new AbortController(), new AbortController()];
  deadlines.set(sooner, DAY);
  deadlines.set(later, 0);
  deadlines.set(later, DAY);
  deadlines.set(sooner, 1);
  deadlines.set(other, 1);
  await Promise.all([sooner, other].map(aborted));
  assertEquals(later.signal.aborted, false);
});

Deno.test("Deadlines.delete() forgets a deadline, and the next is kept all the same", async () => {
  using deadlines = new Deadlines();
  const [over, next] = [new AbortController(), new AbortController()];
  deadlines.set(over, 0);
  deadlines.delete(over);
  deadlines.set(next, 1);
  await aborted(next);
  assertEquals(over.signal.aborted, false);
});
