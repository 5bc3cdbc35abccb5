import { Journal } from "./_journal.ts";
import { registerFlow } from "./_send.ts";
import { type ServerChild, spawnServer, startChild } from "./_server_child.ts";
import { Writer } from "./_writer.ts";

const WRITERS = 8;
/** How long is written at most before a kill, in milliseconds. */
const LONGEST_STRETCH = 400;
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

/** Kills a server that has not yet said that it answers. */
async function killStart(database: string): Promise<void> {
  const child = spawnServer({ database });
  await wait(Math.random() * LONGEST_STRETCH * 4);
  child.kill("SIGKILL");
  await Promise.all([child.output()]);
}

/** Writes until the server is killed at a random moment. */
async function writeAndKill(
  server: ServerChild,
  writers: readonly Writer[],
): Promise<{ lost: number; faults: string[] }> {
  const stop = new AbortController();
  const stretches = writers.map((writer) => writer.write(server.url, { signal: stop.signal }));
  await wait(20 + Math.random() * LONGEST_STRETCH);
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
      const stretch = await writeAndKill(server, writers);
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
