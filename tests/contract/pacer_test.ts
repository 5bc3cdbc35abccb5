import { assert } from "@std/assert";
import { Pacer } from "../../lib/contract/pacer.ts";

/** A timer may end a little early by the clock of the test. */
const SLACK = 5;

Deno.test("Pacer gives turns no faster than its rate, whoever asks", async () => {
  const pacer = new Pacer(100);
  const { signal } = new AbortController();
  const started = performance.now();
  await Promise.all(Array.from({ length: 6 }, () => pacer.turn(signal)));
  assert(performance.now() - started >= 50 - SLACK);
});

Deno.test("Pacer lets everybody go once the run is interrupted", async () => {
  const pacer = new Pacer(0.001);
  const controller = new AbortController();
  await pacer.turn(controller.signal);
  const waiting = [pacer.turn(controller.signal), pacer.turn(controller.signal)];
  controller.abort();
  await Promise.all(waiting);
  await pacer.turn(controller.signal);
});
