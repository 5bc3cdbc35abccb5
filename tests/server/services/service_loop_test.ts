import { assertEquals } from "@std/assert";
import type { BackgroundService } from "../../../lib/server/services/background_service.ts";
import { type LoopClock, MACHINE_CLOCK, ServiceLoop } from "../../../lib/server/services/service_loop.ts";
import { takeTurn } from "../../../lib/server/services/take_turn.ts";
import { type TestServer, withServer } from "../actions/_test_server.ts";

const NOW = Date.UTC(2030, 0, 1);

/** A clock that stands still until it is moved; who sleeps wakes when it is. */
class TestClock implements LoopClock {
  time = NOW;
  readonly #sleepers = new Set<() => void>();
  /** How long everybody wanted to sleep, in order. */
  readonly slept: number[] = [];

  now = () => this.time;

  sleep = (milliseconds: number, signal: AbortSignal): Promise<void> => {
    this.slept.push(milliseconds);
    if (signal.aborted) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#sleepers.add(resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    return promise;
  };

  /** Sets the time and wakes all. */
  wake(time: number): void {
    this.time = time;
    const sleepers = [...this.#sleepers];
    this.#sleepers.clear();
    for (const wake of sleepers) wake();
  }

  /** Sets the time, wakes all and waits until all sleep again. */
  async pass(time: number): Promise<void> {
    const count = this.#sleepers.size;
    this.wake(time);
    while (this.#sleepers.size < count) await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

function start(
  server: TestServer,
  clock: LoopClock,
  { run = () => Promise.resolve(), seconds = 60, faults = [] }: {
    readonly run?: BackgroundService["run"];
    readonly seconds?: number;
    readonly faults?: unknown[];
  },
): ServiceLoop {
  return new ServiceLoop({
    store: server.store,
    services: [{ name: "scheduler", seconds, run }],
    clock,
    onEvents: () => {},
    onFault: (fault) => faults.push(fault),
  });
}

Deno.test("ServiceLoop runs a service at its pace, on one of several servers", () =>
  withServer("server", async (server) => {
    const clock = new TestClock();
    const turns: [string, number][] = [];
    const loops = ["one", "two"].map((name) =>
      start(server, clock, {
        run: ({ now }) => {
          turns.push([name, now - NOW]);
          return Promise.resolve();
        },
      })
    );
    for (const seconds of [1, 61, 62, 122]) await clock.pass(NOW + seconds * 1000);
    assertEquals(turns.map(([, time]) => time), [1000, 61_000, 122_000]);
    await Promise.all(loops.map((loop) => loop.close()));
    clock.wake(NOW + 1e6);
    assertEquals(turns.length, 3);
    assertEquals(clock.slept.slice(0, 4), [1000, 1000, 60_000, 60_000]);
  }));

Deno.test("ServiceLoop tells of a failure and goes on", () =>
  withServer("server", async (server) => {
    const clock = new TestClock();
    const faults: unknown[] = [];
    const fault = new RangeError("no");
    const loop = start(server, clock, { run: () => Promise.reject(fault), faults });
    for (const seconds of [1, 61]) await clock.pass(NOW + seconds * 1000);
    assertEquals(faults, [fault, fault]);
    await loop.close();
  }));

Deno.test("ServiceLoop lets a service finish when it is closed", () =>
  withServer("server", async (server) => {
    const clock = new TestClock();
    const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let finished = false;
    const loop = start(server, clock, {
      async run() {
        begun.resolve();
        await ended.promise;
        finished = true;
      },
    });
    clock.wake(NOW + 1000);
    await begun.promise;
    const closed = loop.close().then(() => finished);
    ended.resolve();
    assertEquals(await closed, true);
  }));

Deno.test("ServiceLoop leaves no timer behind on the clock of the machine", () =>
  withServer("server", async (server) => {
    const loop = start(server, MACHINE_CLOCK, {});
    await loop.close();
    assertEquals(await server.rows("service_turn", ["name"]), []);
  }));

Deno.test("takeTurn() gives one turn an interval, also when the clock jumps", () =>
  withServer("server", async (server) => {
    const take = (seconds: number, name = "lazarus") =>
      server.store.transaction((transaction) =>
        takeTurn(transaction, { name, seconds: 60, now: NOW + seconds * 1000 })
      );
    assertEquals([await take(0), await take(0), await take(59.9)], [true, false, false]);
    assertEquals([await take(60), await take(61)], [true, false]);
    assertEquals([await take(86_400), await take(86_401)], [true, false], "a day ahead");
    assertEquals([await take(120), await take(121)], [true, false], "a day back");
    assertEquals(await take(121, "scheduler"), true);
  }));
