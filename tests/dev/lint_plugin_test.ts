import { assertEquals } from "@std/assert";
import plugin from "../../scripts/dev/lint_plugin.ts";

interface Sample {
  readonly rule: string;
  /** Where the sample pretends to lie; a plain file of the core unless given. */
  readonly file?: string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const LONG_FUNCTION = `function f() {\n${"  f();\n".repeat(79)}}\n`;

const SAMPLES: readonly Sample[] = [
  {
    rule: "error-grammar",
    good: [
      'new UsageError("Unknown case: see --list");',
      "new FixtureError(`${file}:${line}: unknown key`);",
      "new UsageError('\"x\" is no case');",
      'new TypeError("lower case is the API\'s own wording.");',
    ],
    bad: [
      'new UsageError("unknown case");',
      'new UsageError("Unknown case.");',
      "new InternalError(`bad row ${row}`);",
      'new ConfigurationError("Cannot read " + path + ".");',
    ],
  },
  {
    rule: "no-plain-error",
    good: ['throw new TypeError("No");', "throw error;"],
    bad: ['throw new Error("No");', 'throw Error("No");', 'reject(new Error("No"));'],
  },
  { rule: "no-plain-error", file: "tests/a_test.ts", good: ['throw new Error("No");'], bad: [] },
  {
    rule: "io-only-at-edges",
    good: [
      "let a: Deno.Conn;",
      "error instanceof Deno.errors.NotFound;",
      'import { join } from "node:path";',
    ],
    bad: ["Deno.readTextFile(path);", 'console.log("x");', 'import { readFile } from "node:fs/promises";'],
  },
  { rule: "io-only-at-edges", file: "lib/commands/a.ts", good: ["Deno.readTextFile(path);"], bad: [] },
  {
    rule: "sql-only-in-sql",
    good: ['"SELECTED";', '"Update the row";', "`${table} SELECT 1`;"],
    bad: ['"SELECT 1";', "`INSERT INTO ${table} VALUES (1)`;", '" CREATE TABLE t (id)";', '"DELETE FROM t";'],
  },
  { rule: "sql-only-in-sql", file: "lib/server/sql/a.ts", good: ['"SELECT 1";'], bad: [] },
  {
    rule: "max-two-args-then-options",
    good: [
      "export function f(a, b, options = {}) {}",
      "export function f(a, b, { c }) {}",
      "export function f(a, b, ...rest) {}",
      "class A { m(a, b, readOptions) {} }",
      "class A { #m(a, b, c) {} }",
      "function f(a, b, c) {}",
    ],
    bad: [
      "export function f(a, b, c) {}",
      "export async function f(a, b, c, options) {}",
      "class A { m(a, b, c) {} }",
    ],
  },
  {
    rule: "function-declaration-on-top-level",
    good: [
      "function f() {}",
      "function f() { const g = () => 1; return g; }",
      "const table = { f: () => 1 };",
    ],
    bad: ["const f = () => 1;", "export const f = () => 1;", "const f = function () {};"],
  },
  {
    rule: "private-by-hash",
    good: ["class A { #a = 1; #b() {} constructor(readonly c: string) {} }"],
    bad: [
      "class A { private a = 1; }",
      "class A { private b() {} }",
      "class A { constructor(private c: string) {} }",
    ],
  },
  {
    rule: "size-caps",
    good: ["f();\n".repeat(400), LONG_FUNCTION.replace("  f();\n", "")],
    bad: ["f();\n".repeat(401), LONG_FUNCTION, `const f = ${LONG_FUNCTION}`],
  },
  { rule: "size-caps", file: "lib/server/model/tables.ts", good: ["f();\n".repeat(401)], bad: [] },
  {
    rule: "no-enum-no-default",
    good: ['type A = "a" | "b";', "export const a = 1;"],
    bad: ["enum A { a }", "export default 1;"],
  },
];

for (const { rule, file = "lib/core/sample.ts", good, bad } of SAMPLES) {
  const id = `proctor/${rule}`;
  const only = { name: plugin.name, rules: { [rule]: plugin.rules[rule]! } };
  for (const source of good) {
    Deno.test(`${rule} accepts ${JSON.stringify(source.slice(0, 60))} in ${file}`, () => {
      assertEquals(Deno.lint.runPlugin(only, file, source), []);
    });
  }
  for (const source of bad) {
    Deno.test(`${rule} refuses ${JSON.stringify(source.slice(0, 60))} in ${file}`, () => {
      assertEquals(Deno.lint.runPlugin(only, file, source).map((each) => each.id), [id]);
    });
  }
}

Deno.test("plugin.rules all have a good and a bad sample", () => {
  const lacking = Object.keys(plugin.rules).filter((rule) => {
    const samples = SAMPLES.filter((sample) => sample.rule === rule);
    return !samples.some(({ good, bad }) => good.length > 0 && bad.length > 0);
  });
  assertEquals(lacking, []);
});
