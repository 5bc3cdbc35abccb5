import { assertEquals } from "@std/assert";
import { startLocalServers } from "../../lib/commands/local_servers.ts";

for (const together of [true, false]) {
  const where = together ? "in one thread" : "in threads of their own";
  Deno.test(`startLocalServers() starts backends ${where}, in their order`, async () => {
    await using servers = await startLocalServers(["cloud", "server"], { together });
    const seen = servers.targets.map(async ({ backend, url, key }) => {
      const headers: HeadersInit = { "content-type": "application/json" };
      if (key) headers.authorization = `Bearer ${key.reveal()}`;
      const response = await fetch(url, { method: "POST", headers, body: '{"query":"{ hello }"}' });
      return [backend, key !== undefined, await response.json()];
    });
    const hello = { data: { hello: "👋" } };
    assertEquals(await Promise.all(seen), [["cloud", true, hello], ["server", false, hello]]);
  });
}
