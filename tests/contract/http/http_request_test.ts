import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { AnswerError } from "../../../lib/contract/answer.ts";
import { Connections } from "../../../lib/contract/http/connections.ts";
import { httpRequest } from "../../../lib/contract/http/http_request.ts";
import { headerOf } from "../../../lib/contract/header_of.ts";
import type { WireAnswer } from "../../../lib/contract/wire_answer.ts";
import type { SendLimits, WireRequest } from "../../../lib/contract/wire_request.ts";
import { type ScriptedServer, startScripted } from "./_scripted_server.ts";

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

function textOf({ body }: WireAnswer): string {
  return new TextDecoder().decode(body);
}

function requestTo({ url }: { readonly url: string }, parts: Partial<WireRequest> = {}): WireRequest {
  return { method: "POST", url: `${url}/graphql?a=1`, headers: [], body: "{}", raw: false, ...parts };
}

function ask(
  server: { readonly url: string },
  parts: Partial<WireRequest> = {},
  limits: Partial<SendLimits> = {},
): Promise<WireAnswer> {
  return httpRequest(requestTo(server, parts), { signal: new AbortController().signal, ...limits });
}

/** Answers the first request of each connection with the same bytes. */
function answering(answer: string | Uint8Array): ScriptedServer {
  return startScripted(async ({ hear, say }) => {
    await hear();
    await say(answer);
  });
}

/** Answers every request of every connection, and then does something before the next. */
function patient(
  after: (connection: number, request: number) => string | undefined = () => "",
): ScriptedServer {
  return startScripted(async ({ hear, say }, connection) => {
    for (let request = 1; await hear() !== undefined; request++) {
      await say(OK);
      const more = after(connection, request);
      if (more === undefined) return;
      await say(more);
    }
  });
}

Deno.test("httpRequest() sends a raw request byte by byte, and says that it is the last", async () => {
  await using server = answering("HTTP/1.1 200 OK\r\nX-A: 1\r\n\r\n{}");
  const answer = await ask(server, {
    raw: true,
    headers: [["AUTHORIZATION", "Bearer one"], ["authorization", "  bearer  two "]],
    body: "é",
  });
  assertEquals(
    server.heard[0]![0]!.replace(/\d{4,}/, "PORT"),
    "POST /graphql?a=1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAUTHORIZATION: Bearer one\r\n" +
      "authorization:   bearer  two \r\nContent-Length: 2\r\nConnection: close\r\n\r\né",
  );
  assertEquals([answer.status, headerOf(answer.headers, "x-a"), textOf(answer)], [200, "1", "{}"]);
});

Deno.test("httpRequest() adds what clients commonly send, unless it is named", async () => {
  await using server = answering(OK);
  await ask(server);
  assertEquals(
    server.heard[0]![0]!.replace(/\d{4,}/, "PORT"),
    "POST /graphql?a=1 HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\naccept: */*\r\naccept-encoding: identity\r\n" +
      "user-agent: proctor\r\ncontent-length: 2\r\n\r\n{}",
  );
  const named = ["Host", "Accept", "Accept-Encoding", "User-Agent", "Content-Length"];
  await ask(server, { headers: named.map((name) => [name, "2"]) });
  assertEquals(
    server.heard[1]![0]!,
    `POST /graphql?a=1 HTTP/1.1\r\n${named.map((name) => `${name}: 2\r\n`).join("")}\r\n{}`,
  );
});

Deno.test("httpRequest() says of a POST without a body that it has none", async () => {
  await using server = answering(OK);
  await ask(server, { body: undefined });
  assertMatch(server.heard[0]![0]!, /\r\ncontent-length: 0\r\n/);
});

Deno.test("httpRequest() asks on the connection it was answered on before", async () => {
  await using server = patient();
  using connections = new Connections();
  for (let round = 0; round < 3; round++) assertEquals(textOf(await ask(server, {}, { connections })), "{}");
  assertEquals(server.heard.map(({ length }) => length), [3]);
});

Deno.test("httpRequest() makes as many connections as there are requests at once", async () => {
  await using server = patient();
  using connections = new Connections();
  for (let round = 0; round < 2; round++) {
    await Promise.all(Array.from({ length: 4 }, () => ask(server, {}, { connections })));
  }
  assertEquals(server.heard.map(({ length }) => length), [2, 2, 2, 2]);
});

