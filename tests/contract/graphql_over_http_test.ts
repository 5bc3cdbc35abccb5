import { serverAudits } from "graphql-http";
import { assertEquals } from "@std/assert";
import { readSuite } from "../../lib/contract/read_suite.ts";
import { startTestServer } from "../server/http/_ask.ts";

const DEVIATIONS = "graphql-over-http-deviates";
const ID_REGEXP = /^[0-9A-Z]{4}/;

/** The audits that our cases name, by the id at the beginning of a row's label. */
async function namedAudits(): Promise<{ readonly kept: string[]; readonly deviating: string[] }> {
  const names = ["statements.toml", "profile.toml", "graphql-over-http.toml"];
  const files = await Promise.all(names.map(async (name) => {
    return { name, text: await Deno.readTextFile(`fixtures/${name}`) };
  }));
  const named = readSuite(files).cases.flatMap(({ name, rows }) =>
    rows.map(({ label }) => ({ name, audit: ID_REGEXP.exec(label)![0] }))
  );
  const idsOf = (isDeviation: boolean) =>
    named.filter(({ name }) => (name === DEVIATIONS) === isDeviation).map(({ audit }) => audit).sort();
  return { kept: idsOf(false), deviating: idsOf(true) };
}

/** Fetches with the whole body: the audits leave most of theirs unread. */
async function fetchWhole(input: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const { status, headers } = response;
  return new Response(await response.bytes(), { status, headers });
}

Deno.test("graphql-over-http cases name every audit of graphql-http, and rightly those that the server fails", async () => {
  await using server = await startTestServer();
  const audits = serverAudits({ url: server.url, fetchFn: fetchWhole });
  const results = await Promise.all(audits.map(({ fn }) => fn()));
  const idsOf = (isKept: boolean) =>
    results.filter(({ status }) => (status === "ok") === isKept).map(({ id }) => id).sort();
  assertEquals(await namedAudits(), { kept: idsOf(true), deviating: idsOf(false) });
});
