/**
 * What the server costs as a process, started as `deno task server` starts it: the time from its start to its first
 * answer against a bare `Deno.serve` that opens SQLite, in turn within one run, and the most memory that it has while
 * some connections ask and write, on SQLite and on PostgreSQL. Linux only.
 *
 * The PostgreSQL is that of `PROCTOR_TEST_POSTGRES`, or one of its own.
 *
 * @module
 */
import { join } from "@std/path";
import { startPostgres } from "../../scripts/dev/postgres.ts";
import { openPostgres } from "../../lib/server/store/postgres.ts";
import { openSqlite } from "../../lib/server/store/sqlite.ts";
import { generateMasterKey } from "../../lib/server/access/master_key.ts";
import manifest from "../../deno.json" with { type: "json" };
import { freshDatabase } from "../server/store/_fresh_database.ts";
import { writeDataset } from "./dataset.ts";
import { type HandQuery, QUERIES } from "./hand_queries.ts";
import { SET_STATE } from "./hand_states.ts";
import { load, type Shot } from "./load.ts";
import { median } from "./median.ts";
import { peakOf } from "./run_measured.ts";

const ROUNDS = 15;
const CONNECTIONS = 8;
const REQUESTS = 10_000;
/** How many flows and runs are asked for. */
const ROWS = 200;

const SERVER: readonly string[] = manifest.tasks.server.command.split(" ").slice(1);
const BARE = `import { DatabaseSync } from "node:sqlite";
const statement = new DatabaseSync(Deno.args[0]).prepare("SELECT 1 AS one");
const onListen = ({ port }) => console.log("http://127.0.0.1:" + port);
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, () => Response.json(statement.all()));
`;

/** A server in a process of its own. */
interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

async function start(args: readonly string[], env: Record<string, string> = {}): Promise<ServerProcess> {
  const child = new Deno.Command(Deno.execPath(), { args: [...args], env, stdout: "piped" }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  return {
    url: value.trim(),
    pid: child.pid,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      await reader.cancel();
      await child.status;
    },
  };
}

/** The processor time of the threads of a process, in milliseconds. Source: proc(5), `schedstat`. */
async function cpuOf(pid: number): Promise<number> {
  let nanoseconds = 0;
  for await (const { name } of Deno.readDir(`/proc/${pid}/task`)) {
    nanoseconds += Number((await Deno.readTextFile(`/proc/${pid}/task/${name}/schedstat`)).split(" ")[0]);
  }
  return nanoseconds / 1e6;
}

/** What a first answer takes, in milliseconds. */
interface FirstAnswer {
  readonly wall: number;
  readonly cpu: number;
}

async function firstAnswer(args: readonly string[]): Promise<FirstAnswer> {
  const begin = performance.now();
  await using server = await start(args);
  const body = JSON.stringify({ query: "{ flow(limit: 1) { id name } }" });
  await load([{ url: server.url, body }], { requests: 1, connections: 1 });
  return { wall: performance.now() - begin, cpu: await cpuOf(server.pid) };
}

/**
 * A start after another of the same program. Deno keeps the compiled code of its own modules for one set of V8's flags at
 * a time, so that programs of different flags which start in turns make each other slow.
 */
async function secondStart(args: readonly string[]): Promise<FirstAnswer> {
  await firstAnswer(args);
  return await firstAnswer(args);
}

async function compareStarts(folder: string): Promise<void> {
  const bare = join(folder, "bare.mjs");
  await Deno.writeTextFile(bare, BARE);
  const theirs = ["run", "--quiet", "--allow-all", bare, join(folder, "bare.sqlite")];
  const ours = [...SERVER, "--port", "0", "--database", `sqlite:${join(folder, "start.sqlite")}`];
  const ratios: FirstAnswer[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const their = await secondStart(theirs);
    const our = await secondStart(ours);
    ratios.push({ wall: our.wall / their.wall, cpu: our.cpu / their.cpu });
  }
  for (const each of ["wall", "cpu"] as const) {
    const ratio = median(ratios.map((one) => one[each]));
    console.log(`first answer / bare Deno.serve, ${each.padEnd(4)}   ${ratio.toFixed(2).padStart(6)}  ≤ 3`);
  }
}

function shotsOf(url: string, ids: { flows: readonly string[]; flowRuns: readonly string[] }): Shot[] {
  const send = (query: string, variables: object) => ({ url, body: JSON.stringify({ query, variables }) });
  return Array.from({ length: ROWS }, (_, position) => {
    const states = [{ flow_run_id: ids.flowRuns[position]!, state: { type: "Running", message: "Bench" } }];
    const asked = Object.values<HandQuery>(QUERIES).map(({ document, takesId }) =>
      send(document, takesId ? { id: ids.flows[position]! } : {})
    );
    return [...asked, send(SET_STATE, { input: { states } })];
  }).flat();
}

async function measureMemory(
  engine: string,
  { database, ids, masterKey }: {
    readonly database: string;
    readonly ids: { readonly flows: readonly string[]; readonly flowRuns: readonly string[] };
    readonly masterKey: string;
  },
): Promise<void> {
  const env = { PROCTOR_SERVER_DATABASE: database, PROCTOR_MASTER_KEY: masterKey };
  await using server = await start([...SERVER, "--port", "0"], env);
  await load(shotsOf(server.url, ids), { requests: REQUESTS, connections: CONNECTIONS });
  const peak = (await peakOf(server.pid)).toFixed(0).padStart(6);
  console.log(`${`memory under load, ${engine}, MB`.padEnd(37)} ${peak}  < 150`);
}

async function onPostgres(): Promise<void> {
  await using fresh = await freshDatabase();
  const store = await openPostgres(fresh.address);
  const ids = await writeDataset(store, { taskRuns: 0 });
  await store.close();
  await fresh.run("ANALYZE");
  const masterKey = generateMasterKey().reveal();
  await measureMemory("PostgreSQL", { database: fresh.address.reveal(), ids, masterKey });
}

async function main(): Promise<void> {
  await Deno.mkdir(".proctor", { recursive: true });
  // The server may use files of its own folder only.
  const folder = await Deno.makeTempDir({ dir: ".proctor" });
  try {
    console.log(`the server as a process; ${CONNECTIONS} connections          goal (median of rounds)`);
    await compareStarts(folder);
    const path = join(folder, "load.sqlite");
    const store = openSqlite(path);
    const ids = await writeDataset(store, { taskRuns: 100_000 });
    await store.close();
    const masterKey = generateMasterKey().reveal();
    await measureMemory("SQLite", { database: `sqlite:${path}`, ids, masterKey });
    if (Deno.env.has("PROCTOR_TEST_POSTGRES")) return await onPostgres();
    await using postgres = await startPostgres();
    Deno.env.set("PROCTOR_TEST_POSTGRES", postgres.url);
    await onPostgres();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

await main();
