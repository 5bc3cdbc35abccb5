import { assertEquals, assertRejects } from "@std/assert";
import { parse } from "graphql";
import { fixedCredential } from "../../lib/auth/credential.ts";
import { EXIT, type ProctorError } from "../../lib/core/errors.ts";
import { NumberText } from "../../lib/core/json.ts";
import { Secret } from "../../lib/core/secret.ts";
import { createClient } from "../../lib/graphql/client.ts";
import {
  AbortedError,
  AuthorizationError,
  DocumentError,
  GraphQLError,
  NotFoundError,
  ProtocolError,
  RateLimitedError,
  TimeoutError,
  TransportError,
  VersionLockError,
} from "../../lib/graphql/errors.ts";
import { type Answer, fault, json, scriptApi } from "./scripted_api.ts";

const TENANT = "07786de2-7283-434f-a9b1-600044a8afb3";
const KEY = "pcu_abcdefgh1234";

/** Everything a person or a log could see of an error. */
function everything(error: Error): string {
  return [Deno.inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), error.stack].join(
    "\n",
  );
}

Deno.test("GraphQLClient.request() sends text, parsed documents and structures alike (S37, S38)", async (t) => {
  for (const document of ["{ hello }", parse("{ hello }"), { query: "hello" }] as const) {
    await t.step(typeof document, async () => {
      const { client, sent } = scriptApi([json({ data: { hello: "👋" } })]);
      assertEquals(await client.request(document), { hello: "👋" });
      assertEquals(sent[0]!.body.query.replace(/\s+|query/g, ""), "{hello}");
    });
  }
});

Deno.test("GraphQLClient.request() carries key, tenant and variables (S04, S24)", async () => {
  const credential = fixedCredential(new Secret(KEY), TENANT);
  const { client, sent } = scriptApi([json({ data: {} })], { credential });
  await client.request("query A { a } query B($x: JSON) { b(x: $x) }", { x: { n: [1, null] } }, {
    operationName: "B",
  });
  const [{ url, headers, body }] = sent as [typeof sent[0]];
  assertEquals(url, "https://api.test/");
  assertEquals([headers.authorization, headers["x-prefect-tenant-id"]], [`Bearer ${KEY}`, TENANT]);
  assertEquals(headers["content-type"], "application/json");
  assertEquals([body.variables, body.operationName], [{ x: { n: [1, null] } }, "B"]);
});

Deno.test("GraphQLClient.request() sends no credential it does not have (S05, S28)", async () => {
  const { client, sent } = scriptApi([json({ data: {} })]);
  await client.request("{ hello }");
  assertEquals([sent[0]!.headers.authorization, sent[0]!.headers["x-prefect-tenant-id"]], [
    undefined,
    undefined,
  ]);
});

Deno.test("GraphQLClient.request() reveals secrets among the variables on the wire only", async () => {
  const secret = new Secret("a-very-secret-value");
  const answer = fault('Value "a-very-secret-value" is too long');
  const { client, sent } = scriptApi([answer], { credential: fixedCredential(new Secret(KEY)) });
  const error = await assertRejects(
    () => client.request("mutation($v: JSON) { set_secret(value: $v) { success } }", { v: { k: [secret] } }),
    GraphQLError,
  );
  assertEquals(sent[0]!.body.variables, { v: { k: ["a-very-secret-value"] } });
  assertEquals(everything(error).includes("a-very-secret-value"), false);
});

Deno.test("GraphQLClient.request() keeps numbers exact when asked", async () => {
  const answer = () =>
    new Response('{"data":{"n":9007199254740993}}', { headers: { "content-type": "application/json" } });
  const { client } = scriptApi([answer], { exactNumbers: true });
  assertEquals(await client.request("{ n }"), { n: new NumberText("9007199254740993") });
});

function html(status: number): Answer {
  return () => new Response("<html>", { status, headers: { "content-type": "text/html" } });
}

interface Verdict {
  readonly title: string;
  readonly answer: Answer;
  readonly wanted: new (...args: never[]) => ProctorError;
  readonly exit: number;
  readonly message: string;
}

