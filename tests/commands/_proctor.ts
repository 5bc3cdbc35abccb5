/** Runs `proctor` as its users do: as a process, with a home of its own, against a server in this process. */
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Secret } from "../../lib/core/secret.ts";
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

/** Starts a server with demo data, makes a home, lets a user work, cleans up. */
export async function withUser(
  backend: "cloud" | "server",
  test: (user: User) => Promise<void>,
): Promise<void> {
  const adminKey = backend === "cloud" ? { adminKey: new Secret(ADMIN_KEY) } : {};
  await using server = await startServer({ backend, port: 0, seed: "demo", ...adminKey });
  const home = await Deno.makeTempDir();
  const base = { HOME: home, PREFECT__BACKEND: backend, PREFECT__CLOUD__API: server.url };
  try {
    await test({
      url: server.url,
      home,
      proctor: (args, options = {}) => runProcess(args, { ...options, env: { ...base, ...options.env } }),
    });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}
