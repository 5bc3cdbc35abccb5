import { assertEquals, assertThrows } from "@std/assert";
import { findExamples } from "../../scripts/dev/find_examples.ts";

const FILE = new URL("file:///lib/core/a.ts");

function commentOf(...lines: readonly string[]): string {
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}

Deno.test("findExamples() finds every example of a file, and the line it begins on", () => {
  const source = [
    commentOf("One.", "", "@example First", "```ts", "first();", "```"),
    commentOf(
      "@example Second",
      "```ts",
      "if (second) {",
      "",
      "  second();",
      "}",
      "```",
      "```ts",
      "third();",
      "```",
    )
      .replaceAll(/^/gm, "  "),
  ].join("\n");
  assertEquals(findExamples(source, FILE), [
    { line: 5, code: "first();\n" },
    { line: 11, code: "if (second) {\n\n  second();\n}\n" },
    { line: 17, code: "third();\n" },
  ]);
});

Deno.test("findExamples() names by its URL what is imported by a relative path, and nothing else", () => {
  const lines = [
    'import { a, type B } from "./a.ts";',
    "import {",
    "  c,",
    '} from "../b.ts";',
    'import "@std/assert";',
    "const source = 'import \"./c.ts\"';",
  ];
  const [example] = findExamples(commentOf("```ts", ...lines, "```"), FILE);
  assertEquals(example!.code.trimEnd().split("\n"), [
    'import { a, type B } from "file:///lib/core/a.ts";',
    "import {",
    "  c,",
    '} from "file:///lib/b.ts";',
    ...lines.slice(4),
  ]);
});

for (
  const { name, lines } of [
    { name: "has no language", lines: ["```", "run();", "```"] },
    { name: "has a language that is not run", lines: ["```js", "run();", "```"] },
    { name: "is left open", lines: ["```ts", "run();"] },
  ]
) {
  Deno.test(`findExamples() refuses code that ${name}, as it would never be run`, () => {
    assertThrows(
      () => findExamples(commentOf(...lines), FILE),
      SyntaxError,
      'examples of "file:///lib/core/a.ts"',
    );
  });
}

Deno.test("findExamples() finds nothing in a file without examples", () => {
  assertEquals(findExamples("const fence = '```ts';\n// ```ts\n", FILE), []);
});
