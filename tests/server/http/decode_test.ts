import { assertEquals, assertStringIncludes } from "@std/assert";
import { ask, startTestServer } from "./_ask.ts";

/** Requests that hold no operation, and what Prefect's gateway answers. Source: prefect-api.md §1.2. */
const REQUESTS: ReadonlyArray<
  readonly [name: string, init: RequestInit & { path?: string }, status: number, text: string]
> = [
  ["GET without a query", {}, 400, "GET query missing."],
  [
    "GET with a mutation",
    { path: "/?query=mutation{x:__typename}" },
    405,
    "GET supports only query operation",
  ],
  ["PUT", { method: "PUT", body: "{}" }, 405, "Apollo Server supports only GET/POST requests."],
  ["DELETE", { method: "DELETE" }, 405, "Apollo Server supports only GET/POST requests."],
  ["an empty object", { method: "POST", body: "{}" }, 500, "POST body missing."],
  ["an empty array", { method: "POST", body: "[]" }, 500, "POST body missing."],
  ["no body", { method: "POST" }, 500, "POST body missing."],
  [
    "another content type",
    { method: "POST", body: '{"query":"{hello}"}', headers: { "content-type": "text/plain" } },
    500,
    "POST body missing.",
  ],
  ["malformed JSON", { method: "POST", body: '{"query":' }, 400, "<!DOCTYPE html>"],
  ["a JSON number", { method: "POST", body: "1" }, 400, "<!DOCTYPE html>"],
  ["invalid UTF-8", { method: "POST", body: new Uint8Array([123, 255, 125]) }, 400, "<!DOCTYPE html>"],
  ["no query", { method: "POST", body: '{"variables":{}}' }, 400, "Must provide query string."],
  ["an empty query", { method: "POST", body: '{"query":""}' }, 400, "Must provide query string."],
  [
    "a query that is no text",
    { method: "POST", body: '{"query":1}' },
    400,
    "GraphQL queries must be strings.",
  ],
  [
    "variables that are bad JSON",
    { method: "POST", body: '{"query":"{hello}","variables":"{"}' },
    400,
    "Variables are invalid JSON.",
  ],
  [
    "variables that are a list",
    { method: "POST", body: '{"query":"{hello}","variables":[]}' },
    400,
    "Variables are invalid JSON.",
  ],
  [
    "an operation name that is no text",
    { method: "POST", body: '{"query":"{hello}","operationName":1}' },
    400,
    "The operation name must be a string.",
  ],
  [
    "a body over the limit",
    { method: "POST", body: `{"query":"${" ".repeat(2000)}"}` },
    413,
    "<!DOCTYPE html>",
  ],
];

Deno.test("makeHandler() answers what holds no operation as the gateway does", async (t) => {
  await using server = await startTestServer({ mostBytes: 1000 });
  for (const [name, { path = "/graphql", ...init }, status, text] of REQUESTS) {
    await t.step(name, async () => {
      const response = await fetch(server.url + path, {
        headers: { "content-type": "application/json" },
        ...init,
      });
      assertEquals(response.status, status);
      assertStringIncludes(await response.text(), text);
      assertEquals((await ask(server, "{ hello }")).body, { data: { hello: "👋" } });
    });
  }
});

Deno.test("makeHandler() refuses a stream that is longer than permitted", async () => {
  await using server = await startTestServer({ mostBytes: 1000 });
  const chunks = ReadableStream.from((function* () {
    for (let sent = 0; sent < 50; sent++) yield new TextEncoder().encode(" ".repeat(100));
  })());
  const response = await fetch(server.url, {
    method: "POST",
    body: chunks,
    headers: { "content-type": "application/json" },
  });
  assertEquals(response.status, 413);
  await response.body?.cancel();
});

Deno.test("makeHandler() answers an array with an array, member by member", async () => {
  await using server = await startTestServer();
  const operations = [{ query: "{ a: hello }" }, { query: "{ nope }" }, 1, { query: "{ b: hello }" }];
  const headers = { "content-type": "application/json" };
  const response = await fetch(server.url, { method: "POST", headers, body: JSON.stringify(operations) });
  assertEquals(response.status, 200);
  const [first, second, third, fourth] = await response.json();
  assertEquals([first, fourth], [{ data: { a: "👋" } }, { data: { b: "👋" } }]);
  assertEquals(second.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  assertEquals(third.errors[0].message, "Must provide query string.");
});

Deno.test("makeHandler() reads variables as an object, as text and from the URL", async () => {
  await using server = await startTestServer();
  const query = "query ($n: Int) { tenant(limit: $n) { slug } }";
  const expected = { data: { tenant: [] } };
  assertEquals((await ask(server, query, { variables: { n: 0 } })).body, expected);
  assertEquals((await ask(server, query, { variables: '{"n":0}' })).body, expected);
  assertEquals((await ask(server, query, { variables: "null" })).body, {
    data: { tenant: [{ slug: "default" }] },
  });
  const url = `${server.url}/any/path?query=${encodeURIComponent(query)}&variables=${
    encodeURIComponent('{"n":0}')
  }`;
  const response = await fetch(url);
  assertEquals(await response.json(), expected);
});

Deno.test("makeHandler() lets a page of another origin in", async () => {
  await using server = await startTestServer();
  const headers = {
    "access-control-request-headers": "authorization,x-prefect-ui",
    origin: "http://localhost:8080",
  };
  const response = await fetch(server.url, { method: "OPTIONS", headers });
  assertEquals(response.status, 204);
  assertEquals(response.headers.get("access-control-allow-origin"), "*");
  assertEquals(response.headers.get("access-control-allow-headers"), "authorization,x-prefect-ui");
  const health = await fetch(`${server.url}/.well-known/apollo/server-health`);
  assertEquals(await health.json(), { status: "pass" });
});
