import { assertEquals, assertThrows } from "@std/assert";
import { selectInstances, type Selection } from "../../lib/contract/instance.ts";
import { UsageError } from "../../lib/core/errors.ts";
import { CLOUD, SERVER, suiteOf } from "./support.ts";

const SUITE = suiteOf(`
[[case]]
id = "ids-a"
title = "x"
proves = ["S46"]
tags = ["quick"]
document = "{ a }"
each = [{ label = "one" }, { label = "two" }]
[[case]]
id = "ids-b"
title = "y(z"
proves = ["S46"]
level = "should"
backends = ["cloud"]
document = "{ a }"
`);

function select(selection: Selection): string[] {
  const chosen = selectInstances(SUITE.cases, { targets: [SERVER, CLOUD], selection });
  return chosen.map(({ id, target }) => `${id} ${target.backend}`);
}

/** What is asked for, and what comes of it. */
const CHOICES: readonly (readonly [string, Selection, readonly string[]])[] = [
  ["everything", {}, [
    "ids-a[one] server",
    "ids-a[one] cloud",
    "ids-a[two] server",
    "ids-a[two] cloud",
    "ids-b cloud",
  ]],
  ["one id", { ids: ["ids-b"] }, ["ids-b cloud"]],
  ["one row", { ids: ["ids-a[two]"] }, ["ids-a[two] server", "ids-a[two] cloud"]],
  ["a pattern", { ids: ["ids-?"], levels: ["should"] }, ["ids-b cloud"]],
  ["all but one", { ids: ["!ids-a"] }, ["ids-b cloud"]],
  ["a pattern but one row", { ids: ["ids-a", "!*[two]"] }, ["ids-a[one] server", "ids-a[one] cloud"]],
  ["a text in the id", { grep: "A[TWO" }, ["ids-a[two] server", "ids-a[two] cloud"]],
  ["a text in the title", { grep: "Y(" }, ["ids-b cloud"]],
  ["an expression", { grep: "^ids-.\\[o" }, ["ids-a[one] server", "ids-a[one] cloud"]],
  ["a tag", { tags: ["quick"], ids: ["*[one]"] }, ["ids-a[one] server", "ids-a[one] cloud"]],
];

for (const [what, selection, expected] of CHOICES) {
  Deno.test(`selectInstances() finds ${what}`, () => assertEquals(select(selection), expected));
}

Deno.test("selectInstances() refuses a choice that stands for nothing", () => {
  assertThrows(() => select({ ids: ["ids-c"] }), UsageError, 'did you mean "ids-');
  assertThrows(() => select({ ids: ["id"] }), UsageError, 'did you mean "id*"?');
  assertThrows(() => select({ tags: ["quik"] }), UsageError, 'did you mean "quick"?');
  assertThrows(() => select({ levels: ["may"] }), UsageError, "none is left");
  assertThrows(() => select({ ids: ["!ids-c"] }), UsageError, 'Select case "ids-c" failed');
  assertThrows(() => select({ grep: "nothing" }), UsageError, "none is left");
});

Deno.test("selectInstances() divides everything into shards, each its own part", () => {
  const shards = [1, 2, 3].map((index) => select({ shard: { index, count: 3 } }));
  assertEquals(shards.flat().sort(), select({}).sort());
});
