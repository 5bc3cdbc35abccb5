/**
 * Runs the examples of the documentation, each a test: `deno test -P=test scripts/dev/run_examples.ts`. `deno test --doc`
 * does the same in a tenfold of the time, as it makes a new JavaScript engine for each. Their types are checked by
 * `deno check --doc`.
 *
 * @module
 */
import { findExamples } from "./find_examples.ts";
import { listFiles } from "./list_files.ts";

const ROOT = new URL("../../", import.meta.url);
const PLACES = ["lib", "scripts", "mod.ts"];

for (const place of PLACES) {
  for await (const path of listFiles(place)) {
    if (!path.endsWith(".ts")) continue;
    for (const { line, code } of findExamples(await Deno.readTextFile(path), new URL(path, ROOT))) {
      Deno.test(`${path}:${line} holds`, async () => {
        await import("data:application/typescript," + encodeURIComponent(code));
      });
    }
  }
}
