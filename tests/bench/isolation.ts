/**
 * What a scan that nobody waits for costs those who ask small questions meanwhile, and how closely a time limit is kept.
 * Prints ratios within one run, since times of a shared machine mean nothing by themselves.
 *
 * @module
 */
import { Secret } from "../../lib/core/secret.ts";
import { generateMasterKey } from "../../lib/server/access/master_key.ts";
import { openStore } from "../../lib/server/http/open_store.ts";
import { startServer } from "../../lib/server/http/serve.ts";
import { startPostgres } from "../../scripts/dev/postgres.ts";

const TINY = '{ flow(where: { name: { _eq: "flow 7" } }, limit: 1) { id name } }';
/** Flows of flows of flows: a thousand million. */
const SCAN = "{ flow { project { flows { project { flows { project { id } } } } } } }";
const FLOWS = 1000;
/** In seconds. */
const LIMIT = 5;
const ROUNDS = 3;

async function ask(url: string, query: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) });
  return await response.text();
}

async function addFlows(database: Secret, masterKey: Secret): Promise<void> {
  const { store } = await openStore({ database, masterKey });
  await store.transaction(async (transaction) => {
    const [tenant] = await transaction.insert("tenant", [{ name: "bench", slug: "bench" }]);
    const owned = { tenant_id: tenant!.id! };
    const [project] = await transaction.insert("project", [{ ...owned, name: "bench" }]);
    const [group] = await transaction.insert("flow_group", [{ ...owned, name: "bench" }]);
    const flow = { ...owned, project_id: project!.id!, flow_group_id: group!.id!, version: 1 };
    const flows = Array.from({ length: FLOWS }, (_, position) => ({ ...flow, name: `flow ${position}` }));
    await transaction.insert("flow", flows);
  });
  await store.close();
}

/** The time that 99 of 100 small questions take at most, asked one after the other while `goesOn()` says so. */
async function tail(url: string, goesOn: () => boolean): Promise<number> {
  const times: number[] = [];
  while (goesOn()) {
    const begun = performance.now();
    await ask(url, TINY);
    times.push(performance.now() - begun);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
}

async function measure(name: string, database: Secret): Promise<void> {
  const masterKey = generateMasterKey();
  await addFlows(database, masterKey);
  await using server = await startServer({
    backend: "server",
    port: 0,
    database,
    masterKey,
    queryTimeout: LIMIT,
  });
  const { url } = server;
  for (let round = 0; round < ROUNDS; round++) {
    const end = performance.now() + LIMIT * 1000;
    const idle = await tail(url, () => performance.now() < end);
    const begun = performance.now();
    let took: number | undefined;
    const scan = ask(url, SCAN).then((text) => {
      took = performance.now() - begun;
      if (!text.includes('"timeout"')) console.log(`The scan was not stopped: ${text.slice(0, 200)}`);
    });
    const busy = await tail(url, () => took === undefined);
    await scan;
    const cells = [(busy / idle).toFixed(2).padStart(11), (took! / LIMIT / 1000).toFixed(2).padStart(13)];
    const { rss } = Deno.memoryUsage();
    console.log(
      `${name.padEnd(10)}  ${cells.join("  ")}  ${String(Math.round(rss / 1024 / 1024)).padStart(6)}`,
    );
  }
}

const folder = await Deno.makeTempDir();
try {
  console.log("store       p99 / idle  scan / limit  MB resident");
  await measure("SQLite", new Secret(`sqlite:${folder}/bench.sqlite`));
  await using postgres = await startPostgres();
  await measure("PostgreSQL", new Secret(postgres.url));
} finally {
  await Deno.remove(folder, { recursive: true });
}
