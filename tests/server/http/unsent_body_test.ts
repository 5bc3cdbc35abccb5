import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ask, startTestServer } from "./_ask.ts";

const HEAD = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
/** The begin of a request whose end never comes. */
const BEGINNINGS = {
  "of a declared length": `${HEAD}content-length: 100\r\n\r\n{`,
  "in chunks": `${HEAD}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`,
};

async function send(url: string, text: string): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(url).port) });
  await connection.write(new TextEncoder().encode(text));
  return connection;
}

async function readSome(connection: Deno.TcpConn): Promise<string> {
  const buffer = new Uint8Array(10_000);
  const size = await connection.read(buffer);
  return new TextDecoder().decode(buffer.subarray(0, size ?? 0));
}

for (const [form, beginning] of Object.entries(BEGINNINGS)) {
  Deno.test(`makeHandler() waits for a body ${form} until the limit, and answers others meanwhile`, async () => {
    await using server = await startTestServer({ requestTimeout: 0.1 });
    using connection = await send(server.url, beginning);
    assertEquals((await ask(server, "{ hello }")).body, { data: { hello: "👋" } });
    const answer = await readSome(connection);
    assertMatch(answer, /^HTTP\/1\.1 408 /);
    assertMatch(answer, /^connection: close\r$/m);
    assertStringIncludes(
      answer,
      "Cannot wait for the body any longer: expected all of it within 0.1 seconds",
    );
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    assertStringIncludes(metrics, 'proctor_requests_total{status="408"} 1');
  });
}

Deno.test("startServer() stops though a body that it refused never comes", async () => {
  const server = await startTestServer({ mostBytes: 10 });
  using connection = await send(server.url, BEGINNINGS["of a declared length"]);
  assertMatch(await readSome(connection), /^HTTP\/1\.1 413 /);
  await server.shutdown();
});
