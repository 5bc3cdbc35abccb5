import type { Secret } from "../../../lib/core/secret.ts";
import { startServer } from "../../../lib/server/http/serve.ts";
import type { RunningServer, ServerOptions } from "../../../lib/server/http/serve.ts";

/** An answer, read. */
export interface Asked {
  readonly status: number;
  // deno-lint-ignore no-explicit-any -- tests reach into answers of every shape
  readonly body: any;
}

/** Starts an embedded server at a free port. */
export function startTestServer(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  return startServer({ backend: "server", port: 0, ...options });
}

/** Sends one document and reads the answer. */
export async function ask(
  server: RunningServer,
  query: string,
  options: { readonly variables?: unknown; readonly key?: Secret } = {},
): Promise<Asked> {
  const headers = {
    "content-type": "application/json",
    ...(options.key && { authorization: `Bearer ${options.key.reveal()}` }),
  };
  const body = JSON.stringify({ query, variables: options.variables ?? {} });
  const response = await fetch(server.url, { method: "POST", headers, body });
  return { status: response.status, body: await response.json() };
}
