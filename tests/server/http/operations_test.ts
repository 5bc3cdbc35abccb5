import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeLog } from "../../../lib/core/log.ts";
import { type ServerOptions, startServer } from "../../../lib/server/http/serve.ts";

const HEADERS = { "content-type": "application/json" };

async function withServer(
  options: Partial<ServerOptions>,
  work: (url: string, ask: (query: string) => Promise<Record<string, unknown>>) => Promise<void>,
): Promise<void> {
  await using server = await startServer({ backend: "server", port: 0, ...options });
  await work(server.url, async (query) => {
    const response = await fetch(server.url, {
      method: "POST",
      headers: HEADERS,
      body: JSON.stringify({ query }),
    });
    return await response.json();
  });
}

Deno.test("startServer() says at /health whether the database answers", async () => {
  await withServer({}, async (url) => {
    const response = await fetch(`${url}/health`);
    const { status, version, database } = await response.json();
    assertEquals([response.status, status, database], [200, "ok", "ok"]);
    assertMatch(version, /^\d+\.\d+\.\d+$/);
  });
});

Deno.test("startServer() answers GraphQL at /health and /metrics too", async () => {
  await withServer({}, async (url) => {
    for (const path of ["health", "metrics"]) {
      const response = await fetch(`${url}/${path}?query={hello}`);
      assertEquals(await response.json(), { data: { hello: "👋" } });
    }
  });
});

Deno.test("startServer() counts at /metrics what it answers", async () => {
  await withServer({}, async (url, ask) => {
    await ask("{ hello flow(limit: 1) { id } }");
    await ask('mutation { delete_project(input: { project_id: "nope" }) { success } }');
    await ask("{ nope }");
    const response = await fetch(`${url}/metrics`);
    assertMatch(response.headers.get("content-type")!, /^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    for (
      const line of [
        'proctor_requests_total{status="200"} 2',
        'proctor_requests_total{status="400"} 1',
        "proctor_requests_running 1",
        'proctor_request_seconds_bucket{le="+Inf"} 3',
        "proctor_request_seconds_count 3",
        'proctor_fields_total{field="flow",outcome="ok"} 1',
        'proctor_fields_total{field="delete_project",outcome="error"} 1',
        "proctor_faults_total 0",
      ]
    ) assertStringIncludes(text, `${line}\n`);
    assertMatch(text, /^proctor_memory_bytes [1-9]\d+$/m);
    for (const line of text.trimEnd().split("\n")) {
      assertMatch(line, /^(?:# (?:HELP|TYPE) .+|\w+(?:\{.*\})? \S+)$/);
    }
  });
});

Deno.test("startServer() refuses mutations when it is read-only, and makes no tenant", async () => {
  await withServer({ readOnly: true }, async (_url, ask) => {
    assertEquals(await ask("{ tenant { id } }"), { data: { tenant: [] } });
    const answer = await ask('mutation { create_tenant(input: { name: "A", slug: "a" }) { id } }');
    assertEquals(answer.data, { create_tenant: null });
    const [error] = answer.errors as { message: string; extensions: { code: string } }[];
    assertEquals([error!.message, error!.extensions.code], ["This server is read-only", "FORBIDDEN"]);
    assertEquals(await ask("{ tenant { id } }"), { data: { tenant: [] } });
  });
});

Deno.test("startServer() logs its life and its requests as lines of JSON, without what is asked", async () => {
  const lines: string[] = [];
  const log = makeLog({ format: "json", level: "debug", write: (line) => lines.push(line) });
  await withServer({ log, logRequests: true }, async (url) => {
    const body = JSON.stringify({ query: '{ flow(where: { name: { _eq: "hunter2" } }) { id } }' });
    await (await fetch(`${url}/graphql?token=hunter2`, { method: "POST", headers: HEADERS, body })).text();
  });
  const entries = lines.map((line) => JSON.parse(line));
  assertEquals(entries.map(({ message }) => message), ["listening", "request", "stopping"]);
  const { method, path, status, milliseconds } = entries[1];
  assertEquals([method, path, status], ["POST", "/graphql", 200]);
  assert(Number.isInteger(milliseconds));
  assert(!lines.join("").includes("hunter2"));
});
