import { assertEquals, assertRejects } from "@std/assert";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { Secret } from "../../../lib/core/secret.ts";
import { generateMasterKey } from "../../../lib/server/access/master_key.ts";
import type { RunningServer } from "../../../lib/server/http/serve.ts";
import { freshDatabase } from "../store/_fresh_database.ts";
import { ask, startTestServer } from "./_ask.ts";

const CREATE_RUN = "mutation($input: create_flow_run_input!) { create_flow_run(input: $input) { id } }";
const SET_STATES =
  "mutation($input: set_flow_run_states_input!) { set_flow_run_states(input: $input) { states { status } } }";

/** Runs a test on two servers that were started at once on one empty database. */
async function withReplicas(test: (servers: readonly RunningServer[]) => Promise<void>): Promise<void> {
  await using database = await freshDatabase();
  const options = { database: database.address, masterKey: generateMasterKey() };
  const servers = await Promise.all([startTestServer(options), startTestServer(options)]);
  try {
    await test(servers);
  } finally {
    for (const server of servers) await server.shutdown();
  }
}

/** Sends a mutation and gives its payload. */
// deno-lint-ignore no-explicit-any -- payloads of every shape
async function mutate(server: RunningServer, query: string, input: unknown): Promise<any> {
  const { body } = await ask(server, query, { variables: { input } });
  assertEquals(body.errors, undefined);
  return Object.values(body.data)[0];
}

async function makeFlow(server: RunningServer): Promise<string> {
  const { body } = await ask(server, "{ tenant { id } }");
  assertEquals(body.data.tenant.length, 1);
  const tenant_id = body.data.tenant[0].id;
  const project = "mutation($input: create_project_input!) { create_project(input: $input) { id } }";
  const { id: project_id } = await mutate(server, project, { tenant_id, name: "p" });
  const serialized_flow = { name: "f", __version__: "1.4.1", tasks: [], edges: [], parameters: [] };
  const flow = "mutation($input: create_flow_input!) { create_flow(input: $input) { id } }";
  return (await mutate(server, flow, { project_id, serialized_flow })).id;
}

Deno.test("startServer() keeps idempotency keys and versions on two servers of one PostgreSQL", () =>
  withReplicas(async (servers) => {
    const flow_id = await makeFlow(servers[0]!);
    const runs = await Promise.all(
      Array.from(
        { length: 24 },
        (_, n) => mutate(servers[n % 2]!, CREATE_RUN, { flow_id, idempotency_key: `key ${n % 6}` }),
      ),
    );
    assertEquals(new Set(runs.map(({ id }) => id)).size, 6);
    const flow_run_id = runs[0].id;
    await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        mutate(servers[n % 2]!, SET_STATES, {
          states: [{ flow_run_id, state: { type: "Scheduled", message: String(n) } }],
        })),
    );
    const query =
      "query($id: uuid!) { flow_run_by_pk(id: $id) { version states_aggregate { aggregate { count } } } }";
    const { body } = await ask(servers[1]!, query, { variables: { id: flow_run_id } });
    assertEquals(body.data.flow_run_by_pk, { version: 25, states_aggregate: { aggregate: { count: 25 } } });
  }));

Deno.test("startServer() opens what another server of the same PostgreSQL sealed, with the same key only", async () => {
  await using database = await freshDatabase();
  const masterKey = generateMasterKey();
  const adminKey = new Secret("the-administrator");
  const options = { backend: "cloud", adminKey, database: database.address } as const;
  await using first = await startTestServer({ ...options, masterKey });
  await using second = await startTestServer({ ...options, masterKey });
  const set = "mutation($input: set_key_value_input!) { set_key_value(input: $input) { id } }";
  const input = { key: "a", value: { deep: [1, "hunter2"] } };
  const { body } = await ask(first, set, { key: adminKey, variables: { input } });
  assertEquals(body.errors, undefined);
  const query = '{ key_value { value part: value(path: "deep[1]") } }';
  const found = await ask(second, query, { key: adminKey });
  assertEquals(found.body, { data: { key_value: [{ value: input.value, part: "hunter2" }] } });
  assertEquals(JSON.stringify(await database.run('SELECT * FROM "key_value"')).includes("hunter2"), false);
  await assertRejects(
    () => startTestServer({ ...options, masterKey: generateMasterKey() }),
    ConfigurationError,
    'sealed values of table "key_value"',
  );
  await assertRejects(() => startTestServer(options), ConfigurationError, "without a master key");
});
