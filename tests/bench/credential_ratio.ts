/**
 * Whether the time of a refusal tells anything: wrong credentials of every kind against the right one, in turn within
 * the same run. A ratio far above 1 would be a way to keep the server busy, and one that differs between kinds of
 * nearly right keys a way to guess.
 *
 * @module
 */
import { generateApiKey } from "../../lib/server/access/api_key.ts";
import { startServer } from "../../lib/server/http/serve.ts";
import { median } from "./median.ts";

const ROUNDS = 25;
const REQUESTS_PER_ROUND = 60;
const DOCUMENT = '{"query":"{ auth_info { user_id } }"}';

async function timeRound(url: string, credential: string): Promise<number> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${credential}` };
  const begin = performance.now();
  for (let sent = 0; sent < REQUESTS_PER_ROUND; sent++) {
    await (await fetch(url, { method: "POST", headers, body: DOCUMENT })).text();
  }
  return (performance.now() - begin) / REQUESTS_PER_ROUND;
}

async function main(): Promise<void> {
  const adminKey = generateApiKey("user");
  const key = adminKey.reveal();
  const kinds: Readonly<Record<string, string>> = {
    unknown: generateApiKey("user").reveal(),
    "first letter wrong": `${key.startsWith("q") ? "r" : "q"}${key.slice(1)}`,
    "last letter wrong": `${key.slice(0, -1)}${key.endsWith("x") ? "y" : "x"}`,
    truncated: key.slice(0, 20),
    oversized: key.repeat(100),
    "non-ASCII": "\u00e9".repeat(key.length),
    "a JWT of nobody": `eyJhbGciOiJIUzI1NiJ9.${btoa("{}")}.${"A".repeat(43)}`,
  };
  await using server = await startServer({ backend: "cloud", port: 0, adminKey });
  await timeRound(server.url, key);
  console.log("credential          ratio (refused / let in; median of rounds)");
  const ratios = new Map(Object.keys(kinds).map((kind) => [kind, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    const right = await timeRound(server.url, key);
    for (const [kind, credential] of Object.entries(kinds)) {
      ratios.get(kind)!.push(await timeRound(server.url, credential) / right);
    }
  }
  for (const [kind, values] of ratios) console.log(`${kind.padEnd(18)}  ${median(values).toFixed(2)}`);
}

await main();
