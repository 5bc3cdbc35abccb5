import { pause } from "../../core/pause.ts";
import type { StateEvent } from "../actions/state_event.ts";
import type { Store } from "../store/store.ts";
import type { BackgroundService } from "./background_service.ts";
import { takeTurn } from "./take_turn.ts";

/** Time, as far as the loop needs it. */
export interface LoopClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits; at once over when the signal comes. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The clock of this machine; how long it waits does not depend on what it is set to. */
export const MACHINE_CLOCK: LoopClock = { now: Date.now, sleep: pause };

/** What a loop works with. */
export interface ServiceLoopOptions {
  readonly store: Store;
  readonly services: readonly BackgroundService[];
  readonly clock: LoopClock;
  /** Told what has happened, after the commit. */
  readonly onEvents: (events: readonly StateEvent[]) => void;
  /** Told what went wrong; the service is tried again at its next turn. */
  readonly onFault: (fault: unknown) => void;
}

/** The server answers before its services begin, in milliseconds. */
const HEAD_START = 1000;

/** Runs services until it is closed, each at its own pace. */
export class ServiceLoop {
  readonly #options: ServiceLoopOptions;
  readonly #closing = new AbortController();
  readonly #loops: readonly Promise<void>[];

  /** @param options The services, and what they work with. */
  constructor(options: ServiceLoopOptions) {
    this.#options = options;
    this.#loops = options.services.map((service) => this.#repeat(service));
  }

  /** Lets what runs come to its end, and starts nothing more. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#loops);
  }

  async #repeat(service: BackgroundService): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#closing;
    await clock.sleep(HEAD_START, signal);
    while (!signal.aborted) {
      await this.#tryTurn(service);
      await clock.sleep(service.seconds * 1000, signal);
    }
  }

  async #tryTurn({ name, seconds, run }: BackgroundService): Promise<void> {
    const { store, clock, onEvents, onFault } = this.#options;
    const now = clock.now();
    try {
      const isOurs = await store.transaction((transaction) => takeTurn(transaction, { name, seconds, now }));
      if (isOurs) await run({ store, now, signal: this.#closing.signal, onEvents, onFault });
    } catch (error) {
      onFault(error);
    }
  }
}
