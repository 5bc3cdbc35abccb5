import { assertEquals } from "@std/assert";
import { coverage, formatCoverage } from "../../lib/contract/coverage.ts";
import { readSuite } from "../../lib/contract/read_suite.ts";
import { PROFILE } from "./support.ts";

const { cases, statements } = readSuite([
  PROFILE,
  {
    name: "statements.toml",
    text: `title = "S"
[[statement]]
id = "S01"
text = "One"
suite = true
[[statement]]
id = "S02"
text = "Two"
suite = true
[[statement]]
id = "S03"
text = "Three"
suite = false
`,
  },
  {
    name: "a.toml",
    text: `title = "T"
source = "A"
[[case]]
id = "a"
title = "x"
proves = ["S01"]
document = "{ a }"
[[case]]
id = "b"
title = "x"
proves = ["S01"]
document = "{ b }"
`,
  },
]);

Deno.test("formatCoverage() shows statements, their cases and what those catch", () => {
  const mutants = [
    { statements: ["S01"], cases: ["a[row]"] },
    { statements: ["S01", "S03"], cases: ["a"] },
    { statements: ["S02"], cases: [] },
  ];
  assertEquals(
    formatCoverage(coverage({ cases, statements }, mutants)),
    `ID   CASES  MUTANTS  STATEMENT
S01      2        2  One
     a (2) b
S02      0        1  Two
     no case yet
S03      0        1  Three
     proved by tests, not by cases
a number beside a case counts the mutants of tests/mutants that it catches: deno task mutants
1 of 2 statements the suite must prove have a case
`,
  );
});

Deno.test("formatCoverage() leaves the mutants out where none are known", () => {
  assertEquals(
    formatCoverage(coverage({ cases, statements })).split("\n").slice(0, 3),
    ["ID   CASES  STATEMENT", "S01      2  One", "     a b"],
  );
});
