import type { JsonObject, JsonValue } from "../../lib/core/json.ts";
import { readAll } from "./_send.ts";

/** Something that was sent; `acknowledged` once the server has said that it is done. */
export interface Entry {
  readonly text: string;
  acknowledged: boolean;
}

/** What a client knows about a flow run of its own. */
export interface RunRecord {
  /** Its idempotency key, which is known before there is a run. */
  readonly key: string;
  /** Known once its creation is acknowledged. */
  id: string | undefined;
  /** States in the order in which they were sent, by their messages. */
  readonly states: Entry[];
  /** Batches of {@linkcode LOGS_PER_BATCH} logs. */
  readonly logs: Entry[];
}

/** Logs in one request: all of them are written or none. */
export const LOGS_PER_BATCH = 3;
/** Tasks of the flow. */
const TASKS = 2;

const SELECTION = `id idempotency_key version state state_message
  states(order_by: { version: asc }) { version state message }
  task_runs { id version state states(order_by: { version: asc }) { version state } }
  logs { message }`;

interface StateRow {
  readonly version: number;
  readonly state: string;
  readonly message?: string | null;
}

/** A run shows the last of its states, and its version counts them. */
function historyFaults(name: string, run: JsonObject): string[] {
  const states = run.states as unknown as StateRow[];
  const last = states.at(-1);
  const faults: string[] = [];
  if (states.some(({ version }, position) => version !== position + 1)) {
    faults.push(`${name} has the versions ${states.map(({ version }) => version).join(", ")}`);
  }
  if (run.version !== states.length) {
    faults.push(`${name} is at version ${run.version} with ${states.length} states`);
  }
  if (run.state !== last?.state) faults.push(`${name} is ${run.state}, its last state is ${last?.state}`);
  if ("state_message" in run && run.state_message !== last?.message) {
    faults.push(`${name} says "${run.state_message}", its last state says "${last?.message}"`);
  }
  return faults;
}

/** What is wrong with a run by itself, whoever made it. */
function runFaults(run: JsonObject): string[] {
  const taskRuns = run.task_runs as JsonObject[];
  const faults = historyFaults(`flow run ${run.id}`, run);
  if (taskRuns.length !== TASKS) faults.push(`flow run ${run.id} has ${taskRuns.length} task runs`);
  return [...faults, ...taskRuns.flatMap((taskRun) => historyFaults(`task run ${taskRun.id}`, taskRun))];
}

/** How often each text is there. */
function countTexts(rows: JsonValue): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { message } of rows as JsonObject[]) {
    counts.set(message as string, (counts.get(message as string) ?? 0) + 1);
  }
  return counts;
}

function entryFaults(
  entries: readonly Entry[],
  { found, whole, kind }: {
    readonly found: Map<string, number>;
    readonly whole: number;
    readonly kind: string;
  },
): string[] {
  return entries.flatMap(({ text, acknowledged }) => {
    const times = found.get(text) ?? 0;
    if (times === whole || times === 0 && !acknowledged) return [];
    return [
      `${kind} "${text}" is there ${times} times, ${acknowledged ? "and was" : "and was not"} acknowledged`,
    ];
  });
}

/** What clients have sent, to be held against what a server has kept. */
export class Journal {
  readonly #records: RunRecord[] = [];

  /** Notes a run that is about to be asked for. */
  begin(): RunRecord {
    const record: RunRecord = { key: crypto.randomUUID(), id: undefined, states: [], logs: [] };
    this.#records.push(record);
    return record;
  }

  /** All acknowledged writes. */
  get acknowledged(): number {
    let count = 0;
    for (const { id, states, logs } of this.#records) {
      if (id !== undefined) count++;
      count += [...states, ...logs].filter(({ acknowledged }) => acknowledged).length;
    }
    return count;
  }

  /**
   * Compares with what a server has kept.
   *
   * @param url The server.
   * @returns What was lost, done by half or done twice; nothing when all is well.
   */
  async faults(url: string): Promise<string[]> {
    const rows: JsonObject[] = [];
    for (let start = 0; start < this.#records.length; start += 500) {
      const keys = this.#records.slice(start, start + 500).map(({ key }) => key);
      rows.push(
        ...await readAll(url, "flow_run", {
          where: { idempotency_key: { _in: keys } },
          selection: SELECTION,
        }),
      );
    }
    const byKey = Map.groupBy(rows, ({ idempotency_key }) => idempotency_key as string);
    const faults = rows.flatMap(runFaults);
    for (const { key, id, states, logs } of this.#records) {
      const [run, ...more] = byKey.get(key) ?? [];
      if (more.length > 0) faults.push(`key ${key} has ${more.length + 1} runs`);
      if (id !== undefined && run?.id !== id) faults.push(`flow run ${id} is lost`);
      if (!run) continue;
      faults.push(...entryFaults(states, { found: countTexts(run.states!), whole: 1, kind: "state" }));
      faults.push(...entryFaults(logs, { found: countTexts(run.logs!), whole: LOGS_PER_BATCH, kind: "log" }));
    }
    return faults;
  }
}
