import type { Address, Connection } from "./connection.ts";

function nameOf({ hostname, port }: Address): string {
  return `${hostname}:${port}`;
}

/**
 * Connections that wait for the next question, so that not every one has to connect anew.
 *
 * @example Nobody has connected yet
 * ```ts
 * import { Connections } from "./connections.ts";
 * import { assertEquals } from "@std/assert";
 *
 * using connections = new Connections();
 * assertEquals(connections.take({ hostname: "127.0.0.1", port: 4200 }), undefined);
 * ```
 */
export class Connections implements Disposable {
  readonly #resting = new Map<string, Connection[]>();
  #isClosed = false;

  /**
   * Takes a connection that waits.
   *
   * @param address Where it leads.
   * @returns The one that was used last; `undefined` when there is none.
   */
  take(address: Address): Connection | undefined {
    const resting = this.#resting.get(nameOf(address));
    for (let one = resting?.pop(); one; one = resting?.pop()) {
      if (!one.isStirred) return one;
      one[Symbol.dispose]();
    }
    return undefined;
  }

  /**
   * Keeps a connection until it is taken.
   *
   * @param address Where it leads.
   * @param connection The connection, which has answered all it was asked.
   */
  keep(address: Address, connection: Connection): void {
    if (this.#isClosed) return connection[Symbol.dispose]();
    connection.rest();
    const name = nameOf(address);
    const resting = this.#resting.get(name);
    if (resting) resting.push(connection);
    else this.#resting.set(name, [connection]);
  }

  /** Hangs up everywhere; what is still in use is closed when it is given back. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const connection of [...this.#resting.values()].flat()) connection[Symbol.dispose]();
    this.#resting.clear();
  }
}
