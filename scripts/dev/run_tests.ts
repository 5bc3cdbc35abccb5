/**
 * Runs what `deno test tests` runs, several files to a JavaScript engine: an engine for each file takes half as long
 * again. Types are checked by `deno check`.
 * `--without-postgres` leaves out the files whose tests all need one.
 *
 * @module
 */
import { dirname, join } from "@std/path";
import { listFiles } from "./list_files.ts";

const ROOT = new URL("../../", import.meta.url);
/** More of them save little, and a long engine may be the last to end. */
const FILES_PER_ENGINE = 12;

/** Tells files of tests from what they share. */
export function hasTests(path: string): boolean {
  return path.endsWith("_test.ts");
}

/** Whether a file of tests needs a PostgreSQL, which its name says. */
export function needsPostgres(path: string): boolean {
  return /postgres[^/]*$/.test(path);
}

/**
 * Deals files to engines. Those of a folder import much the same, so they stay together.
 *
 * @param paths Relative to the root of the project, in any order.
 * @param most How many files an engine has at most.
 * @returns The files of each engine, by its name, which is that of the folder with a number.
 *
 * @example Two folders
 * ```ts
 * import { dealFiles } from "./run_tests.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const dealt = dealFiles(["tests/a/1_test.ts", "tests/a/2_test.ts", "tests/b/1_test.ts"], 12);
 * assertEquals([...dealt.keys()], ["tests_a_1", "tests_b_1"]);
 * ```
 */
export function dealFiles(paths: readonly string[], most: number): ReadonlyMap<string, readonly string[]> {
  const engines = new Map<string, readonly string[]>();
  for (const [folder, files] of Map.groupBy(paths, dirname)) {
    const needed = Math.ceil(files.length / most);
    const each = Math.ceil(files.length / needed);
    for (let position = 0; position < needed; position++) {
      const name = `${folder.replaceAll(/[/\\]/g, "_")}_${position + 1}`;
      engines.set(name, files.slice(position * each, (position + 1) * each));
    }
  }
  return engines;
}

/** Writes a module for each engine, which imports the files of it. */
async function writeEngines(
  folder: string,
  engines: ReadonlyMap<string, readonly string[]>,
): Promise<readonly string[]> {
  return await Promise.all([...engines].map(async ([name, files]) => {
    const path = join(folder, `${name}.ts`);
    const imports = files.map((file) => `import ${JSON.stringify(new URL(file, ROOT).href)};\n`);
    await Deno.writeTextFile(path, imports.join(""));
    return path;
  }));
}

if (import.meta.main) {
  const isWithout = Deno.args.includes("--without-postgres");
  const files = await Array.fromAsync(listFiles("tests"));
  const paths = files.filter((path) => hasTests(path) && !(isWithout && needsPostgres(path)));
  const folder = await Deno.makeTempDir({ prefix: "proctor-tests-" });
  try {
    const engines = await writeEngines(folder, dealFiles(paths, FILES_PER_ENGINE));
    const tests = new Deno.Command(Deno.execPath(), {
      args: ["test", "--config=deno.json", "-P=test", "--no-check", "--parallel", "--shuffle", ...engines],
    }).spawn();
    // Whoever ends this process means the tests.
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => tests.kill(signal));
    }
    const { code } = await tests.status;
    Deno.exitCode = code;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
