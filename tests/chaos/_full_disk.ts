import { Journal } from "./_journal.ts";
import { registerFlow, send } from "./_send.ts";
import type { ServerChild } from "./_server_child.ts";
import { Writer } from "./_writer.ts";

const WRITERS = 4;
/** In milliseconds: how long it may take until the disk is full, and between two looks. */
const PATIENCE = 60_000;
const LOOK = 20;

/** What happened around a full disk. */
export interface DiskReport {
  /** What clients were told, each once. */
  readonly refusals: readonly string[];
  /** Status of `/health` before, while the disk was full, and after. */
  readonly health: readonly number[];
  /** Whether queries were answered meanwhile. */
  readonly isReadable: boolean;
  readonly acknowledged: number;
  readonly faults: readonly string[];
}

async function healthOf({ url }: ServerChild): Promise<number> {
  const response = await fetch(`${url}/health`);
  await response.body?.cancel();
  return response.status;
}

async function isReadable({ url }: ServerChild): Promise<boolean> {
  const { flow_run_aggregate } = await send(url, "{ flow_run_aggregate { aggregate { count } } }");
  return flow_run_aggregate !== null;
}

/**
 * Writes until the database cannot, makes room, and writes on.
 *
 * @param server A server whose disk will be full soon.
 * @param makeRoom Lets it write again.
 * @returns What clients saw.
 */
export async function fillDisk(server: ServerChild, makeRoom: () => Promise<void>): Promise<DiskReport> {
  const journal = new Journal();
  const { flowId } = await registerFlow(server.url);
  const writers = Array.from({ length: WRITERS }, () => new Writer({ journal, flowId }));
  const health = [await healthOf(server)];
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE);
  const refusals = new Set<string>();
  let status: number;
  // Each writes until it is refused; where a large write finds no room, a small one may, such as that of `/health`.
  do {
    const full = await Promise.all(
      writers.map((writer) => writer.write(server.url, { signal: limit.signal })),
    );
    for (const message of full.flatMap(({ refusals }) => refusals)) refusals.add(message);
    status = await healthOf(server);
  } while (status === 200 && !limit.signal.aborted);
  health.push(status);
  const readable = await isReadable(server);
  await makeRoom();
  const before = journal.acknowledged;
  health.push(await healthOf(server));
  const stop = new AbortController();
  const after = writers.map((writer) => writer.write(server.url, { signal: stop.signal }));
  while (journal.acknowledged < before + WRITERS && !limit.signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  stop.abort();
  clearTimeout(timer);
  const stretches = await Promise.all(after);
  return {
    refusals: [...refusals],
    health,
    isReadable: readable,
    acknowledged: journal.acknowledged,
    faults: [...stretches.flatMap(({ refusals }) => refusals), ...await journal.faults(server.url)],
  };
}
