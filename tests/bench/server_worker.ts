/** Runs one of the two servers of the bench in a thread of its own, so that both are measured alike. */
import { generateMasterKey } from "../../lib/server/access/master_key.ts";
import { startServer } from "../../lib/server/http/serve.ts";
import { serveByHand } from "./by_hand.ts";

/** Which of the two, and on what: `sqlite:PATH` or the address of a PostgreSQL. */
export interface Assignment {
  readonly kind: "proctor" | "by hand";
  readonly database: string;
}

declare const self: { onmessage: (event: MessageEvent<Assignment>) => void; postMessage(url: string): void };

self.onmessage = async ({ data: { kind, database } }) => {
  if (kind === "by hand") {
    self.postMessage(`http://127.0.0.1:${serveByHand(database).addr.port}`);
  } else {
    const { url } = await startServer({
      backend: "server",
      port: 0,
      database,
      masterKey: generateMasterKey(),
    });
    self.postMessage(url);
  }
};
