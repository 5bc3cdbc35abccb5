import type { JsonObject } from "../../lib/core/json.ts";
import { Agents } from "./_agents.ts";
import { Figures } from "./_figures.ts";
import { mutate, readAll, registerFlow, send } from "./_send.ts";
import type { ServerChild } from "./_server_child.ts";

/** What clients do, and how many of them; 24 in all. */
const CLIENTS = { agent: 6, maker: 4, dashboard: 8, logger: 4, tasker: 2 } as const;
/** Makers wait while so many runs are waiting for an agent. */
const MOST_WAITING = 200;
/** In milliseconds. */
const SAMPLING = 1000;

/** What a client works with. */
interface Place {
  /** A server; each call gives the next one, as a balancer does. */
  readonly url: () => string;
  readonly flowId: string;
  readonly agents: Agents;
  readonly figures: Figures;
  /** Runs by their idempotency keys, as first told. */
  readonly keys: Map<string, string>;
}

const DASHBOARDS = [
  `{ flow(limit: 20, order_by: { name: asc }) { id name flow_runs(limit: 1, order_by: { start_time: desc }) { id state } } }`,
  `{ flow_run(limit: 10, order_by: { scheduled_start_time: desc }) { id name state task_runs { id state } } }`,
  `{ flow_run_aggregate(where: { state: { _eq: "Running" } }) { aggregate { count } } }`,
  `{ log(limit: 20, order_by: { timestamp: desc }) { message level } }`,
  `{ flow(limit: 1) { id } }`,
];

async function wait(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Two clients that do not know of each other ask for the same run. */
async function make({ url, flowId, figures, keys, agents }: Place, key: string): Promise<void> {
  if (keys.size - agents.taken.size > MOST_WAITING) return await wait(50);
  const input = { flow_id: flowId, idempotency_key: key };
  const { id } = await figures.time(
    "create",
    () => mutate(url(), "create_flow_run", { input, selection: "id" }),
  );
  const first = keys.get(key) ?? id as string;
  keys.set(key, first);
  if (first !== id) figures.fault(`key ${key} has the runs ${first} and ${id}`);
}

async function log({ url, agents, figures }: Place): Promise<void> {
  const flow_run_id = agents.anyTaken();
  if (flow_run_id === undefined) return await wait(50);
  const logs = Array.from({ length: 20 }, (_, line) => ({ flow_run_id, message: `line ${line}` }));
  await figures.time("log", () => mutate(url(), "write_run_logs", { input: { logs }, selection: "success" }));
}

/** Lets the task runs of a run change their state. */
async function task({ url, agents, figures }: Place): Promise<void> {
  const id = agents.anyTaken();
  if (id === undefined) return await wait(50);
  const query = `query ($id: uuid!) { rows: task_run(where: { flow_run_id: { _eq: $id } }) { id } }`;
  const { rows } = await figures.time("tasks", () => send(url(), query, { variables: { id } }));
  const states = (rows as JsonObject[]).map((row) => ({ task_run_id: row.id!, state: { type: "Pending" } }));
  await figures.time(
    "task state",
    () => mutate(url(), "set_task_run_states", { input: { states }, selection: "states { status }" }),
  );
}

function stepOf(role: keyof typeof CLIENTS, place: Place): (count: number, number: number) => Promise<void> {
  const { url, agents, figures } = place;
  switch (role) {
    case "agent":
      return () => agents.step(url);
    case "maker":
      return (count, number) => make(place, `key ${number >> 1} ${count}`);
    case "dashboard":
      return async (count) => {
        await figures.time("query", () => send(url(), DASHBOARDS[count % DASHBOARDS.length]!));
      };
    case "logger":
      return () => log(place);
    case "tasker":
      return () => task(place);
  }
}

async function work(
  step: (count: number, number: number) => Promise<void>,
  { number, figures, signal }: {
    readonly number: number;
    readonly figures: Figures;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  for (let count = 0; !signal.aborted; count++) {
    try {
      await step(count, number);
    } catch (error) {
      figures.fault(String(error));
      await wait(100);
    }
  }
}

/** Holds what is stored against what was told. */
async function judge({ url, flowId, agents, figures, keys }: Place): Promise<void> {
  const rows = await readAll(url(), "flow_run", {
    where: { flow_id: { _eq: flowId } },
    selection: "id state version states(order_by: { version: asc }) { version state }",
  });
  if (rows.length !== keys.size) figures.fault(`${rows.length} runs for ${keys.size} keys`);
  for (const { id, state, version, states } of rows) {
    const history = states as { version: number; state: string }[];
    const changes = agents.changes.get(id as string) ?? 0;
    if (history.some(({ version }, position) => version !== position + 1)) {
      figures.fault(`run ${id} lacks a version`);
    }
    if (version !== changes + 1 || history.length !== version) {
      figures.fault(`run ${id} is at ${version} with ${history.length} states after ${changes} changes`);
    }
    if (history.at(-1)?.state !== state) figures.fault(`run ${id} does not show its last state`);
  }
}

/**
 * Lets 24 clients do what clients do, all at once, and judges what they were told and what is stored.
 *
 * @param servers One or more on the same database; requests go round.
 * @param options For how long.
 * @returns The figures, and what was wrong.
 */
export async function putUnderLoad(
  servers: readonly ServerChild[],
  { seconds }: { readonly seconds: number },
): Promise<Figures> {
  let turn = 0;
  const url = () => servers[turn++ % servers.length]!.url;
  const { flowId, tenantId } = await registerFlow(url());
  const figures = new Figures();
  const agents = new Agents({ tenantId, figures });
  const place: Place = { url, flowId, agents, figures, keys: new Map() };
  const stop = new AbortController();
  const clients = Object.entries(CLIENTS).flatMap(([role, many]) =>
    Array.from({ length: many }, (_, number) => {
      const step = stepOf(role as keyof typeof CLIENTS, place);
      return work(step, { number, figures, signal: stop.signal });
    })
  );
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const sizes = await Promise.all(servers.map((server) => server.residentMegabytes()));
    figures.sample(Math.max(...sizes));
    await wait(Math.min(SAMPLING, seconds * 100));
  }
  stop.abort();
  await Promise.all(clients);
  await judge(place);
  return figures;
}
