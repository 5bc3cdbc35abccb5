/**
 * What the questions of all day cost as the history grows: each is asked of databases of one shape and many sizes, in
 * turn within one run, and compared with the smallest. `--largest=N` says how many task runs the largest has, in powers
 * of ten; `--postgres` asks a PostgreSQL as well, by `PROCTOR_TEST_POSTGRES`; `--folder=DIR` keeps the SQLite files there
 * for another time.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "@std/cli";
import postgres from "postgres";
import type { Secret } from "../../lib/core/secret.ts";
import { generateMasterKey } from "../../lib/server/access/master_key.ts";
import { type RunningServer, startServer } from "../../lib/server/http/serve.ts";
import { openPostgres } from "../../lib/server/store/postgres.ts";
import { openSqlite } from "../../lib/server/store/sqlite.ts";
import { freshDatabase } from "../server/store/_fresh_database.ts";
import { datasetStatements, type Size } from "./growth_dataset.ts";
import { growthQueries, type GrowthQuery, QUEUE } from "./growth_queries.ts";

const SMALLEST = 10_000;
const ROUNDS = 60;
const REQUESTS_PER_ROUND = 5;

/** A history of full length would take hours to write beyond this many task runs. */
const FULL_HISTORY = 1_000_000;

/** A server on a dataset. */
interface Subject {
  readonly size: Size;
  readonly server: RunningServer;
  readonly bytes: number;
}

function sizesUpTo(largest: number): Size[] {
  const now = Math.floor(Date.now() / 1000);
  const sizes: Size[] = [];
  for (let taskRuns = SMALLEST; taskRuns <= largest; taskRuns *= 10) {
    const history = taskRuns <= FULL_HISTORY ? { states: 3, logs: 5 } : { states: 1, logs: 1 };
    sizes.push({ taskRuns, history, now });
  }
  return sizes;
}

async function writeSqlite(path: string, size: Size): Promise<void> {
  await openSqlite(path).close();
  {
    using database = new DatabaseSync(path);
    database.exec(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -6000000",
    );
    const indexes = database.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    );
    // Rows come in faster without them; to open the file again makes what is missing.
    for (const { name } of indexes.all()) database.exec(`DROP INDEX "${name}"`);
    for (const statement of datasetStatements(size, "sqlite")) database.exec(statement);
  }
  await openSqlite(path).close();
}

async function writePostgres(address: Secret, size: Size): Promise<number> {
  await (await openPostgres(address)).close();
  const sql = postgres(address.reveal(), { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    const indexes =
      await sql`SELECT indexname FROM pg_indexes WHERE indexname LIKE 'ix\_%' AND indexdef NOT LIKE '%UNIQUE%'`;
    for (const { indexname } of indexes) await sql.unsafe(`DROP INDEX "${indexname}"`);
    for (const statement of datasetStatements(size, "postgres")) await sql.unsafe(statement);
    await (await openPostgres(address)).close();
    await sql`VACUUM ANALYZE`;
    const [row] = await sql`SELECT pg_database_size(current_database())::text AS bytes`;
    return Number(row!.bytes);
  } finally {
    await sql.end();
  }
}

async function ask(url: string, document: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: document }) });
  const text = await response.text();
  if (text.includes('"errors"')) throw new SyntaxError(`Cannot measure "${document}": the answer is ${text}`);
  return text;
}

async function timeRound(url: string, document: string): Promise<number> {
  const begin = performance.now();
  for (let sent = 0; sent < REQUESTS_PER_ROUND; sent++) await ask(url, document);
  return (performance.now() - begin) / REQUESTS_PER_ROUND;
}

/** Asks one question of all sizes in turn; gives the least of each in milliseconds: what others do only adds to it. */
async function measure(subjects: readonly Subject[], position: number): Promise<number[]> {
  const documents = subjects.map(({ size }) => allQueries(size)[position]!.document);
  const times = subjects.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, { server }] of subjects.entries()) {
      const time = await timeRound(server.url, documents[index]!);
      // The first round fills caches.
      if (round > 0) times[index]!.push(time);
    }
  }
  return times.map((rounds) => Math.min(...rounds));
}

function allQueries(size: Size): readonly GrowthQuery[] {
  return [...growthQueries(size), QUEUE];
}

async function printTable(store: string, subjects: readonly Subject[]): Promise<void> {
  const cells = (values: readonly string[]) => values.map((value) => value.padStart(12)).join("");
  const [first] = subjects;
  console.log(`${store}: least milliseconds per request, and how many times the smallest`);
  console.log("task runs".padEnd(42) + cells(subjects.map(({ size }) => size.taskRuns.toLocaleString("en"))));
  console.log("megabytes".padEnd(42) + cells(subjects.map(({ bytes }) => (bytes / 1e6).toFixed(0))));
  for (const [position, { name }] of allQueries(first!.size).entries()) {
    const times = await measure(subjects, position);
    const shown = times.map((time) => `${time.toFixed(2)} ×${(time / times[0]!).toFixed(2)}`);
    console.log(name.padEnd(42) + cells(shown));
  }
}

/** When the last run of a dataset has begun: it may have been written another day. */
function readNow(path: string): number {
  using database = new DatabaseSync(path, { readOnly: true });
  return Date.parse(
    String(database.prepare("SELECT created FROM tenant WHERE name = 'bench'").get()!.created),
  ) / 1000;
}

async function exists(path: string): Promise<boolean> {
  return (await Deno.stat(path).catch(() => undefined)) !== undefined;
}

async function measureSqlite(sizes: readonly Size[], kept: string | undefined): Promise<void> {
  const folder = kept ?? await Deno.makeTempDir();
  const subjects: Subject[] = [];
  try {
    for (const size of sizes) {
      const path = `${folder}/growth-${size.taskRuns}.sqlite`;
      if (!await exists(path)) await writeSqlite(path, size);
      const server = await startServer({ backend: "server", port: 0, database: `sqlite:${path}` });
      const { size: bytes } = await Deno.stat(path);
      subjects.push({ size: { ...size, now: readNow(path) }, server, bytes });
    }
    await printTable("SQLite", subjects);
  } finally {
    for (const { server } of subjects) await server.shutdown();
    if (kept === undefined) await Deno.remove(folder, { recursive: true });
  }
}

async function measurePostgres(sizes: readonly Size[]): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const subjects: Subject[] = [];
  const masterKey = generateMasterKey();
  for (const size of sizes) {
    const database = stack.use(await freshDatabase());
    const bytes = await writePostgres(database.address, size);
    const server = stack.use(
      await startServer({ backend: "server", port: 0, database: database.address, masterKey }),
    );
    subjects.push({ size, server, bytes });
  }
  await printTable("PostgreSQL", subjects);
}

async function main(): Promise<void> {
  const flags = parseArgs(Deno.args, { string: ["largest", "folder"], boolean: ["postgres"] });
  const sizes = sizesUpTo(Number(flags.largest ?? FULL_HISTORY));
  await measureSqlite(sizes, flags.folder);
  if (flags.postgres) await measurePostgres(sizes);
}

await main();
