/**
 * Runs embedded servers of a contract run in a thread of their own: judge and judged work at the same time.
 *
 * @module
 */
// The first: what follows is not to see `process`.
import { showProcess } from "./hidden_process.ts";
import { generateApiKey } from "../server/access/api_key.ts";
import { type RunningServer, startServer } from "../server/http/serve.ts";
import type { Backend } from "../config/settings.ts";

/** What the judge asks of this thread. */
export type Order =
  | { readonly kind: "start"; readonly backends: readonly Backend[] }
  | { readonly kind: "stop" };

/** Where a server is, and the key of its administrator if it has one. */
export interface Address {
  readonly backend: Backend;
  readonly url: string;
  readonly key?: string;
}

/** What it hears back: where the servers are, in the order of their backends, or that they have stopped. */
export type Report =
  | { readonly kind: "started"; readonly addresses: readonly Address[] }
  | { readonly kind: "stopped" };

declare const self: { onmessage: (event: MessageEvent<Order>) => void; postMessage(report: Report): void };

showProcess();
const running: RunningServer[] = [];

async function start(backend: Backend): Promise<Address> {
  const adminKey = generateApiKey("user");
  const isCloud = backend === "cloud";
  const server = await startServer({
    backend,
    hostname: "127.0.0.1",
    port: 0,
    database: ":memory:",
    testClock: true,
    ...(isCloud && { adminKey }),
  });
  running.push(server);
  return { backend, url: server.url, ...(isCloud && { key: adminKey.reveal() }) };
}

async function obey(order: Order): Promise<void> {
  if (order.kind === "start") {
    self.postMessage({ kind: "started", addresses: await Promise.all(order.backends.map(start)) });
    return;
  }
  await Promise.all(running.map((server) => server.shutdown()));
  self.postMessage({ kind: "stopped" });
}

// A failure is not caught: it reaches the judge as the error event of this thread.
self.onmessage = ({ data }) => void obey(data);
