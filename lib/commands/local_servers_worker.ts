/**
 * Runs the embedded servers of a contract run in a thread of their own: judge and judged work at the same time.
 *
 * @module
 */
import { generateApiKey } from "../server/access/api_key.ts";
import { type RunningServer, startServer } from "../server/http/serve.ts";
import type { Backend } from "../contract/suite.ts";

/** What the judge asks of this thread. */
export type Order = { readonly kind: "start"; readonly backends: readonly Backend[] } | {
  readonly kind: "stop";
};

/** What it hears back: where the servers are, in the order asked for, or that they have stopped. */
export type Report =
  | {
    readonly kind: "started";
    readonly servers: ReadonlyArray<
      { readonly backend: Backend; readonly url: string; readonly key?: string }
    >;
  }
  | { readonly kind: "stopped" };

declare const self: { onmessage: (event: MessageEvent<Order>) => void; postMessage(report: Report): void };

const running: RunningServer[] = [];

async function start(backend: Backend) {
  const adminKey = generateApiKey("user");
  const server = await startServer({
    backend,
    hostname: "127.0.0.1",
    port: 0,
    database: ":memory:",
    testClock: true,
    ...(backend === "cloud" && { adminKey }),
  });
  running.push(server);
  return { backend, url: server.url, ...(backend === "cloud" && { key: adminKey.reveal() }) };
}

async function obey(order: Order): Promise<void> {
  if (order.kind === "start") {
    const servers = [];
    for (const backend of order.backends) servers.push(await start(backend));
    self.postMessage({ kind: "started", servers });
  } else {
    for (const server of running) await server.shutdown();
    self.postMessage({ kind: "stopped" });
  }
}

// A failure is not caught: it reaches the judge as the error event of this thread.
self.onmessage = ({ data }) => void obey(data);
