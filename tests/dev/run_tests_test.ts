import { assert, assertEquals } from "@std/assert";
import { listFiles } from "../../scripts/dev/list_files.ts";
import { dealFiles, hasTests, needsPostgres } from "../../scripts/dev/run_tests.ts";

Deno.test("dealFiles() gives every file to one engine, with files of its folder alone", async () => {
  const paths = (await Array.fromAsync(listFiles("tests"))).filter(hasTests);
  const dealt = dealFiles(paths, 5);
  assertEquals([...dealt.values()].flat().sort(), [...paths].sort());
  for (const files of dealt.values()) {
    assert(files.length <= 5);
    assertEquals(new Set(files.map((path) => path.replace(/[^/]*$/, ""))).size, 1);
  }
});

Deno.test("dealFiles() makes the engines of a folder about as large", () => {
  const paths = Array.from({ length: 13 }, (_, position) => `tests/a/${position}_test.ts`);
  assertEquals([...dealFiles(paths, 12)].map(([name, files]) => [name, files.length]), [
    ["tests_a_1", 7],
    ["tests_a_2", 6],
  ]);
});

Deno.test("Files of tests that make a database of PostgreSQL say so in their names", async () => {
  const wrong: string[] = [];
  for await (const path of listFiles("tests")) {
    if (!hasTests(path) || needsPostgres(path)) continue;
    const text = await Deno.readTextFile(path);
    if (/^import .*\/_fresh_database\.ts";$/m.test(text)) wrong.push(path);
  }
  assertEquals(wrong, []);
});
