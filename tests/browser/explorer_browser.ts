/** `deno task browser`. Apart from `deno task test`, which has to pass on machines without a browser. */
import { assertEquals, assertMatch } from "@std/assert";
import { generateApiKey } from "../../lib/server/access/api_key.ts";
import { startServer } from "../../lib/server/http/serve.ts";
import { spawnProctor } from "../commands/_proctor.ts";
import { openPage, type Page } from "./chromium.ts";

/** Sends the first documented example, as a person would. */
async function runExample(page: Page, url: string): Promise<string> {
  await page.goto(url);
  await page.until("document.querySelector('.graphiql-execute-button')");
  await page.until("document.querySelectorAll('.graphiql-tab').length === 5");
  // The button takes the editor's text, which is there a little later than the button.
  await page.until("document.querySelector('.graphiql-query-editor').innerText.includes('%train')");
  await page.evaluate("document.querySelector('.graphiql-execute-button').click()");
  await page.until("document.querySelector('.graphiql-response').innerText.includes('flow_run')");
  return await page.evaluate<string>("document.querySelector('.graphiql-response').innerText");
}

Deno.test("runExplore() answers a documented query in the browser, its key nowhere in the page (S40)", async () => {
  const adminKey = generateApiKey("user");
  await using server = await startServer({ backend: "cloud", port: 0, adminKey, seed: "demo" });
  const env = { PREFECT__CLOUD__API: server.url, PREFECT__CLOUD__API_KEY: adminKey.reveal() };
  await using explorer = await spawnProctor(["explore"], { env });
  await using page = await openPage();
  const answer = await runExample(page, await explorer.firstLine);
  assertMatch(answer, /"churn-\w+-train"/i);
  const seen = await page.evaluate<string>(
    "document.documentElement.outerHTML + JSON.stringify(localStorage)",
  );
  const key = adminKey.reveal();
  assertEquals([seen, ...page.requests].filter((text) => text.includes(key)), []);
  assertEquals(page.requests.some((text) => text.includes("LatestRuns")), true);
  // Nothing but this machine was asked for anything.
  const elsewhere = page.requests.filter((text) =>
    !/^(?:http:\/\/127\.0\.0\.1:|data:|blob:|about:)/.test(JSON.parse(text).request?.url ?? "about:")
  );
  assertEquals(elsewhere, []);
  await Deno.mkdir(".proctor", { recursive: true });
  await Deno.writeFile(".proctor/explorer.png", await page.screenshot());
});

Deno.test("makeHandler() shows the explorer to a browser at the server's address (S40)", async () => {
  await using server = await startServer({ backend: "server", port: 0, seed: "demo" });
  await using page = await openPage();
  assertMatch(await runExample(page, `${server.url}/`), /"churn-\w+-train"/i);
});
