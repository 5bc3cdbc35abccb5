import { type Journal, LOGS_PER_BATCH, type RunRecord } from "./_journal.ts";
import { mutate, Refusal } from "./_send.ts";

/** Runs that a writer works on at a time. */
const OWN_RUNS = 4;
const STATES = ["Pending", "Running", "Retrying", "Paused"] as const;

/** What ended a stretch of writing. */
export interface WrittenStretch {
  /** Errors in answers, by their messages. */
  readonly refusals: readonly string[];
  /** Requests without an answer. */
  readonly lost: number;
}

/** A client that makes runs, sets their states and writes their logs, and notes what it is told. */
export class Writer {
  readonly #journal: Journal;
  readonly #flowId: string;
  #own: RunRecord[] = [];
  #count = 0;

  /** @param options The flow whose runs it makes, and where it notes what happens. */
  constructor({ journal, flowId }: { readonly journal: Journal; readonly flowId: string }) {
    this.#journal = journal;
    this.#flowId = flowId;
  }

  /**
   * Writes until a request is lost, or it is told to stop; with `patient` it goes on after both.
   *
   * @param url The server.
   * @param options `signal` ends it.
   * @returns What went wrong.
   */
  async write(
    url: string,
    { signal, patient = false }: { readonly signal: AbortSignal; readonly patient?: boolean },
  ): Promise<WrittenStretch> {
    const refusals: string[] = [];
    let lost = 0;
    while (!signal.aborted) {
      try {
        await this.#step(url);
      } catch (error) {
        if (error instanceof Refusal) refusals.push(error.message);
        else if (error instanceof TypeError) lost++;
        else throw error;
        if (!patient) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    return { refusals, lost };
  }

  async #step(url: string): Promise<void> {
    const record = this.#choose();
    // One whose creation was not acknowledged is asked for again, as clients do.
    if (record.id === undefined) return await this.#create(url, record);
    if (Math.random() < 0.6) await this.#setState(url, record, record.id);
    else await this.#log(url, record, record.id);
  }

  #choose(): RunRecord {
    const unborn = this.#own.find(({ id }) => id === undefined);
    if (unborn) return unborn;
    if (this.#own.length === 0 || Math.random() < 0.2) {
      this.#own = [this.#journal.begin(), ...this.#own].slice(0, OWN_RUNS);
      return this.#own[0]!;
    }
    return this.#own[Math.floor(Math.random() * this.#own.length)]!;
  }

  async #create(url: string, record: RunRecord): Promise<void> {
    const input = { flow_id: this.#flowId, idempotency_key: record.key };
    record.id = (await mutate(url, "create_flow_run", { input, selection: "id" })).id as string;
  }

  async #setState(url: string, record: RunRecord, flow_run_id: string): Promise<void> {
    const text = `state ${++this.#count} ${crypto.randomUUID()}`;
    const entry = { text, acknowledged: false };
    record.states.push(entry);
    const state = { type: STATES[this.#count % STATES.length]!, message: text };
    const input = { states: [{ flow_run_id, state }] };
    await mutate(url, "set_flow_run_states", { input, selection: "states { status }" });
    entry.acknowledged = true;
  }

  async #log(url: string, record: RunRecord, flow_run_id: string): Promise<void> {
    const text = `log ${++this.#count} ${crypto.randomUUID()}`;
    const entry = { text, acknowledged: false };
    record.logs.push(entry);
    const logs = Array.from({ length: LOGS_PER_BATCH }, () => ({ flow_run_id, message: text }));
    await mutate(url, "write_run_logs", { input: { logs }, selection: "success" });
    entry.acknowledged = true;
  }
}
