import { assertEquals, assertRejects } from "@std/assert";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { generateApiKey } from "../../../lib/server/access/api_key.ts";
import { generateMasterKey } from "../../../lib/server/access/master_key.ts";
import type { RunningServer } from "../../../lib/server/http/serve.ts";
import { ask, startTestServer } from "./_ask.ts";

const KEY = generateApiKey("user");
const SET = "mutation($input: set_key_value_input!) { set_key_value(input: $input) { id } }";

async function withValues(test: (server: RunningServer) => Promise<void>): Promise<void> {
  await using server = await startTestServer({ backend: "cloud", adminKey: KEY });
  for (const [key, value] of [["a", { deep: [1, "hunter2"] }], ["b", null]] as const) {
    const { body } = await ask(server, SET, { key: KEY, variables: { input: { key, value } } });
    assertEquals(body.errors, undefined);
  }
  await test(server);
}

for (
  const [selection, expected] of [
    ["key_value(order_by: { key: asc }) { key value }", [
      { key: "a", value: { deep: [1, "hunter2"] } },
      { key: "b", value: null },
    ]],
    ['key_value(where: { key: { _eq: "a" } }) { value }', [{ value: { deep: [1, "hunter2"] } }]],
    ["key_value(order_by: { key: asc }, limit: 1) { value }", [{ value: { deep: [1, "hunter2"] } }]],
    ["key_value(distinct_on: key, order_by: { key: desc }, limit: 1) { value }", [{ value: null }]],
    ['key_value(limit: 1, order_by: { key: asc }) { value(path: "deep[1]") }', [{ value: "hunter2" }]],
  ] as const
) {
  Deno.test(`execute() opens sealed values in ${selection}`, () =>
    withValues(async (server) => {
      const { body } = await ask(server, `{ ${selection} }`, { key: KEY });
      assertEquals(body, { data: { key_value: expected } });
    }));
}

Deno.test("execute() opens sealed values in the nodes of an aggregate", () =>
  withValues(async (server) => {
    const query =
      '{ key_value_aggregate(where: { key: { _eq: "a" } }) { nodes { value } aggregate { count } } }';
    const { body } = await ask(server, query, { key: KEY });
    const expected = { nodes: [{ value: { deep: [1, "hunter2"] } }], aggregate: { count: 1 } };
    assertEquals(body, { data: { key_value_aggregate: expected } });
  }));

for (
  const query of [
    '{ key_value(where: { value: { _eq: "hunter2" } }) { id } }',
    "{ key_value(order_by: { value: asc }) { id } }",
    "{ key_value(distinct_on: value) { id } }",
    "{ key_value_aggregate { aggregate { count(columns: value) } } }",
    "{ key_value_aggregate { aggregate { max { value } } } }",
    "{ secret { value } }",
    '{ secret_by_pk(id: "99999999-9999-4999-8999-999999999999") { value } }',
  ]
) {
  Deno.test(`execute() finds no way to values in ${query}`, () =>
    withValues(async (server) => {
      const { status, body } = await ask(server, query, { key: KEY });
      assertEquals([status, body.errors[0].extensions.code], [400, "GRAPHQL_VALIDATION_FAILED"]);
    }));
}

async function withDatabase(test: (database: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(`sqlite:${folder}/a.sqlite`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("startServer() opens what was sealed before it was started anew, and not with another key", () =>
  withDatabase(async (database) => {
    const options = { backend: "cloud", adminKey: KEY, database } as const;
    {
      await using server = await startTestServer(options);
      await ask(server, SET, { key: KEY, variables: { input: { key: "a", value: "hunter2" } } });
    }
    {
      await using server = await startTestServer(options);
      const { body } = await ask(server, "{ key_value { value } }", { key: KEY });
      assertEquals(body, { data: { key_value: [{ value: "hunter2" }] } });
    }
    await assertRejects(
      () => startTestServer({ ...options, masterKey: generateMasterKey() }),
      ConfigurationError,
      'sealed values of table "key_value": expected the master key that they were sealed with',
    );
  }));
