/**
 * Runs a server whose clock stands still and whose dice always fall the same way, so that two of them on the same
 * requests differ only where their databases do.
 *
 * @module
 */
import type { startServer } from "../../lib/server/http/serve.ts";
import { Secret } from "../../lib/core/secret.ts";

/** A request, with the key that it is sent with. */
export interface CorpusRequest {
  readonly query: string;
  readonly variables?: unknown;
}

/** What the test asks of a server. */
export type CorpusOrder =
  | { readonly kind: "start"; readonly backend: "server" | "cloud"; readonly database: string }
  | { readonly kind: "ask"; readonly requests: readonly CorpusRequest[] }
  | { readonly kind: "stop" };

/** The key of the administrator of the cloud backend. */
const ADMIN_KEY = "the-administrator-of-the-corpus";
const START = Date.UTC(2021, 0, 1);
/** Ids that are handed out to one request at most. */
const IDS_PER_REQUEST = 100_000;

let asked = 0;
let ids = 0;
let bytes = 0;

function begin(position: number): void {
  asked = position;
  ids = position * IDS_PER_REQUEST;
  bytes = position;
}

function fix(): void {
  const origin = performance.timeOrigin;
  Date.now = () => START + asked * 1000;
  performance.now = () => Date.now() - origin;
  Math.random = () => (asked * 7919 % 1000) / 1000;
  crypto.randomUUID = () =>
    `00000000-0000-4000-9000-${String(++ids).padStart(12, "0")}` as ReturnType<typeof crypto.randomUUID>;
  crypto.getRandomValues = (array) => {
    if (array instanceof Uint8Array) {
      array.forEach((_, position) => array[position] = bytes = bytes * 31 + 7 & 255);
    }
    return array;
  };
}

type Running = Awaited<ReturnType<typeof startServer>>;
let running: Running;

async function ask({ query, variables = {} }: CorpusRequest): Promise<string> {
  begin(asked + 1);
  const headers = {
    "content-type": "application/json",
    ...(running.backend === "cloud" && { authorization: `Bearer ${ADMIN_KEY}` }),
  };
  const body = JSON.stringify({ query, variables });
  return await (await fetch(running.url, { method: "POST", headers, body })).text();
}

async function obey(order: CorpusOrder): Promise<readonly string[]> {
  switch (order.kind) {
    case "start": {
      fix();
      // Only now, so that nothing was made by chance before.
      const { startServer } = await import("../../lib/server/http/serve.ts");
      running = await startServer({
        backend: order.backend,
        port: 0,
        database: new Secret(order.database),
        masterKey: new Secret(new Uint8Array(32).toBase64()),
        adminKey: new Secret(ADMIN_KEY),
        seed: "demo",
      });
      return [];
    }
    case "ask": {
      const answers: string[] = [];
      for (const request of order.requests) answers.push(await ask(request));
      return answers;
    }
    case "stop":
      await running.shutdown();
      return [];
  }
}

declare const self: {
  onmessage: (event: MessageEvent<CorpusOrder>) => void;
  postMessage(answers: readonly string[]): void;
};
self.onmessage = async ({ data }) => self.postMessage(await obey(data));
