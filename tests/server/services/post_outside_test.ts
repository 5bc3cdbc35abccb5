import { assertEquals, assertRejects } from "@std/assert";
import { ConfigurationError, UnreachableError } from "../../../lib/core/errors.ts";
import { postOutside, type Reach } from "../../../lib/server/services/post_outside.ts";
import { listen, type Received } from "./_listener.ts";

const OPEN_END = new AbortController().signal;
const FAR: Reach = { allowPrivate: true, signal: OPEN_END };

function callOf(url: string, body = "{}") {
  return { url, headers: { "content-type": "application/json", "x-prefect-event-id": "e" }, body };
}

Deno.test("postOutside() sends the body and the headers", async () => {
  await using listener = listen();
  await postOutside(callOf(`${listener.url}/hook?a=b`, '{"é":1}'), FAR);
  const [{ method, path, headers, body }] = listener.received as [Received];
  assertEquals([method, path, headers.get("content-type"), headers.get("x-prefect-event-id"), body], [
    "POST",
    "/hook?a=b",
    "application/json",
    "e",
    '{"é":1}',
  ]);
});

Deno.test("postOutside() follows no redirect, and tells what may pass from what will not", async () => {
  const verdicts: ReadonlyArray<
    readonly [status: number, kind: typeof UnreachableError | typeof ConfigurationError]
  > = [
    [307, ConfigurationError],
    [404, ConfigurationError],
    [408, UnreachableError],
    [429, UnreachableError],
    [503, UnreachableError],
  ];
  for (const [status, kind] of verdicts) {
    await using listener = listen([{ status, headers: { location: "/elsewhere" } }]);
    const error = await assertRejects(() => postOutside(callOf(`${listener.url}/secret`), FAR), kind);
    const host = new URL(listener.url).host;
    assertEquals(error.message, `Cannot call "${host}": it answered "${status}", expected 2xx`);
    assertEquals(listener.received.length, 1);
  }
});

/** Addresses that are not everybody's: of this machine, of its neighbours, of nobody, and in disguise. */
const PRIVATE = [
  "127.0.0.1",
  "localhost",
  "2130706433",
  "0x7f.1",
  "0.0.0.0",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "[::1]",
  "[::]",
  "[fe80::1]",
  "[fd00::1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:10.0.0.1]",
  "[64:ff9b::7f00:1]",
];

for (const host of PRIVATE) {
  Deno.test(`postOutside() calls nobody at "${host}" unless private addresses are allowed`, async () => {
    await using listener = listen();
    const { port } = new URL(listener.url);
    const near: Reach = { allowPrivate: false, signal: OPEN_END };
    const error = await assertRejects(
      () => postOutside(callOf(`http://${host}:${port}/secret`), near),
      ConfigurationError,
      "it is a private address",
    );
    assertEquals(error.message.includes("secret"), false);
    assertEquals(listener.received, []);
  });
}

Deno.test("postOutside() wants an http or https URL, and keeps it to itself", async () => {
  for (const url of ["", "secret", "ftp://secret.example.com", "file:///etc/secret", "javascript:secret"]) {
    const error = await assertRejects(() => postOutside(callOf(url), FAR), ConfigurationError);
    assertEquals(
      error.message,
      "Cannot call the address of a cloud hook: expected an http or https URL",
    );
  }
});

Deno.test("postOutside() gives up on whoever does not answer", async () => {
  await using listener = listen(["never"]);
  const stop = new AbortController();
  const call = postOutside(callOf(listener.url), { allowPrivate: true, signal: stop.signal });
  await listener.waitFor(1);
  stop.abort();
  await assertRejects(() => call, UnreachableError, "no answer in time");
});

Deno.test("postOutside() tells why nobody could be reached", async () => {
  const listener = listen();
  const { url } = listener;
  await listener[Symbol.asyncDispose]();
  await assertRejects(() => postOutside(callOf(`${url}/secret`), FAR), UnreachableError, "ECONNREFUSED");
});

Deno.test("postOutside() calls the address that it has looked at, whatever the name means later", async () => {
  await using listener = listen();
  const { port } = new URL(listener.url);
  const asked: string[] = [];
  const resolve = (host: string) => {
    asked.push(host);
    return Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
  };
  await postOutside(callOf(`http://hooks.invalid:${port}/x`), { ...FAR, resolve });
  assertEquals(asked, ["hooks.invalid"]);
  assertEquals(listener.received.map(({ headers }) => headers.get("host")), [`hooks.invalid:${port}`]);
});

Deno.test("postOutside() calls nobody by a name that has a private address among others", async () => {
  await using listener = listen();
  const { port } = new URL(listener.url);
  const addresses = ["93.184.216.34", "127.0.0.1"].map((address) => ({ address, family: 4 }));
  for (const found of [addresses, addresses.toReversed(), addresses.slice(1)]) {
    const near: Reach = { allowPrivate: false, signal: OPEN_END, resolve: () => Promise.resolve(found) };
    const call = callOf(`http://hooks.invalid:${port}/x`);
    await assertRejects(() => postOutside(call, near), ConfigurationError, "it is a private address");
  }
  assertEquals(listener.received, []);
});
