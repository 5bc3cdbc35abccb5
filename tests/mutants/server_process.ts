import type { Target } from "../../lib/contract/run_events.ts";
import type { Backend } from "../../lib/config/settings.ts";
import { UnreachableError } from "../../lib/core/errors.ts";
import { generateApiKey } from "../../lib/server/access/api_key.ts";

/** Off UTC by no whole number of hours, so that a server that minds the zone of its machine is seen. */
const TIME_ZONE = "Asia/Kathmandu";

/** All functions are in Deno's cache of compiled code then, which saves hundreds of starts a fifth of their time. */
const COMPILED = "--v8-flags=--no-lazy";

/** A server in a process of its own; it ends when this is disposed of. */
export interface ServerProcess extends AsyncDisposable {
  readonly target: Target;
}

/** The first line of a stream; what there is when the stream ends before it. */
async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes("\n")) break;
  }
  return text.trim();
}

/**
 * Starts `server.ts` from a copy of the tree: in memory, empty, on a free port.
 *
 * @param folder Where the copy is.
 * @param backend Which of the two.
 * @returns The process; it answers already.
 * @throws {UnreachableError} When it ends without having said where it listens.
 */
export async function startServerProcess(folder: string, backend: Backend): Promise<ServerProcess> {
  const key = generateApiKey("user");
  const permissions = [
    "--allow-read=.",
    "--allow-net=127.0.0.1",
    "--allow-env=NODE_ENV,PROCTOR_ADMIN_KEY,PROCTOR_MASTER_KEY,PREFECT_SERVER__SERVICES__*",
  ];
  const command = ["server.ts", "--backend", backend, "--port", "0", "--test-clock"];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", COMPILED, ...permissions, ...command],
    cwd: folder,
    env: { TZ: TIME_ZONE, NO_COLOR: "1", PROCTOR_ADMIN_KEY: key.reveal() },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const url = await firstLine(child.stdout);
  if (url === "") {
    await child.status;
    throw new UnreachableError(`Start the server on backend "${backend}" failed: ${(await errors).trim()}`);
  }
  const target: Target = {
    name: url,
    url,
    backend,
    writable: true,
    ...(backend === "cloud" && { key }),
  };
  return {
    target,
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch (error) {
        // A mutant may have ended by itself.
        if (!(error instanceof TypeError)) throw error;
      }
      await child.status;
      await errors;
    },
  };
}
