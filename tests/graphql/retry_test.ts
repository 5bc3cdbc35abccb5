import { assertEquals, assertRejects } from "@std/assert";
import { GraphQLError, ProtocolError, RateLimitedError, TransportError } from "../../lib/graphql/errors.ts";
import { parseRetryAfter } from "../../lib/graphql/retry_after.ts";
import { type Answer, fault, json, scriptApi } from "./scripted_api.ts";

const CREATE = "mutation($input: create_flow_run_input!) { create_flow_run(input: $input) { id } }";
const fine = json({ data: {} });

function broken(): Promise<Response> {
  return Promise.reject(new TypeError("connection reset"));
}

function withheld(): Promise<Response> {
  return Promise.reject(new Deno.errors.NotCapable("Requires net access"));
}

function gateway(): Response {
  return new Response("", { status: 503 });
}

interface Attempt {
  readonly title: string;
  readonly document: string;
  readonly variables?: Record<string, unknown>;
  readonly idempotent?: boolean;
  readonly failure: Answer;
  /** How often it is sent when the first attempt fails. */
  readonly sent: number;
}

const ATTEMPTS: readonly Attempt[] = [
  { title: "a query after a broken connection", document: "{ a }", failure: broken, sent: 2 },
  { title: "a query after 503", document: "{ a }", failure: gateway, sent: 2 },
  { title: "a query after a right was withheld", document: "{ a }", failure: withheld, sent: 1 },
  {
    title: "a query after API_ERROR",
    document: "{ a }",
    failure: fault("Oops", { code: "API_ERROR" }),
    sent: 2,
  },
  { title: "a query after an error of its own", document: "{ a }", failure: fault("Oops"), sent: 1 },
  {
    title: "a query after 404",
    document: "{ a }",
    failure: () => new Response("", { status: 404 }),
    sent: 1,
  },
  { title: "a mutation after a broken connection", document: CREATE, failure: broken, sent: 1 },
  { title: "a mutation after 503", document: CREATE, failure: gateway, sent: 1 },
  {
    title: "a mutation after API_ERROR",
    document: CREATE,
    failure: fault("Oops", { code: "API_ERROR" }),
    sent: 1,
  },
  {
    title: "a mutation after 429, which did not run",
    document: CREATE,
    failure: () => new Response("", { status: 429 }),
    sent: 2,
  },
  {
    title: "a mutation with an idempotency key",
    document: CREATE,
    variables: { input: { flow_id: "f", idempotency_key: "k" } },
    failure: broken,
    sent: 2,
  },
  {
    title: "two mutations of which one has an idempotency key",
    document:
      "mutation($input: t!) { create_flow_run(input: $input) { id } delete_flow(input: {}) { success } }",
    variables: { input: { idempotency_key: "k" } },
    failure: broken,
    sent: 1,
  },
  {
    title: "a mutation said to be idempotent",
    document: CREATE,
    idempotent: true,
    failure: gateway,
    sent: 2,
  },
  {
    title: "a mutation said not to be idempotent",
    document: CREATE,
    variables: { input: { idempotency_key: "k" } },
    idempotent: false,
    failure: gateway,
    sent: 1,
  },
];

for (const { title, document, variables, idempotent, failure, sent } of ATTEMPTS) {
  Deno.test(`GraphQLClient.execute() sends ${title} ${sent === 1 ? "once" : "again"}`, async () => {
    const api = scriptApi([failure, fine]);
    const result = await api.client.execute(document, variables ?? {}, { idempotent });
    assertEquals([api.sent.length, result.ok], [sent, sent === 2]);
  });
}

Deno.test("GraphQLClient.request() gives up after its retries, waiting longer each time", async () => {
  const { client, sent, pauses } = scriptApi([gateway], { retries: 6, timeout: 60_000 });
  await assertRejects(() => client.request("{ a }"), ProtocolError, "HTTP 503");
  assertEquals([sent.length, pauses.length], [7, 6]);
  for (const [index, pause] of pauses.entries()) {
    const whole = Math.min(8000, 250 * 2 ** index);
    assertEquals(pause >= whole / 2 && pause <= whole, true, `pause ${index} of ${pause} ms`);
  }
});

Deno.test("GraphQLClient.request() waits as long as Retry-After says", async () => {
  const later: Answer = () => new Response("", { status: 429, headers: { "retry-after": "3" } });
  const { client, pauses } = scriptApi([later, later, fine]);
  await client.request("{ a }");
  assertEquals(pauses, [3000, 3000]);
});

Deno.test("GraphQLClient.request() does not wait beyond its time limit", async () => {
  const later: Answer = () => new Response("", { status: 429, headers: { "retry-after": "180" } });
  const { client, sent } = scriptApi([later], { timeout: 10_000 });
  await assertRejects(() => client.request("{ a }"), RateLimitedError, "wait 180 seconds");
  assertEquals(sent.length, 1);
});

Deno.test("GraphQLClient.request() may be told not to retry", async () => {
  const { client, sent } = scriptApi([broken], { retries: 0 });
  await assertRejects(() => client.request("{ a }"), TransportError);
  assertEquals(sent.length, 1);
});

Deno.test("GraphQLClient.request() keeps the errors of an answer that was retried in vain", async () => {
  const { client, sent } = scriptApi([fault("Oops", { code: "API_ERROR" })], { retries: 1 });
  const error = await assertRejects(() => client.request("{ a }"), GraphQLError, "Oops");
  assertEquals([sent.length, error.errors[0]?.extensions?.code], [2, "API_ERROR"]);
});

Deno.test("parseRetryAfter() reads seconds and dates and nothing else", () => {
  const now = Date.UTC(2020, 0, 1);
  const cases: readonly [string | null, number | undefined][] = [
    [null, undefined],
    ["", undefined],
    ["0", 0],
    [" 5 ", 5000],
    ["-5", undefined],
    ["1.5", undefined],
    ["2020", 2_020_000],
    ["Wed, 01 Jan 2020 00:00:09 GMT", 9000],
    ["Tue, 31 Dec 2019 00:00:00 GMT", 0],
    ["soon", undefined],
    ["2020-01-01", undefined],
  ];
  for (const [header, expected] of cases) assertEquals(parseRetryAfter(header, now), expected, `"${header}"`);
});
