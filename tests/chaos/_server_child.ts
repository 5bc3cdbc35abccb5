import { fromFileUrl } from "@std/path";
import { UnreachableError } from "../../lib/core/errors.ts";

/** `proctor server` as a process that can be killed. */
export interface ServerChild extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Resident memory, in megabytes. */
  residentMegabytes(): Promise<number>;
  /** Ends it by SIGKILL and waits until it is gone; what it has said on stderr. */
  kill(): Promise<string>;
}

/** How to start one. */
export interface ChildOptions {
  /** As `--database` takes it. */
  readonly database: string;
  /** Further flags. */
  readonly flags?: readonly string[];
  /** What runs the command line in place of the system, such as a shell with limits. */
  readonly launcher?: readonly string[];
}

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** Of the flags of the task `server` the one that keeps memory low: V8 collects young objects sooner. */
const SMALL_HEAP = "--v8-flags=--max-semi-space-size=4";

/** The same for all servers of a run: what one has sealed the next must be able to read. */
const MASTER_KEY = new Uint8Array(32).toBase64();

/**
 * Starts a process that is to become a server, and waits for nothing.
 *
 * @param options The database.
 * @returns The process; both of its outputs are piped.
 */
export function spawnServer({ database, flags = [], launcher = [] }: ChildOptions): Deno.ChildProcess {
  const program = [Deno.execPath(), "run", "-q", "-A", SMALL_HEAP, "cli.ts", "server", "--port", "0"];
  const [command, ...args] = [...launcher, ...program, "--database", database, ...flags];
  return new Deno.Command(command!, {
    args,
    cwd: ROOT,
    env: { PROCTOR_MASTER_KEY: MASTER_KEY },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/**
 * Starts a server, and waits until it answers.
 *
 * @param options The database.
 * @returns The server; disposing of it kills it.
 * @throws {UnreachableError} When it ends before it answers; the message holds what it said.
 */
export async function startChild(options: ChildOptions): Promise<ServerChild> {
  const child = spawnServer(options);
  const said = new Response(child.stderr).text();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let url = "";
  while (!url.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new UnreachableError(`Cannot start a server: ${(await said).trim()}`);
    url += value;
  }
  await reader.cancel();
  async function kill(): Promise<string> {
    try {
      child.kill("SIGKILL");
    } catch (error) {
      // It has ended by itself, which the test finds out by what it said.
      if (!(error instanceof TypeError)) throw error;
    }
    await child.status;
    return await said;
  }
  return {
    url: url.trim(),
    pid: child.pid,
    async residentMegabytes() {
      const text = await (await fetch(`${url.trim()}/metrics`)).text();
      return Number(/^proctor_memory_bytes (\d+)$/m.exec(text)![1]) / 2 ** 20;
    },
    kill,
    async [Symbol.asyncDispose]() {
      await kill();
    },
  };
}
