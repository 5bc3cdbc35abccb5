import { assertEquals } from "@std/assert";
import { sendRequest } from "../../lib/contract/send_request.ts";

/** Sends in a world where `fetch` answers whatever it is asked, and nothing else does. */
async function whoAnswers(url: string): Promise<string> {
  const { fetch } = globalThis;
  globalThis.fetch = () => Promise.resolve(new Response("fetch"));
  try {
    const request = { method: "POST", url, headers: [], body: "{}", raw: false };
    const { body } = await sendRequest(request, { signal: AbortSignal.abort() });
    return new TextDecoder().decode(body);
  } catch {
    return "nobody";
  } finally {
    globalThis.fetch = fetch;
  }
}

for (const host of ["127.0.0.1:9", "127.1.2.3:9/x", "localhost:9?a=b", "[::1]:9/"]) {
  Deno.test(`sendRequest() sends to http://${host} byte by byte`, async () => {
    assertEquals(await whoAnswers(`http://${host}`), "nobody");
  });
}

const ELSEWHERE = [
  "https://127.0.0.1/",
  "http://127.0.0.1.example.org/",
  "http://localhost.example.org:4200",
  "http://user@example.org",
  "http://10.0.0.1:4200/",
];

for (const url of ELSEWHERE) {
  Deno.test(`sendRequest() sends to ${url} with fetch, which knows TLS and proxies`, async () => {
    assertEquals(await whoAnswers(url), "fetch");
  });
}

Deno.test("sendRequest() does not follow a redirect", async () => {
  let asked = 0;
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    asked++;
    return new Response(null, { status: 302, headers: { location: "/elsewhere" } });
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const request = { method: "POST", url, headers: [], body: "{}", raw: false };
  const { status } = await sendRequest(request, { signal: new AbortController().signal });
  assertEquals([status, asked], [302, 1]);
});
