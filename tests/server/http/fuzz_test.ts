import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ask, startTestServer } from "./_ask.ts";

const DOCUMENTS = [
  '{ flow(where: { name: { _ilike: "%train" } }, order_by: [{ name: asc }], limit: 3) { id name project { name } } }',
  "query ($n: Int = 2) { flow_run_aggregate(limit: $n) { aggregate { count max { start_time } } nodes { id } } }",
  'mutation { create_tenant(input: { name: "x", slug: "Not A Slug" }) { id } }',
  '{ __type(name: "flow") { name fields { name } } }',
];
const FRAGMENTS = [
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  '"',
  "$x",
  "null",
  "...",
  "@skip",
  "\\",
  "\0",
  "😀",
  "-1",
  "1e999",
  ":",
];

/** A documented request with pieces of it cut out, doubled or replaced. */
const damaged = fc.record({
  text: fc.constantFrom(...DOCUMENTS),
  cuts: fc.array(
    fc.record({ at: fc.nat(120), length: fc.nat(8), insert: fc.constantFrom("", ...FRAGMENTS) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
}).map(({ text, cuts }) =>
  cuts.reduce((whole, { at, length, insert }) => whole.slice(0, at) + insert + whole.slice(at + length), text)
);

Deno.test("makeHandler() answers damaged documents and bodies, and goes on", async () => {
  await using server = await startTestServer();
  const headers = { "content-type": "application/json" };
  await fc.assert(
    fc.asyncProperty(damaged, fc.jsonValue(), async (query, variables) => {
      const { status, body } = await ask(server, query, { variables: { x: variables } });
      assertEquals([200, 400].includes(status), true);
      assertEquals("data" in body || Array.isArray(body.errors), true);
      assertEquals(JSON.stringify(body).includes("internal API error"), false);
    }),
    { numRuns: 400 },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
      const response = await fetch(server.url, { method: "POST", headers, body });
      const text = await response.text();
      // The gateway answers 500 to what it takes for no body at all; nothing else may be one.
      assertEquals(response.status < 500 || text.startsWith("POST body missing"), true);
    }),
    { numRuns: 400 },
  );
  assertEquals((await ask(server, "{ hello }")).body, { data: { hello: "👋" } });
});
