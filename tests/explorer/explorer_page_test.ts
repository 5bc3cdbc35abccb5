import { assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "graphql";
import { EXAMPLE_TABS } from "../../lib/explorer/example_tabs.ts";
import { explorerPage } from "../../lib/explorer/explorer_page.ts";
import { startServer } from "../../lib/server/http/serve.ts";

Deno.test("explorerPage() lets no option end its script", async () => {
  const page = await explorerPage({ endpoint: "/</script><b>", title: "</script><i>" });
  const text = await page.text();
  assertEquals([text.includes("</script><b>"), text.includes("</script><i>")], [false, false]);
});

Deno.test("EXAMPLE_TABS parse, and answer at the local server (S40)", async () => {
  await using server = await startServer({ backend: "server", port: 0, seed: "demo" });
  for (const { query, variables = "{}" } of EXAMPLE_TABS) {
    const [operation] = parse(query).definitions;
    assertEquals(operation?.kind, "OperationDefinition");
    const response = await fetch(server.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables: JSON.parse(variables) }),
    });
    assertEquals(Object.keys(await response.json()), ["data"]);
  }
});

Deno.test("makeHandler() shows the page to browsers that ask nothing, and to nobody else (S40)", async () => {
  await using server = await startServer({ backend: "cloud", port: 0 });
  const html = { headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } };
  const page = await fetch(`${server.url}/graphql`, html);
  assertEquals([page.status, page.headers.get("content-type")], [200, "text/html; charset=utf-8"]);
  assertStringIncludes(await page.text(), '"endpoint":"/graphql"');
  const asked = await fetch(`${server.url}/?query={__typename}`, html);
  assertEquals(await asked.json(), { data: { __typename: "Query" } });
  const program = await fetch(server.url);
  assertEquals([program.status, await program.text()], [400, "GET query missing."]);
});
