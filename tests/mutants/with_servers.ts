import type { Backend } from "../../lib/config/settings.ts";
import type { Target } from "../../lib/contract/run_events.ts";
import { generateApiKey } from "../../lib/server/access/api_key.ts";
import type { startServer } from "../../lib/server/http/serve.ts";

/**
 * Starts servers in this process, in memory and empty, which end when `use` does.
 *
 * @param servers Which, and the URL of the module that starts them.
 * @param use Puts them to the test.
 * @returns What `use` gives.
 * @throws {Error} When a server cannot be started, as it may be when it is broken.
 */
export async function withServers<T>(
  { module, backends }: { readonly module: string; readonly backends: Iterable<Backend> },
  use: (targets: readonly Target[]) => Promise<T>,
): Promise<T> {
  const { startServer: start }: { startServer: typeof startServer } = await import(module);
  await using stack = new AsyncDisposableStack();
  const targets: Target[] = [];
  for (const backend of backends) {
    const key = generateApiKey("user");
    const isCloud = backend === "cloud";
    const server = stack.use(
      // What a broken server says of itself is of no interest: it is judged by what it answers.
      await start({ backend, port: 0, testClock: true, log: () => {}, ...(isCloud && { adminKey: key }) }),
    );
    const { url } = server;
    targets.push({ name: url, url, backend, writable: true, ...(isCloud && { key }) });
  }
  return await use(targets);
}
