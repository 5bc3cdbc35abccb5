/**
 * How close the documented queries S43 and S44 come to the same SQL written by hand. Prints ratios: both servers
 * answer in turn within the same run, since times of a shared machine mean nothing by themselves.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { QUERIES, type QueryName } from "./by_hand.ts";
import { openSqlite } from "../../lib/server/store/sqlite.ts";
import { SIZES, writeDataset } from "./dataset.ts";
import { median } from "./median.ts";

const ROUNDS = 75;
const REQUESTS_PER_ROUND: Readonly<Record<QueryName, number>> = { S43: 12, S44: 80 };

function startWorker(kind: "proctor" | "by hand", path: string): Promise<{ url: string; worker: Worker }> {
  const worker = new Worker(new URL("./server_worker.ts", import.meta.url), { type: "module" });
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve({ url: data, worker });
    worker.postMessage({ kind, path });
  });
}

async function send(url: string, document: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: document }) });
  return (await response.text()).trim();
}

async function timeRound(url: string, name: QueryName): Promise<number> {
  const begin = performance.now();
  for (let sent = 0; sent < REQUESTS_PER_ROUND[name]; sent++) await send(url, QUERIES[name].document);
  return (performance.now() - begin) / REQUESTS_PER_ROUND[name];
}

async function main(): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/bench.sqlite`;
    const store = openSqlite(path);
    await writeDataset(store);
    await store.close();
    const proctor = await startWorker("proctor", path);
    const byHand = await startWorker("by hand", path);
    console.log(`${SIZES.flows} flows, ${SIZES.flowRuns} flow runs, ${SIZES.taskRuns} task runs`);
    console.log("query  proctor ms  by hand ms  ratio (proctor / by hand; median of rounds)");
    for (const name of Object.keys(QUERIES) as QueryName[]) {
      const handUrl = `${byHand.url}/${name}`;
      const [ours, theirs] = [
        await send(proctor.url, QUERIES[name].document),
        await send(handUrl, QUERIES[name].document),
      ];
      assertEquals(JSON.parse(ours), JSON.parse(theirs));
      const rounds: Array<{ proctor: number; byHand: number }> = [];
      for (let round = 0; round < ROUNDS; round++) {
        rounds.push({ proctor: await timeRound(proctor.url, name), byHand: await timeRound(handUrl, name) });
      }
      const cells = [
        median(rounds.map((round) => round.proctor)).toFixed(3).padStart(10),
        median(rounds.map((round) => round.byHand)).toFixed(3).padStart(10),
        median(rounds.map((round) => round.proctor / round.byHand)).toFixed(2).padStart(5),
      ];
      console.log(`${name.padEnd(5)}  ${cells.join("  ")}`);
    }
    proctor.worker.terminate();
    byHand.worker.terminate();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

await main();