const VERDICTS: readonly Verdict[] = [
  {
    title: "a refused connection",
    answer: () => Promise.reject(new TypeError("error sending request")),
    wanted: TransportError,
    exit: EXIT.unreachable,
    message: 'Cannot reach "https://api.test": ',
  },
  {
    title: "a page of HTML",
    answer: html(200),
    wanted: ProtocolError,
    exit: EXIT.unreachable,
    message: "HTTP 200 with text/html",
  },
  {
    title: "a gateway's 502",
    answer: html(502),
    wanted: ProtocolError,
    exit: EXIT.unreachable,
    message: "HTTP 502",
  },
  {
    title: "JSON cut short",
    answer: () => new Response('{"data":', { headers: { "content-type": "application/json" } }),
    wanted: ProtocolError,
    exit: EXIT.unreachable,
    message: "expected a GraphQL answer",
  },
  {
    title: "JSON that is no answer",
    answer: json({ ok: true }),
    wanted: ProtocolError,
    exit: EXIT.unreachable,
    message: "HTTP 200",
  },
  {
    title: "a redirect",
    answer: () => new Response(null, { status: 307, headers: { location: "https://evil.test/" } }),
    wanted: ProtocolError,
    exit: EXIT.unreachable,
    message: 'a redirect to "https://evil.test/"',
  },
  {
    title: "errors with 200",
    answer: fault("Uniqueness violation."),
    wanted: GraphQLError,
    exit: EXIT.failed,
    message: 'Request to "https://api.test" failed: Uniqueness violation',
  },
  {
    title: "errors with 400",
    answer: fault('Cannot query field "x"', { status: 400, code: "GRAPHQL_VALIDATION_FAILED" }),
    wanted: GraphQLError,
    exit: EXIT.failed,
    message: 'Cannot query field "x"',
  },
  {
    title: "UNAUTHENTICATED in a code",
    answer: fault("Who are you?", { code: "UNAUTHENTICATED" }),
    wanted: AuthorizationError,
    exit: EXIT.auth,
    message: "Not authenticated",
  },
  {
    title: "UNAUTHENTICATED in a message",
    answer: fault("UNAUTHENTICATED"),
    wanted: AuthorizationError,
    exit: EXIT.auth,
    message: "no key was sent",
  },
  {
    title: "a malformed header",
    answer: fault("Malformed Authorization header", { status: 400 }),
    wanted: AuthorizationError,
    exit: EXIT.auth,
    message: "Malformed Authorization header",
  },
  {
    title: "FORBIDDEN",
    answer: fault("Unauthorized", { code: "FORBIDDEN" }),
    wanted: AuthorizationError,
    exit: EXIT.auth,
    message: "Not allowed",
  },
  {
    title: "a proxy's 401",
    answer: html(401),
    wanted: AuthorizationError,
    exit: EXIT.auth,
    message: "HTTP 401",
  },
  {
    title: "a version lock",
    answer: fault("Version mismatch", { code: "VERSION_LOCKING_ERROR" }),
    wanted: VersionLockError,
    exit: EXIT.failed,
    message: "read the version again",
  },
  {
    title: "a secret that is missing",
    answer: fault("No value found for the requested key"),
    wanted: NotFoundError,
    exit: EXIT.failed,
    message: "No value found",
  },
  {
    title: "429 from a proxy",
    answer: html(429),
    wanted: RateLimitedError,
    exit: EXIT.failed,
    message: "Too many requests",
  },
];

for (const { title, answer, wanted, exit, message } of VERDICTS) {
  Deno.test(`GraphQLClient.execute() tells ${title} from other failures`, async () => {
    const { client } = scriptApi([answer], { retries: 0 });
    const result = await client.execute("{ hello }");
    if (result.ok) throw new TypeError("Expected a failure");
    assertEquals(result.error.constructor, wanted);
    assertEquals(result.error.exit, exit);
    assertEquals(result.error.message.includes(message), true, result.error.message);
  });
}

