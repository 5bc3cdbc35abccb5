import type { RunningPostgres } from "../../scripts/dev/postgres.ts";
import { Journal } from "./_journal.ts";
import { registerFlow } from "./_send.ts";
import { type ServerChild, spawnServer, startChild } from "./_server_child.ts";
import { Writer } from "./_writer.ts";

const WRITERS = 8;
/** How many writes are acknowledged, at most, before a kill; it comes up to so many milliseconds later. */
const LONGEST_STRETCH = 60;
const LATEST = 40;
/** However long that takes, in milliseconds. */
const PATIENCE = 3000;
/** When a server that starts is killed, in milliseconds, at the latest. */
const START = 1600;
/** How often, of so many kills, the server is killed while it starts. */
const STARTS = 10;

/** What so many kills did. */
export interface KillReport {
  readonly kills: number;
  readonly acknowledged: number;
  /** Requests that were under way when the server died. */
  readonly lost: number;
  readonly faults: readonly string[];
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits for a random number of writes, and then for a random time. */
async function waitForMoment(journal: Journal): Promise<void> {
  const goal = journal.acknowledged + Math.random() * LONGEST_STRETCH;
  const end = performance.now() + PATIENCE;
  while (journal.acknowledged < goal && performance.now() < end) await wait(5);
  await wait(Math.random() * LATEST);
}

/** Kills a server that has not yet said that it answers. */
async function killStart(database: string): Promise<void> {
  const child = spawnServer({ database });
  await wait(Math.random() * START);
  child.kill("SIGKILL");
  await child.output();
}

/** Writes until the server is killed at a random moment. */
async function writeAndKill(
  server: ServerChild,
  { writers, journal }: { readonly writers: readonly Writer[]; readonly journal: Journal },
): Promise<{ lost: number; faults: string[] }> {
  const stop = new AbortController();
  const stretches = writers.map((writer) => writer.write(server.url, { signal: stop.signal }));
  await waitForMoment(journal);
  const stderr = await server.kill();
  stop.abort();
  const ended = await Promise.all(stretches);
  const refusals = ended.flatMap(({ refusals }) => refusals.map((message) => `refused: ${message}`));
  const said = stderr.trim() === "" ? [] : [`stderr: ${stderr.trim()}`];
  return { lost: ended.reduce((sum, { lost }) => sum + lost, 0), faults: [...refusals, ...said] };
}

/**
 * Kills a server by SIGKILL at random moments while clients write, starts it again on the same database, and holds what it
 * kept against what it had acknowledged.
 *
 * @param database As `--database` takes it.
 * @param options How often; `onKill` hears of each.
 * @returns What was found.
 */
export async function killServer(
  database: string,
  { times, onKill = () => {} }: { readonly times: number; readonly onKill?: (report: KillReport) => void },
): Promise<KillReport> {
  const journal = new Journal();
  const faults: string[] = [];
  let lost = 0;
  let server = await startChild({ database });
  try {
    const { flowId } = await registerFlow(server.url);
    const writers = Array.from({ length: WRITERS }, () => new Writer({ journal, flowId }));
    for (let kills = 1; kills <= times; kills++) {
      const stretch = await writeAndKill(server, { writers, journal });
      lost += stretch.lost;
      faults.push(...stretch.faults);
      if (kills % STARTS === 0 && kills < times) {
        await killStart(database);
        kills++;
      }
      server = await startChild({ database });
      // What was kept once can be lost later: all of it at the end, and now and then.
      if (kills % STARTS === 0 || kills >= times) faults.push(...await journal.faults(server.url));
      onKill({ kills, acknowledged: journal.acknowledged, lost, faults });
    }
    return { kills: times, acknowledged: journal.acknowledged, lost, faults };
  } finally {
    await server.kill();
  }
}

/** How long the database is away, in milliseconds. */
const ABSENCE = 1000;

/**
 * Kills a PostgreSQL by SIGKILL while clients write by way of a server, and starts it again; the server stays.
 *
 * @param postgres The database.
 * @param options How often; `onKill` hears of each.
 * @returns What was found. Requests may be refused meanwhile, for one reason only.
 */
export async function killDatabase(
  postgres: RunningPostgres,
  { times, onKill = () => {} }: { readonly times: number; readonly onKill?: (report: KillReport) => void },
): Promise<KillReport> {
  const journal = new Journal();
  const faults: string[] = [];
  let lost = 0;
  await using server = await startChild({ database: postgres.url });
  const { flowId } = await registerFlow(server.url);
  const writers = Array.from({ length: WRITERS }, () => new Writer({ journal, flowId }));
  for (let kills = 1; kills <= times; kills++) {
    const stop = new AbortController();
    const stretches = writers.map((writer) =>
      writer.write(server.url, { signal: stop.signal, patient: true })
    );
    await waitForMoment(journal);
    await postgres.crash();
    await wait(ABSENCE * Math.random());
    await postgres.restart();
    stop.abort();
    for (const { refusals, lost: cut } of await Promise.all(stretches)) {
      lost += refusals.length;
      faults.push(...refusals.filter((message) => message !== "Unable to connect to postgres."));
      if (cut > 0) faults.push(`${cut} requests were not answered`);
    }
    faults.push(...await journal.faults(server.url));
    onKill({ kills, acknowledged: journal.acknowledged, lost, faults });
  }
  return { kills: times, acknowledged: journal.acknowledged, lost, faults };
}