const LAST: readonly (readonly [kind: string, answer: string])[] = [
  ["says that the connection is closed", `${OK.replace("OK\r\n", "OK\r\nConnection: Close\r\n")}`],
  ["is of HTTP/1.0", OK.replace("1.1", "1.0")],
  ["is followed by what nobody has asked for", `${OK}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`],
];

for (const [kind, answer] of LAST) {
  Deno.test(`httpRequest() asks nothing else after an answer that ${kind}`, async () => {
    await using server = startScripted(async ({ hear, say }) => {
      while (await hear() !== undefined) await say(answer);
    });
    using connections = new Connections();
    for (let round = 0; round < 2; round++) {
      assertEquals(textOf(await ask(server, {}, { connections })), "{}");
    }
    assertEquals(server.heard.map(({ length }) => length), [1, 1]);
  });
}

Deno.test("httpRequest() asks nothing else after a raw request, or one that says itself how it ends", async () => {
  await using server = patient();
  using connections = new Connections();
  await ask(server, { raw: true }, { connections });
  await ask(server, { headers: [["content-length", "2"]] }, { connections });
  await ask(server, {}, { connections });
  assertEquals(server.heard.map(({ length }) => length), [1, 1, 1]);
});

Deno.test("httpRequest() asks anew where a connection was closed while it was at rest", async () => {
  await using server = patient((connection) => connection === 0 ? undefined : "");
  using connections = new Connections();
  for (let round = 0; round < 2; round++) assertEquals(textOf(await ask(server, {}, { connections })), "{}");
  assertEquals(server.heard.map(({ length }) => length), [1, 1]);
});

Deno.test("httpRequest() asks once more when a connection that was at rest ends without an answer", async () => {
  await using server = startScripted(async ({ hear, say }, connection) => {
    await hear();
    await say(OK);
    await hear();
    if (connection > 0) await say(OK);
  });
  using connections = new Connections();
  for (let round = 0; round < 2; round++) assertEquals(textOf(await ask(server, {}, { connections })), "{}");
  assertEquals(server.heard.map(({ length }) => length), [2, 1]);
});

Deno.test("httpRequest() does not ask once more when an answer has begun", async () => {
  await using server = startScripted(async ({ hear, say }) => {
    await hear();
    await say(OK);
    await hear();
    await say("HTTP/1.1 2");
  });
  using connections = new Connections();
  await ask(server, {}, { connections });
  await assertRejects(() => ask(server, {}, { connections }), AnswerError, "breaks off in its head");
  assertEquals(server.heard.map(({ length }) => length), [2]);
});

Deno.test("httpRequest() does not ask once more on a new connection", async () => {
  await using server = startScripted(({ hear }) => hear());
  using connections = new Connections();
  await assertRejects(() => ask(server, {}, { connections }), TypeError, "unexpected end");
  assertEquals(server.heard.map(({ length }) => length), [1]);
});

Deno.test("httpRequest() takes nothing for an answer that came before the question", async () => {
  const late = Promise.withResolvers<void>();
  await using server = startScripted(async ({ hear, say }, connection) => {
    while (await hear() !== undefined) {
      await say(OK);
      if (connection > 0) continue;
      await late.promise;
      await say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
    }
  });
  using connections = new Connections();
  await ask(server, {}, { connections });
  const { hostname, port } = new URL(server.url);
  const address = { hostname, port: Number(port) };
  const resting = connections.take(address)!;
  connections.keep(address, resting);
  late.resolve();
  while (!resting.isStirred) await new Promise((resolve) => setTimeout(resolve));
  assertEquals(textOf(await ask(server, {}, { connections })), "{}");
});

