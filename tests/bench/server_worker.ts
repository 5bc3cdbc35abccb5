/** Runs one of the two servers of the bench in a thread of its own, so that both are measured alike. */
import { startServer } from "../../lib/server/http/serve.ts";
import { serveByHand } from "./by_hand.ts";

declare const self: { onmessage: (event: MessageEvent) => void; postMessage(message: unknown): void };

self.onmessage = async ({ data }: MessageEvent<{ kind: "proctor" | "by hand"; path: string }>) => {
  if (data.kind === "by hand") {
    self.postMessage(`http://127.0.0.1:${serveByHand(data.path).addr.port}`);
  } else {
    const server = await startServer({ backend: "server", port: 0, database: `sqlite:${data.path}` });
    self.postMessage(server.url);
  }
};
