// @ts-types="json-p3"
import { JSONPathEnvironment } from "json-p3/dist/json-p3.esm.js";
import { assert, assertEquals } from "@std/assert";
import { jsonPath } from "../../lib/contract/json_path.ts";
import { plainPath } from "../../lib/contract/plain_path.ts";
import { type JsonValue, parseJson } from "../../lib/core/json.ts";

const environment = new JSONPathEnvironment();

const ROOTS: readonly string[] = [
  '{"a":{"b":[{"a":1},{"a":null},{"b":[]}],"_c1":"text"},"b":[[1,2],[],{"a":[true]}]}',
  '[{"a":{"a":1}},{"a":[0]},[[]],"a"]',
  '{"__proto__":{"a":1},"length":2,"a":"text"}',
  '"text"',
  "null",
];
const STEPS: readonly string[] = [
  ".a",
  ".b",
  "._c1",
  ".length",
  ".__proto__",
  "[0]",
  "[1]",
  "[9]",
  ".*",
  "[*]",
];

/** `$`, and everything that up to three steps lead to. */
function paths(depth: number): string[] {
  if (depth === 0) return ["$"];
  const shorter = paths(depth - 1);
  return [...shorter, ...shorter.flatMap((path) => STEPS.map((step) => `${path}${step}`))];
}

Deno.test("plainPath() finds what a library finds that knows all of RFC 9535", () => {
  let found = 0;
  for (const path of new Set(paths(3))) {
    const plain = plainPath(path)!;
    const whole = environment.compile(path);
    assertEquals(plain.singular, whole.singularQuery(), path);
    for (const root of ROOTS.map((text) => JSON.parse(text))) {
      assertEquals(plain.values(root), whole.query(root).values() as JsonValue[], path);
      found += plain.values(root).length;
    }
  }
  assert(found > 250);
});

Deno.test("plainPath() leaves everything else to the library", () => {
  for (
    const path of [
      "",
      "$.",
      "$a",
      "$..a",
      "$[-1]",
      "$[01]",
      "$['a']",
      "$[0,1]",
      "$[0:1]",
      "$[?@.a]",
      "$.a-b",
      "$.1",
      "$ .a",
    ]
  ) {
    assertEquals(plainPath(path), undefined, path);
  }
});

Deno.test("plainPath() does not look into a number that is kept as text", () => {
  const root = parseJson('{"n":1.50,"m":{"n":1e400}}');
  assertEquals(plainPath("$.n.text")!.values(root), []);
  assertEquals(plainPath("$.m.*.*")!.values(root), []);
  assertEquals(plainPath("$.m.*")!.values(root).length, 1);
});

Deno.test("jsonPath() knows what holds the value, however the path is written", () => {
  const parents = ["$", "$.a", "$.a[0].b", "$['a'].b", "$.a[*]", "$.a[*].b"].map((path) =>
    jsonPath(path).parent?.text
  );
  assertEquals(parents, [undefined, "$", "$.a[0]", "$.a", undefined, undefined]);
});
