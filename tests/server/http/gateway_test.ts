import { assertEquals, assertStringIncludes } from "@std/assert";
import { startTestServer } from "./_ask.ts";

/** What the UI sends with every request to an open server; unset ids are words. Source: clients.md (e). */
const UI_HEADERS = {
  "content-type": "application/json",
  "authorization": "Bearer null",
  "x-prefect-ui": "true",
  "x-backend": "SERVER",
  "x-prefect-tenant-id": "undefined",
  "x-prefect-user-id": "null",
  "x-prefect-interactive-api": "true",
  "x-frame-options": "deny",
  "x-content-type-options": "nosniff",
  "x-permitted-cross-domain-policies": "none",
  "content-security-policy": "default-src 'self'",
  "authorization-expiry": "0",
};

/** What the Python client sends. Source: prefect-api.md §1.3. */
const CLIENT_HEADERS = {
  "content-type": "application/json",
  "x-prefect-core-version": "1.4.1",
  "x-prefect-agent-id": "null",
  "x-prefect-heartbeat-id": "nonsense",
};

Deno.test("makeHandler() lets every header of the UI through", async () => {
  await using server = await startTestServer();
  const asked = Object.keys(UI_HEADERS).join(",");
  const preflight = await fetch(server.url, {
    method: "OPTIONS",
    headers: {
      "origin": "http://localhost:8080",
      "access-control-request-method": "POST",
      "access-control-request-headers": asked,
    },
  });
  assertEquals([preflight.status, preflight.headers.get("access-control-allow-headers")], [204, asked]);
  assertStringIncludes(preflight.headers.get("access-control-allow-methods") ?? "", "POST");
});

Deno.test("makeHandler() answers batches of the UI in their order, mutations and failures among them", async () => {
  await using server = await startTestServer();
  const operations = Array.from({ length: 25 }, (_, position) => {
    if (position === 7) return { operationName: "Bad", variables: {}, query: "query Bad { nope }" };
    if (position === 9) return { query: 'mutation { create_tenant(input: {name: "x", slug: "x"}) { id } }' };
    return {
      operationName: "A",
      variables: { slug: "x" },
      query: `query A($slug: String) {
      _${position}: tenant_aggregate(where: {slug: {_eq: $slug}}) { aggregate { count } }
    }`,
    };
  });
  const body = JSON.stringify(operations);
  const response = await fetch(`${server.url}/graphql`, { method: "POST", headers: UI_HEADERS, body });
  assertEquals([response.status, response.headers.get("content-type")], [
    200,
    "application/json; charset=utf-8",
  ]);
  const answers = await response.json();
  assertEquals(answers.length, 25);
  assertEquals(answers[7].errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  for (const position of [0, 6, 8, 10, 24]) {
    const data = answers[position].data[`_${position}`];
    assertEquals(data.aggregate.count, position > 9 ? 1 : 0);
  }
});

Deno.test("makeHandler() answers a batch of one with a list of one", async () => {
  await using server = await startTestServer();
  const body = '[{"operationName":"A","variables":{},"query":"query A { hello }"}]';
  const response = await fetch(server.url, { method: "POST", headers: UI_HEADERS, body });
  assertEquals(await response.json(), [{ data: { hello: "👋" } }]);
});

Deno.test("makeHandler() takes no id from headers that hold none", async () => {
  await using server = await startTestServer();
  const query =
    'mutation { get_runs_in_queue(input: {tenant_id: "99999999-9999-4999-8999-999999999999"}) { flow_run_ids } }';
  for (const headers of [UI_HEADERS, CLIENT_HEADERS]) {
    const body = JSON.stringify({ query, variables: "null" });
    const response = await fetch(server.url, { method: "POST", headers, body });
    assertEquals(await response.json(), { data: { get_runs_in_queue: { flow_run_ids: [] } } });
  }
});

Deno.test("makeHandler() leaves no trace of a mutation that fails, however often it is sent", async () => {
  await using server = await startTestServer();
  const send = async (query: string) => {
    const body = JSON.stringify({ query });
    const response = await fetch(server.url, { method: "POST", headers: UI_HEADERS, body });
    return await response.json();
  };
  const before = await send("{ tenant { id name slug updated } project { id } }");
  const mutations = [
    'create_tenant(input: {name: "y", slug: "default"}) { id }',
    'create_project(input: {tenant_id: "99999999-9999-4999-8999-999999999999", name: "y"}) { id }',
    `update_tenant_slug(input: {tenant_id: "${before.data.tenant[0].id}", slug: "Not a slug"}) { id }`,
    `delete_tenant(input: {tenant_id: "${before.data.tenant[0].id}", confirm: false}) { success }`,
  ];
  for (const mutation of mutations) {
    const answers = [await send(`mutation { it: ${mutation} }`), await send(`mutation { it: ${mutation} }`)];
    assertEquals(answers[0].data, { it: null });
    assertEquals(answers[1], answers[0]);
  }
  assertEquals(await send("{ tenant { id name slug updated } project { id } }"), before);
});
