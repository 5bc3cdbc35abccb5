import type { Target } from "../contract/run_events.ts";
import type { Backend } from "../contract/suite.ts";
import { InternalError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { Order, Report } from "./local_servers_worker.ts";

/** Embedded servers that are up, as targets. */
export interface LocalServers extends AsyncDisposable {
  readonly targets: readonly Target[];
}

function ask<Kind extends Report["kind"]>(
  worker: Worker,
  order: Order,
  { answer }: { readonly answer: Kind },
): Promise<Extract<Report, { kind: Kind }>> {
  const { promise, resolve, reject } = Promise.withResolvers<Extract<Report, { kind: Kind }>>();
  worker.onmessage = ({ data }: MessageEvent<Report>) => {
    if (data.kind === answer) resolve(data as Extract<Report, { kind: Kind }>);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new InternalError(`Cannot run the embedded server: "${event.message}"`));
  };
  worker.postMessage(order);
  return promise;
}

/**
 * Starts an embedded server for each backend, in a thread of their own.
 *
 * @param backends Which, in which order.
 * @returns The targets; the servers live until it is disposed of.
 * @throws {InternalError} When the thread fails.
 */
export async function startLocalServers(backends: readonly Backend[]): Promise<LocalServers> {
  const worker = new Worker(new URL("./local_servers_worker.ts", import.meta.url), { type: "module" });
  try {
    const { servers } = await ask(worker, { kind: "start", backends }, { answer: "started" });
    return {
      targets: servers.map(({ backend, url, key }) => ({
        name: "local",
        url,
        backend,
        writable: true,
        ...(key !== undefined && { key: new Secret(key) }),
      })),
      async [Symbol.asyncDispose]() {
        await ask(worker, { kind: "stop" }, { answer: "stopped" });
        worker.terminate();
      },
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}