Deno.test("GraphQLClient.execute() keeps errors and partial data", async () => {
  const errors = [{ message: "First", path: ["a"] }, { message: "Second" }];
  const { client } = scriptApi([json({ data: { a: null, b: 1 }, errors })]);
  const error = await assertRejects(() => client.request("{ a b }"), GraphQLError, "First, and 1 more");
  assertEquals([error.errors, error.data], [errors, { a: null, b: 1 }]);
});

Deno.test("GraphQLClient.request() puts no value of a variable and no key in an error", async () => {
  const answer = json({
    errors: [
      {
        message:
          'Variable "$i" got invalid value { name: "alpha-value" } at "i"; Field x is not defined. alpha-value',
      },
      { message: `Bad token ${KEY}`, extensions: { seen: [KEY] } },
    ],
  });
  const { client } = scriptApi([answer], { credential: fixedCredential(new Secret(KEY)) });
  const error = await assertRejects(
    () => client.request("query($i: JSON) { a(i: $i) }", { i: { name: "alpha-value" } }),
    GraphQLError,
  );
  assertEquals(error.message.includes("alpha-value"), false, error.message);
  assertEquals(everything(error).includes("abcdefgh"), false);
});

Deno.test("GraphQLClient.request() explains a refusal by the document where that cannot be read", async () => {
  const refusal = () => json({ errors: [{ message: "Syntax Error" }] }, { status: 400 });
  const { client } = scriptApi([refusal(), refusal(), refusal(), refusal()]);
  await assertRejects(() => client.request("query {\n  flow {"), DocumentError, "line 2");
  await assertRejects(() => client.request("query A { a } query B { b }"), DocumentError, '"A", "B"');
  await assertRejects(() => client.request("{ a }", {}, { operationName: "B" }), DocumentError, '"B"');
  await assertRejects(() => client.request("{ a }"), GraphQLError, "Syntax Error");
});

/** A server that takes a request and never answers it. */
function never(_input: unknown, init?: RequestInit): Promise<Response> {
  const signal = init!.signal!;
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

Deno.test("GraphQLClient.request() ends at the time limit, retries included", async () => {
  const client = createClient({ url: "https://api.test", timeout: 20, fetch: never });
  const error = await assertRejects(() => client.request("{ hello }"), TimeoutError, "within 20 ms");
  assertEquals(error.exit, EXIT.unreachable);
});

Deno.test("GraphQLClient.request() ends when its caller says so", async () => {
  const controller = new AbortController();
  const client = createClient({
    url: "https://api.test",
    fetch(input, init) {
      queueMicrotask(() => controller.abort());
      return never(input, init);
    },
  });
  await assertRejects(() => client.request("{ hello }", {}, { signal: controller.signal }), AbortedError);
  // The second request meets a signal that has already ended.
  await assertRejects(() => client.request("{ hello }", {}, { signal: controller.signal }), AbortedError);
});

Deno.test("GraphQLClient.request() ends a pause between attempts when its caller says so", async () => {
  const controller = new AbortController();
  const client = createClient({
    url: "https://api.test",
    timeout: 60_000,
    fetch() {
      setTimeout(() => controller.abort(), 0);
      return Promise.resolve(new Response("", { status: 429, headers: { "retry-after": "50" } }));
    },
  });
  await assertRejects(() => client.request("{ hello }", {}, { signal: controller.signal }), AbortedError);
});

Deno.test("GraphQLClient.request() does not carry a key across a redirect", async () => {
  const visited: string[] = [];
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    visited.push(new URL(request.url).pathname);
    return Response.redirect(new URL("/elsewhere", request.url), 307);
  });
  const credential = fixedCredential(new Secret(KEY));
  const client = createClient({ url: `http://127.0.0.1:${server.addr.port}`, credential, retries: 0 });
  await assertRejects(() => client.request("{ hello }"), ProtocolError, "/elsewhere");
  assertEquals(visited, ["/"]);
});
