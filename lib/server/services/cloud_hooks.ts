import type { JsonValue } from "../../core/json.ts";
import { UnreachableError } from "../../core/errors.ts";
import { pause } from "../../core/pause.ts";
import { Slots } from "../../core/slots.ts";
import type { CallHook, CloudHook, StateEvent } from "../actions/state_event.ts";
import type { Reader, Store } from "../store/store.ts";
import type { HookEvent } from "./hook_call.ts";
import type { HookSubject } from "./hook_event.ts";

/** How hooks are called. */
export interface CloudHooksOptions {
  readonly store: Store;
  /** Also hooks on this machine and its neighbours. */
  readonly allowPrivate: boolean;
  /** Told of each hook that could not be called. */
  readonly onFault: (fault: unknown) => void;
  /** How long to wait before another try, in milliseconds. @default after one second, then five */
  readonly pauses?: readonly number[];
}

/** So many hooks are called at once. */
const SLOTS = 16;

/** So many calls may wait: a hook that hangs must not fill the memory. */
const MOST_WAITING = 1000;

/** Calls under way may take this long after the server was told to stop, in milliseconds. */
const GRACE = 5000;

const PAUSES = [1000, 5000];

/** So long more events are waited for, in milliseconds: a look for each would take a tenth of the time of their states. */
const GATHERING = 10;

interface ActiveHook extends CloudHook {
  readonly states: JsonValue;
  readonly versionGroupId: JsonValue;
}

/** The hooks that may be called for the tenants' runs. */
async function activeHooks(reader: Reader, tenantIds: readonly JsonValue[]): Promise<ActiveHook[]> {
  const columns = ["id", "tenant_id", "type", "config", "states", "version_group_id"];
  const known = [...new Set(tenantIds)].filter((id) => id !== null) as string[];
  const rows = await reader.select("cloud_hook", columns, { tenant_id: known, active: true });
  return rows.map(({ tenant_id, version_group_id, ...hook }) =>
    ({ ...hook, tenantId: tenant_id, versionGroupId: version_group_id }) as unknown as ActiveHook
  );
}

/** The state by its exact name, not by its class. */
function fits(hook: ActiveHook, event: StateEvent, { flow }: HookSubject): boolean {
  return hook.tenantId === event.tenantId && Array.isArray(hook.states) &&
    hook.states.includes(String(event.state.state).toUpperCase()) &&
    (hook.versionGroupId === null || hook.versionGroupId === flow.version_group_id);
}

/**
 * Calls the cloud hooks of flow runs' states: after the commit, beside the requests, each a few times if need be. What
 * has not been told when the process dies is not told.
 *
 * Source: `reference/prefect-api.md` §6.6.
 */
export class CloudHooks {
  readonly #options: CloudHooksOptions;
  readonly #slots = new Slots(SLOTS);
  readonly #closing = new AbortController();
  readonly #giveUp = new AbortController();
  /** What is under way. */
  readonly #work = new Set<Promise<void>>();
  #waiting = 0;
  readonly #events: StateEvent[] = [];
  /** Settles when nothing is waiting to be told. */
  #telling: Promise<void> | undefined;

  /** @param options How hooks are called. */
  constructor(options: CloudHooksOptions) {
    this.#options = options;
  }

  /** Takes events, and returns at once. */
  readonly announce = (events: readonly StateEvent[]): void => {
    this.#events.push(...events);
    if (this.#telling) return;
    this.#telling = this.#tellAll();
    this.#track(this.#telling);
  };

  /** Calls one hook once and waits for it; what was announced before comes first. */
  readonly call: CallHook = async (hook, event, { isTest }) => {
    await this.#telling;
    const { hookEvent, hookSubjects } = await import("./hook_event.ts");
    const subjects = await this.#options.store.read((reader) => hookSubjects(reader, [event]));
    const told = hookEvent(event, { subject: subjects.get(event.flowRunId), isTest });
    const deliveries = await this.#deliveries(hook, told);
    await Promise.all(deliveries.map((deliver) => deliver()));
  };

  /** Lets calls that are under way finish, for a while; waits for nothing else. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#work.size === 0) return;
    const timer = setTimeout(() => this.#giveUp.abort(), GRACE);
    while (this.#work.size > 0) await Promise.all(this.#work);
    clearTimeout(timer);
  }

  #track(work: Promise<void>): void {
    const tracked = work.catch(this.#options.onFault).finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  /** One look into the database after the other: events that come shortly after each other are looked up together. */
  async #tellAll(): Promise<void> {
    while (this.#events.length > 0) {
      await pause(GATHERING);
      await this.#tell(this.#events.splice(0)).catch(this.#options.onFault);
    }
    this.#telling = undefined;
  }

  async #tell(events: readonly StateEvent[]): Promise<void> {
    const { store } = this.#options;
    const active = await activeHooks(store, events.map(({ tenantId }) => tenantId));
    if (active.length === 0) return;
    const { hookEvent, hookSubjects } = await import("./hook_event.ts");
    const subjects = await store.read((reader) => hookSubjects(reader, events));
    for (const event of events) {
      const subject = subjects.get(event.flowRunId);
      const hooks = subject ? active.filter((hook) => fits(hook, event, subject)) : [];
      for (const hook of hooks) {
        const deliveries = await this.#deliveries(hook, hookEvent(event, { subject, isTest: false }));
        for (const deliver of deliveries) this.#track(this.#insist(hook, deliver));
      }
    }
  }

  /** Tries a delivery until it is done, or further tries are in vain. */
  async #insist(hook: CloudHook, deliver: () => Promise<void>): Promise<void> {
    if (this.#waiting >= MOST_WAITING) {
      throw new UnreachableError(`Cannot call cloud hook "${hook.id}": too many calls are waiting`);
    }
    this.#waiting++;
    try {
      for (const milliseconds of this.#options.pauses ?? PAUSES) {
        if (await this.#hasDelivered(deliver)) return;
        await pause(milliseconds, this.#closing.signal);
      }
      await this.#slots.run(deliver);
    } catch (cause) {
      throw new UnreachableError(`Cannot call cloud hook "${hook.id}": its events are lost`, { cause });
    } finally {
      this.#waiting--;
    }
  }

  /** @returns `false` when it is to be tried again. */
  async #hasDelivered(deliver: () => Promise<void>): Promise<boolean> {
    try {
      await this.#slots.run(deliver);
      return true;
    } catch (error) {
      if (error instanceof UnreachableError && !this.#closing.signal.aborted) return false;
      throw error;
    }
  }

  /** What is to be done to tell a hook; each is tried again by itself. */
  async #deliveries(hook: CloudHook, event: HookEvent): Promise<Array<() => Promise<void>>> {
    const { store, allowPrivate } = this.#options;
    // A server without hooks need not know how to call them.
    const { eventText, hookCalls } = await import("./hook_call.ts");
    if (hook.type !== "PREFECT_MESSAGE") {
      const signal = this.#giveUp.signal;
      return hookCalls(hook, event).map((call) => async () => {
        const { postOutside } = await import("./post_outside.ts");
        await postOutside(call, { allowPrivate, signal });
      });
    }
    const row = { tenant_id: hook.tenantId, type: "CLOUD_HOOK", text: eventText(event), content: { event } };
    return [async () => {
      await store.transaction((transaction) => transaction.insert("message", [row]));
    }];
  }
}
