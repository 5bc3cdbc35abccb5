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
title = "x"
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
  ["a tag", { tags: ["quick"], ids: ["*[one]"] }, ["ids-a[one] server", "ids-a[one] cloud"]],
];

for (const [what, selection, expected] of CHOICES) {
  Deno.test(`selectInstances() finds ${what}`, () => assertEquals(select(selection), expected));
}

Deno.test("selectInstances() refuses a choice that stands for nothing", () => {
  assertThrows(() => select({ ids: ["ids-c"] }), UsageError, 'did you mean "ids-');
  assertThrows(() => select({ tags: ["quik"] }), UsageError, 'did you mean "quick"?');
  assertThrows(() => select({ levels: ["may"] }), UsageError, "none is left");
});
