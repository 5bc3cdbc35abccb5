/** Runs `proctor` as its users do: as a process, with a home of its own, against a server in this process. */
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import type { Backend } from "../../lib/config/settings.ts";
import { once } from "../../lib/core/once.ts";
import { Secret } from "../../lib/core/secret.ts";
import { generateMasterKey } from "../../lib/server/access/master_key.ts";
import { bootstrap } from "../../lib/server/actions/bootstrap.ts";
import { openStore } from "../../lib/server/http/open_store.ts";
import { startServer } from "../../lib/server/http/serve.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
/** Where Deno keeps packages must not move with the home. */
const DENO_DIR = Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`;

/** How a process ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a process is given beside its arguments. */
export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Arguments of `deno run` and the program; the command unless given. */
  readonly program?: readonly string[];
}

function command(args: readonly string[], { env = {}, stdin, program }: ProcessOptions): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", ...(program ?? ["-A", "cli.ts"]), ...args],
    cwd: ROOT,
    clearEnv: true,
    env: { DENO_DIR, PATH: Deno.env.get("PATH") ?? "", HOME: "/nonexistent", ...env },
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs a process to its end. */
export async function runProcess(args: readonly string[], options: ProcessOptions = {}): Promise<Ended> {
  const child = command(args, options).spawn();
  if (options.stdin !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(options.stdin)).catch(() => undefined);
    await writer.close().catch(() => undefined);
  }
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Asserts that a process ended well; shows what it said if not. */
export function assertOk({ code, stderr }: Ended): void {
  assertEquals({ code, stderr: code === 0 ? "" : stderr }, { code: 0, stderr: "" });
}

/** Starts `proctor` without waiting for its end; it is stopped when disposed of. */
export function spawnProctor(
  args: readonly string[],
  options: ProcessOptions = {},
): AsyncDisposable & { readonly firstLine: Promise<string> } {
  const child = command(args, options).spawn();
  const stderr = new Response(child.stderr).text();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  async function readLine(): Promise<string> {
    let text = "";
    while (!text.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`It ended early: ${await stderr}`);
      text += value;
    }
    return text.trim();
  }
  return {
    firstLine: readLine(),
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await reader.cancel();
      await child.status;
      await stderr;
    },
  };
}

/** A user at a server of their own. */
export interface User {
  /** Address of the server. */
  readonly url: string;
  /** The home folder, empty at first. */
  readonly home: string;
  /** Runs `proctor` there. */
  proctor(args: readonly string[], options?: ProcessOptions): Promise<Ended>;
}

/** The administrator's key on the cloud backend. */
export const ADMIN_KEY = "administrator-of-the-tests";

const MASTER_KEY = generateMasterKey();

async function makeDemo(backend: Backend): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/demo.sqlite`;
  try {
    const { store } = await openStore({ database: `sqlite:${path}`, masterKey: MASTER_KEY });
    await bootstrap(store, { backend, seed: "demo" });
    await store.close();
    return await Deno.readFile(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Files with demo data, made when first asked for: writing their rows takes far longer than a copy. */
const DEMO = { cloud: once(() => makeDemo("cloud")), server: once(() => makeDemo("server")) } as const;

/** Starts a server with demo data, makes a home, lets a user work, cleans up. */
export async function withUser(backend: Backend, test: (user: User) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/demo.sqlite`;
  const home = `${folder}/home`;
  try {
    await Deno.mkdir(home);
    await Deno.writeFile(path, await DEMO[backend]());
    await using server = await startServer({
      backend,
      port: 0,
      database: `sqlite:${path}`,
      masterKey: MASTER_KEY,
      ...(backend === "cloud" && { adminKey: new Secret(ADMIN_KEY) }),
    });
    const base = { HOME: home, PREFECT__BACKEND: backend, PREFECT__CLOUD__API: server.url };
    await test({
      url: server.url,
      home,
      proctor: (args, options = {}) => runProcess(args, { ...options, env: { ...base, ...options.env } }),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
