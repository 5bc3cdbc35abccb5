import type { Figures } from "./_figures.ts";
import { mutate, Refusal } from "./_send.ts";

const ALREADY_SUBMITTED = "State update failed: this run has already been submitted.";

/** Agents that ask for runs, and keep the rule that who submits a run runs it. */
export class Agents {
  /** Runs that an agent was let to submit. */
  readonly taken = new Set<string>();
  /** Acknowledged changes of state by run. */
  readonly changes = new Map<string, number>();
  readonly #tenantId: string;
  readonly #figures: Figures;
  #last: string[] = [];

  /** @param options Whose runs they run, and where they note what happens. */
  constructor({ tenantId, figures }: { readonly tenantId: string; readonly figures: Figures }) {
    this.#tenantId = tenantId;
    this.#figures = figures;
  }

  /** One of the runs that were taken not long ago. */
  anyTaken(): string | undefined {
    return this.#last[Math.floor(Math.random() * this.#last.length)];
  }

  /** Asks for runs, and runs those that it gets. */
  async step(url: () => string): Promise<void> {
    const queue = { input: { tenant_id: this.#tenantId }, selection: "flow_run_ids" };
    const { flow_run_ids } = await this.#figures.time(
      "queue",
      () => mutate(url(), "get_runs_in_queue", queue),
    );
    // All agents get the same list; to take from its head at once is what makes them meet.
    for (const id of (flow_run_ids as string[]).slice(0, 5)) {
      if (!await this.#submit(url, id)) continue;
      for (const type of ["Running", "Success"]) await this.#set(url, id, { type });
    }
  }

  async #submit(url: () => string, id: string): Promise<boolean> {
    try {
      await this.#set(url, id, { type: "Submitted" });
    } catch (error) {
      if (error instanceof Refusal && error.message === ALREADY_SUBMITTED) return false;
      throw error;
    }
    if (this.taken.has(id)) this.#figures.fault(`run ${id} was handed out twice`);
    this.taken.add(id);
    this.#last = [id, ...this.#last].slice(0, 50);
    return true;
  }

  async #set(url: () => string, flow_run_id: string, { type }: { readonly type: string }): Promise<void> {
    const input = { states: [{ flow_run_id, state: { type } }] };
    await this.#figures.time(
      "state",
      () => mutate(url(), "set_flow_run_states", { input, selection: "states { status }" }),
    );
    this.changes.set(flow_run_id, (this.changes.get(flow_run_id) ?? 0) + 1);
  }
}
