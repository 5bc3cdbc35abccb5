import { assertEquals, assertStringIncludes } from "@std/assert";
import { caseFile, namesOfIds, type Violation } from "../../../lib/contract/explore/case_file.ts";
import { LAWS } from "../../../lib/contract/explore/laws.ts";
import { readSuite } from "../../../lib/contract/read_suite.ts";
import { Scope } from "../../../lib/contract/scope.ts";
import { PROFILE } from "../support.ts";

const ID = "07786de2-7283-434f-a9b1-600044a8afb3";
const NASTY = "''' ${run} $${ \\ \"quoted\" \u0007\r\n\t 🚆 # '";

function violation(changes: Partial<Violation> = {}): Violation {
  return {
    id: "explore-limit-1-2",
    law: LAWS.find(({ id }) => id === "limit")!,
    backend: "server",
    document: { query: `query { all: flow(where: {id: {_eq: "${ID}"}}) { id } }`, variables: {} },
    finding: {
      note: "limit: 1 gives the first 1 rows",
      check: { path: "$.data.all[*]", count: 1 },
      expected: "1 row",
      got: "2 rows",
    },
    request: "curl -sS 'http://127.0.0.1/'",
    seed: 1,
    needs: [],
    names: new Map(),
    rows: [],
    lookup: { query: "query { }", variables: {} },
    ...changes,
  };
}

/** What the steps of the file send when the fixtures' reader has read it. */
function bodies(text: string, known: Record<string, string> = {}): { query: string; variables?: unknown }[] {
  const setup =
    '[[setup]]\nname = "rows"\n[[setup.step]]\ndocument = "{ a }"\ncapture = { flow_id = "$.a" }\n';
  const suite = readSuite([
    PROFILE,
    { name: "s.toml", text: `title = "S"\nsource = "A"\n${setup}` },
    { name: "k.toml", text },
  ]);
  const scope = new Scope();
  for (const [name, value] of Object.entries(known)) scope.set(name, value);
  const [kept] = suite.cases;
  return kept!.steps.map(({ request }) => JSON.parse(request.body!.fill((name) => scope.get(name))));
}

Deno.test("caseFile() writes what the fixtures' reader reads", () => {
  const { document } = violation();
  assertEquals(bodies(caseFile(violation())), [{ query: `\n${document.query}\n`.slice(1) }]);
});

for (const text of [NASTY, "plain", "'", "''", "ends in \\", "{{ ${} }}"]) {
  Deno.test(`caseFile() keeps ${JSON.stringify(text)} as it is`, () => {
    const document = {
      query: `query($v0: String) { a(b: ${JSON.stringify(text)}) }`,
      variables: { v0: text, list: [text] },
    };
    const finding = {
      note: text,
      check: { path: "$.data.a", equals_json: JSON.stringify(text) },
      expected: text,
      got: text,
    };
    const [sent] = bodies(caseFile(violation({ document, finding, request: text })));
    assertEquals(sent!.query.trim(), document.query);
    assertEquals(sent!.variables, document.variables);
  });
}

Deno.test("caseFile() gives ids the names that setups have for them", () => {
  const text = caseFile(violation({ needs: ["rows"], names: new Map([[ID, "flow_id"]]) }));
  assertStringIncludes(text, '{_eq: "${flow_id}"}');
  assertStringIncludes(bodies(text, { flow_id: "another" })[0]!.query, '{_eq: "another"}');
});

Deno.test("caseFile() finds other rows by their age first, and expects what stands in the same answer", () => {
  const text = caseFile(violation({
    rows: [{ id: ID, name: "row1", key: "id", field: { name: "flow" } }],
    lookup: { query: "query { row1: flow(offset: 3) { id } }", variables: {} },
    finding: {
      note: "n",
      check: { path: "$.data.all", equals: "$.data.other" },
      refers: true,
      expected: "e",
      got: "g",
    },
  }));
  const [lookup, first, second] = bodies(text, { row1: "a-row" });
  assertStringIncludes(lookup!.query, "row1: flow(offset: 3)");
  assertStringIncludes(first!.query, '{_eq: "a-row"}');
  assertEquals(second, first);
  assertStringIncludes(text, 'capture = { "expected" = "$.data.other" }');
  assertStringIncludes(text, 'equals = "${expected}"');
});

Deno.test("caseFile() has nothing but data to ask for when the document was refused", () => {
  const finding = { note: "n", check: { ok: true }, expected: "data", got: "errors" };
  assertEquals(caseFile(violation({ finding })).match(/^\[\[case\.step\.check\]\]$/gm)?.length, 1);
});

Deno.test("namesOfIds() names ids, and not words that may stand anywhere", () => {
  assertEquals([...namesOfIds([["a", ID], ["b", ID], ["c", "flow"], ["d", null]])], [[ID, "a"]]);
});
