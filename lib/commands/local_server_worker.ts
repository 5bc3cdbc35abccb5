/**
 * Runs an embedded server of a contract run in a thread of its own: judge and judged work at the same time.
 *
 * @module
 */
import { generateApiKey } from "../server/access/api_key.ts";
import { type RunningServer, startServer } from "../server/http/serve.ts";
import type { Backend } from "../config/settings.ts";

/** What the judge asks of this thread. */
export type Order = { readonly kind: "start"; readonly backend: Backend } | { readonly kind: "stop" };

/** What it hears back: where the server is, or that it has stopped. */
export type Report =
  | { readonly kind: "started"; readonly url: string; readonly key?: string }
  | { readonly kind: "stopped" };

declare const self: { onmessage: (event: MessageEvent<Order>) => void; postMessage(report: Report): void };

let running: RunningServer | undefined;

async function obey(order: Order): Promise<void> {
  if (order.kind === "stop") {
    await running?.shutdown();
    self.postMessage({ kind: "stopped" });
    return;
  }
  const { backend } = order;
  const adminKey = generateApiKey("user");
  const isCloud = backend === "cloud";
  running = await startServer({
    backend,
    hostname: "127.0.0.1",
    port: 0,
    database: ":memory:",
    testClock: true,
    ...(isCloud && { adminKey }),
  });
  self.postMessage({ kind: "started", url: running.url, ...(isCloud && { key: adminKey.reveal() }) });
}

// A failure is not caught: it reaches the judge as the error event of this thread.
self.onmessage = ({ data }) => void obey(data);
