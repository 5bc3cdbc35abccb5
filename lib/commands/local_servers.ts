import type { Target } from "../contract/run_events.ts";
import type { Backend } from "../config/settings.ts";
import { InternalError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { Order, Report } from "./local_server_worker.ts";

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

async function startThread(backends: readonly Backend[]): Promise<LocalServers> {
  const worker = new Worker(new URL("./local_server_worker.ts", import.meta.url), { type: "module" });
  try {
    const { addresses } = await ask(worker, { kind: "start", backends }, { answer: "started" });
    return {
      targets: addresses.map(({ backend, url, key }) => ({
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

/**
 * Starts an embedded server for each backend, beside the thread of the judge.
 *
 * @param backends Which, in which order.
 * @param options `together`: in one thread. They are up sooner then, as a thread loads the server's code for itself;
 * in threads of their own they do not wait for each other.
 * @returns The targets; the servers live until it is disposed of.
 * @throws {InternalError} When a thread fails.
 */
export async function startLocalServers(
  backends: readonly Backend[],
  { together }: { readonly together: boolean },
): Promise<LocalServers> {
  await using stack = new AsyncDisposableStack();
  const threads = together ? [backends] : backends.map((backend) => [backend]);
  const started = await Promise.allSettled(threads.map(startThread));
  for (const one of started) if (one.status === "fulfilled") stack.use(one.value);
  const targets = started.flatMap((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value.targets;
  });
  const servers = stack.move();
  return { targets, [Symbol.asyncDispose]: () => servers.disposeAsync() };
}
