/**
 * The suite beside its peers: 1,000 requests with three checks each, every report on, against one server in a process
 * of its own; whole processes, in turn within one run. Linux only.
 *
 * The peers are installed by hand, once; one that is missing is named in the table:
 *
 *     npm install --prefix .proctor/peers newman@6.2.2 stepci@2.8.2
 *     apt-get install libxml2-dev libcurl4-openssl-dev libclang-dev pkg-config
 *     cargo install hurl --version 8.0.1 --locked --root .proctor/peers
 *
 * @module
 */
import { join } from "@std/path";
import { openSqlite } from "../../lib/server/store/sqlite.ts";
import { startServerProcess } from "../interop/server_process.ts";
import { writeFlows } from "./dataset.ts";
import { median } from "./median.ts";
import { type CommandLine, type Cost, runMeasured } from "./run_measured.ts";
import { listPeers, type Peer } from "./suite_peers.ts";
import { CASES } from "./suite_requests.ts";

const ROUNDS = 5;

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** A peer, with what its runs took. */
interface Entry {
  readonly peer: Peer;
  readonly command: CommandLine;
  readonly costs: Cost[];
}

function print(entries: readonly Entry[]): void {
  const bare = entries.find(({ peer }) => peer.name === "bare fetch loop")!;
  console.log(`${CASES} requests with three checks each; median of ${ROUNDS} rounds in turn`);
  console.log("                    wall s   CPU s      MB  wall / bare loop, same round");
  for (const { peer, costs } of entries) {
    const of = (part: keyof Cost) => median(costs.map((cost) => cost[part]));
    const ratio = median(costs.map(({ wall }, round) => wall / bare.costs[round]!.wall));
    const cells = [of("wall").toFixed(2), of("cpu").toFixed(2), of("memory").toFixed(0), ratio.toFixed(2)];
    console.log(`${peer.name.padEnd(18)} ${cells.map((cell) => cell.padStart(7)).join(" ")}`);
  }
}

async function compare(url: string, folder: string): Promise<void> {
  const entries: Entry[] = [];
  for (const peer of listPeers()) {
    if (peer.needs !== undefined && !await isThere(peer.needs)) {
      console.log(`${peer.name} was not measured: install it as tests/bench/suite_ratio.ts says`);
      continue;
    }
    const command = await peer.prepare({ url, folder });
    // The first run fills caches.
    await runMeasured(command);
    entries.push({ peer, command, costs: [] });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { command, costs } of entries) costs.push(await runMeasured(command));
  }
  print(entries);
}

async function main(): Promise<void> {
  // Inside, for the server may write nowhere else.
  await Deno.mkdir(".proctor", { recursive: true });
  const folder = await Deno.makeTempDir({ dir: ".proctor" });
  try {
    const path = join(folder, "bench.sqlite");
    const store = openSqlite(path);
    await store.transaction((transaction) => writeFlows(transaction, { flows: CASES }));
    await store.close();
    await using server = await startServerProcess(["--database", `sqlite:${path}`]);
    await compare(server.url, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

await main();
