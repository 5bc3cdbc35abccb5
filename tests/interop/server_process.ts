import { generateMasterKey } from "../../lib/server/access/master_key.ts";

/** `proctor server` as a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
}

/** The first line, which says where the server is. */
async function readLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const bytes of stream) {
    text += new TextDecoder().decode(bytes);
    if (text.includes("\n")) break;
  }
  return text.trim();
}

/**
 * Starts `proctor server` as a person does. Disposing of it stops it and waits until it has stopped.
 *
 * @param args Flags besides the port.
 * @returns The server; it answers already.
 * @throws {SyntaxError} When it ends before it has said where it is; why is on its stderr.
 */
export async function startServerProcess(args: readonly string[]): Promise<ServerProcess> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=server", "cli.ts", "server", "--port", "0", ...args],
    // What is on a PostgreSQL is sealed with a key that the server is given.
    env: { PROCTOR_MASTER_KEY: generateMasterKey().reveal() },
    stdout: "piped",
    stderr: "inherit",
  });
  const child = command.spawn();
  const url = await readLine(child.stdout);
  if (!url.startsWith("http://")) {
    throw new SyntaxError(`Cannot use "${url}": expected the URL of the server`);
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
    },
  };
}
