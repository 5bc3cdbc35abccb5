import type { RunningPostgres } from "../../scripts/dev/postgres.ts";
import { Journal } from "./_journal.ts";
import { registerFlow } from "./_send.ts";
import { startChild } from "./_server_child.ts";
import { Writer } from "./_writer.ts";

const WRITERS = 8;
/** In milliseconds: how long is written before, between two looks at the health, and how long recovery may take. */
const BEFORE = 1500;
const LOOK = 1000;
const PATIENCE = 60_000;

/** What happened while the database was away. */
export interface AbsenceReport {
  /** What clients were told, each once. */
  readonly refusals: readonly string[];
  /** The statuses of `/health` while it was away, each once. */
  readonly health: readonly number[];
  /** Seconds from its return to the first healthy answer. */
  readonly recovery: number;
  readonly acknowledged: number;
  readonly faults: readonly string[];
}

async function wait(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Takes the database away while clients write, and gives it back; the server is not started anew.
 *
 * @param postgres The database.
 * @param options For how long; whether it crashes, or only stops answering.
 * @returns What clients saw.
 */
export async function takeAway(
  postgres: RunningPostgres,
  { seconds, how }: { readonly seconds: number; readonly how: "crash" | "freeze" },
): Promise<AbsenceReport> {
  await using server = await startChild({ database: postgres.url });
  const askHealth = async () => {
    const response = await fetch(`${server.url}/health`);
    await response.body?.cancel();
    return response.status;
  };
  const journal = new Journal();
  const { flowId } = await registerFlow(server.url);
  const stop = new AbortController();
  const stretches = Array.from(
    { length: WRITERS },
    () => new Writer({ journal, flowId }).write(server.url, { signal: stop.signal, patient: true }),
  );
  await wait(BEFORE);
  await (how === "crash" ? postgres.crash() : postgres.signal("SIGSTOP"));
  const health = new Set<number>();
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    health.add(await askHealth());
    await wait(Math.max(0, Math.min(LOOK, end - performance.now())));
  }
  await (how === "crash" ? postgres.restart() : postgres.signal("SIGCONT"));
  const back = performance.now();
  while (await askHealth() !== 200 && performance.now() < back + PATIENCE) await wait(50);
  const recovery = (performance.now() - back) / 1000;
  const before = journal.acknowledged;
  while (journal.acknowledged < before + 100 && performance.now() < back + PATIENCE) await wait(50);
  stop.abort();
  const ended = await Promise.all(stretches);
  const lost = ended.reduce((sum, { lost }) => sum + lost, 0);
  return {
    refusals: [...new Set(ended.flatMap(({ refusals }) => refusals))],
    health: [...health],
    recovery,
    acknowledged: journal.acknowledged,
    faults: [
      ...(lost > 0 ? [`${lost} requests were not answered`] : []),
      ...(journal.acknowledged < before + 100 ? ["writes did not go on"] : []),
      ...await journal.faults(server.url),
    ],
  };
}
