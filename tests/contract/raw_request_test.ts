import { assert, assertEquals, assertRejects } from "@std/assert";
import { AnswerError } from "../../lib/contract/answer.ts";
import { rawRequest } from "../../lib/contract/raw_request.ts";
import { sendRequest } from "../../lib/contract/send_request.ts";
import type { WireRequest } from "../../lib/contract/wire_request.ts";

const signal = new AbortController().signal;

/** Answers one connection with fixed bytes, and gives the bytes that came. */
async function overWire(
  answer: string,
  request: Partial<WireRequest>,
): Promise<{ came: string; response: Response }> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const serving = (async () => {
    using connection = await listener.accept();
    let came = "";
    const buffer = new Uint8Array(4096);
    while (!/\r\n\r\n/.test(came) || !came.endsWith(request.body ?? "")) {
      came += new TextDecoder().decode(buffer.subarray(0, await connection.read(buffer) ?? 0));
    }
    await connection.write(new TextEncoder().encode(answer));
    return came;
  })();
  const url = `http://127.0.0.1:${port}/graphql?a=1`;
  const full = { method: "POST", headers: [], body: undefined, raw: true, ...request, url };
  const response = await sendRequest(full, { signal });
  return { response, came: (await serving).replace(String(port), "PORT") };
}

Deno.test("rawRequest() sends names and values byte by byte, repeated ones too", async () => {
  const { came, response } = await overWire("HTTP/1.1 200 OK\r\nX-A: 1\r\n\r\n{}", {
    headers: [["AUTHORIZATION", "Bearer one"], ["authorization", "  bearer  two "]],
    body: "é",
  });
  assertEquals(
    came,
    "POST /graphql?a=1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAUTHORIZATION: Bearer one\r\n" +
      "authorization:   bearer  two \r\nContent-Length: 2\r\nConnection: close\r\n\r\né",
  );
  assertEquals([response.status, response.headers.get("x-a"), await response.text()], [200, "1", "{}"]);
});

Deno.test("rawRequest() reads a chunked answer", async () => {
  const { response } = await overWire(
    'HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"é\r\n5;x=y\r\n":1}\n\r\n0\r\n\r\n',
    {},
  );
  assertEquals(await response.text(), '{"é":1}\n');
});

Deno.test("rawRequest() reads an answer without a body", async () => {
  const { response } = await overWire("HTTP/1.1 204 No Content\r\n\r\n", {});
  assertEquals([response.status, await response.text()], [204, ""]);
});

Deno.test("rawRequest() refuses what is not HTTP", async () => {
  await assertRejects(() => overWire("SSH-2.0\r\n\r\n", {}), AnswerError, "not HTTP/1.1");
});

Deno.test("rawRequest() refuses https", async () => {
  const request = { method: "POST", url: "https://127.0.0.1/", headers: [], body: undefined, raw: true };
  await assertRejects(() => rawRequest(request, { signal }), TypeError, "only http: can");
});

Deno.test("rawRequest() tells that nothing listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const request = {
    method: "POST",
    url: `http://127.0.0.1:${port}/`,
    headers: [],
    body: undefined,
    raw: true,
  };
  await assertRejects(() => rawRequest(request, { signal }), TypeError, "nothing listens");
});

Deno.test("rawRequest() stops waiting when the signal says so", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const controller = new AbortController();
  const request = {
    method: "POST",
    url: `http://127.0.0.1:${port}/`,
    headers: [],
    body: undefined,
    raw: true,
  };
  const waiting = rawRequest(request, { signal: controller.signal });
  using _connection = await listener.accept();
  controller.abort();
  const error = await assertRejects(() => waiting, DOMException);
  assertEquals(error.name, "AbortError");
});

Deno.test("sendRequest() does not follow a redirect", async () => {
  let asked = 0;
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    asked++;
    return new Response(null, { status: 302, headers: { location: "/elsewhere" } });
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const response = await sendRequest({ method: "POST", url, headers: [], body: "{}", raw: false }, {
    signal,
  });
  await response.body?.cancel();
  assertEquals([response.status, asked], [302, 1]);
  assert(!response.redirected);
});
