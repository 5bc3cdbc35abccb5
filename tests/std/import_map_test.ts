import { assertEquals } from "@std/assert";
import jsr from "../../import_map.jsr.json" with { type: "json" };
import manifest from "../../deno.json" with { type: "json" };

Deno.test("import_map.jsr.json differs from deno.json in the @std names only", () => {
  const expected = Object.entries(manifest.imports).map(([name, target]) => [
    name,
    name.startsWith("@std/") ? `jsr:${name}@^1` : target,
  ]);
  assertEquals(Object.entries(jsr.imports), expected);
});