Deno.test("httpRequest() hears an answer that comes before all is sent, and asks nothing else there", async () => {
  const over = Promise.withResolvers<void>();
  await using server = startScripted(async ({ hear, say }, connection) => {
    if (connection > 0) {
      await hear();
      return await say(OK);
    }
    await say("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
    await over.promise;
  });
  using connections = new Connections();
  const answer = await ask(server, { body: " ".repeat(50_000_000) }, { connections });
  assertEquals([answer.status, textOf(answer)], [413, "no"]);
  assertEquals(textOf(await ask(server, {}, { connections })), "{}");
  over.resolve();
});

const REFUSED: readonly (readonly [kind: string, parts: Partial<WireRequest>])[] = [
  ["a value with a line end", { headers: [["x-a", "1\r\nx-b: 2"]] }],
  ["a name with a blank", { headers: [["x a", "1"]] }],
  ["a method with a blank", { method: "POST /x" }],
];

for (const [kind, parts] of REFUSED) {
  Deno.test(`httpRequest() refuses to send ${kind}, which could be read as a second request`, async () => {
    await assertRejects(
      () => ask({ url: "http://127.0.0.1:9" }, parts),
      TypeError,
      "the request cannot be sent",
    );
  });
}

Deno.test("httpRequest() refuses https", async () => {
  await assertRejects(() => ask({ url: "https://127.0.0.1" }, { raw: true }), TypeError, "only http: can");
});

Deno.test("httpRequest() tells that nothing listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await assertRejects(() => ask({ url: `http://127.0.0.1:${port}` }), TypeError, "nothing listens");
});

for (const place of ["before it asks", "while it waits", "in the middle of an answer"]) {
  Deno.test(`httpRequest() hangs up when the signal comes ${place}`, async () => {
    const controller = new AbortController();
    const hungUp = Promise.withResolvers<void>();
    await using server = startScripted(async ({ hear, say }) => {
      await hear();
      if (place.startsWith("in")) await say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
      controller.abort();
      assertEquals(await hear(), undefined);
      hungUp.resolve();
    });
    using connections = new Connections();
    if (place.startsWith("before")) controller.abort();
    const { signal } = controller;
    const error = await assertRejects(() => ask(server, {}, { signal, connections }), DOMException);
    assertEquals(error.name, "AbortError");
    if (!place.startsWith("before")) await hungUp.promise;
  });
}

Deno.test("httpRequest() does not ask once more when the signal comes", async () => {
  const controller = new AbortController();
  await using server = startScripted(async ({ hear, say }, connection) => {
    await hear();
    await say(OK);
    await hear();
    if (connection === 0) controller.abort();
  });
  using connections = new Connections();
  await ask(server, {}, { connections });
  await assertRejects(() => ask(server, {}, { connections, signal: controller.signal }), DOMException);
  await ask(server, {}, { connections });
  assertEquals(server.heard.map(({ length }) => length), [2, 1]);
});

Deno.test("httpRequest() does not ask on a connection that was kept when the signal has come before", async () => {
  await using server = patient();
  using connections = new Connections();
  await ask(server, {}, { connections });
  await assertRejects(() => ask(server, {}, { connections, signal: AbortSignal.abort() }), DOMException);
});

Deno.test("httpRequest() leaves a connection alone when the signal comes after the answer", async () => {
  await using server = patient();
  using connections = new Connections();
  const controller = new AbortController();
  await ask(server, {}, { connections, signal: controller.signal });
  controller.abort();
  await ask(server, {}, { connections });
  assertEquals(server.heard.map(({ length }) => length), [2]);
});

for (const hostname of ["127.0.0.1", "::1"]) {
  Deno.test(`httpRequest() finds localhost at ${hostname}`, async () => {
    await using server = Deno.serve({ hostname, port: 0, onListen: () => {} }, () => new Response("here"));
    const host = hostname === "::1" ? "[::1]" : "localhost";
    assertEquals(textOf(await ask({ url: `http://${host}:${server.addr.port}` })), "here");
  });
}

Deno.test("httpRequest() hangs up on everybody when the connections are closed", async () => {
  const ends = [Promise.withResolvers<string | undefined>(), Promise.withResolvers<string | undefined>()];
  await using server = startScripted(async ({ hear, say }, connection) => {
    await hear();
    await say(OK);
    ends[connection]!.resolve(await hear());
  });
  {
    using connections = new Connections();
    await Promise.all(ends.map(() => ask(server, {}, { connections })));
  }
  assertEquals(await Promise.all(ends.map(({ promise }) => promise)), [undefined, undefined]);
});

Deno.test("httpRequest() hangs up after an answer that comes when the connections are closed", async () => {
  const end = Promise.withResolvers<string | undefined>();
  const connections = new Connections();
  await using server = startScripted(async ({ hear, say }) => {
    await hear();
    connections[Symbol.dispose]();
    await say(OK);
    end.resolve(await hear());
  });
  assertEquals(textOf(await ask(server, {}, { connections })), "{}");
  assertEquals(await end.promise, undefined);
});
