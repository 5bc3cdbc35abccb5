import { assertEquals, assertMatch } from "@std/assert";
import { checkLayers } from "../../scripts/dev/check_layers.ts";

function check(sources: Record<string, string>): string[] {
  return checkLayers(new Map(Object.entries(sources)));
}

Deno.test("checkLayers() accepts what the table allows", () => {
  const violations = check({
    "lib/core/uuid.ts": "export const a = 1;",
    "lib/contract/runner.ts": 'import { a } from "../core/uuid.ts";\nimport { join } from "@std/path";',
    "lib/server/access/authenticate.ts": 'import type { Store } from "../store/store.ts";',
    "lib/server/plan/plan.ts": 'import type { P } from "../access/principal.ts";',
    "lib/commands/app.ts": 'import manifest from "../../deno.json" with { type: "json" };',
  });
  assertEquals(violations, []);
});

const FORBIDDEN: readonly { readonly name: string; readonly path: string; readonly source: string }[] = [
  {
    name: "the suite importing the server",
    path: "lib/contract/a.ts",
    source: 'import "../server/http/serve.ts";',
  },
  {
    name: "a type of a higher layer",
    path: "lib/server/model/a.ts",
    source: 'import type { A } from "../plan/a.ts";',
  },
  {
    name: "access reaching the engine",
    path: "lib/server/access/a.ts",
    source: 'import "../store/sqlite.ts";',
  },
  { name: "a dynamic import", path: "lib/contract/a.ts", source: 'await import("../graphql/client.ts");' },
  { name: "a package in the core", path: "lib/core/a.ts", source: 'import "graphql";' },
  { name: "an adapter in the core", path: "lib/core/a.ts", source: 'import { join } from "@std/path";' },
  {
    name: "a script that reaches past mod.ts",
    path: "scripts/a.ts",
    source: 'import "../lib/core/uuid.ts";',
  },
  { name: "a computed import", path: "lib/commands/a.ts", source: "await import(name);" },
  { name: "code that imports tests", path: "lib/commands/a.ts", source: 'import "../../tests/a.ts";' },
];

for (const { name, path, source } of FORBIDDEN) {
  Deno.test(`checkLayers() refuses ${name}`, () => {
    const violations = check({ [path]: `\n${source}` });
    assertEquals(violations.length, 1);
    assertMatch(violations[0]!, new RegExp(`^${path}:2: `));
  });
}

Deno.test("checkLayers() refuses a file outside the table", () => {
  assertEquals(check({ "lib/misc/a.ts": "" }), ["lib/misc/a.ts:1: belongs to no layer of the table"]);
});

Deno.test("checkLayers() names every file of a cycle", () => {
  const violations = check({
    "lib/core/a.ts": 'import "./b.ts";',
    "lib/core/b.ts": 'import type { C } from "./c.ts";',
    "lib/core/c.ts": 'import "./a.ts";',
  });
  assertEquals(violations, [
    "lib/core/a.ts:1: imports itself by way of lib/core/b.ts -> lib/core/c.ts -> lib/core/a.ts",
  ]);
});
