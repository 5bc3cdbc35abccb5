/**
 * What a command costs as a whole process, from its start to its end: `proctor --help` against an empty file,
 * `proctor query` against a script of one bare `fetch` and against the Python client. They take turns within one run.
 *
 * @module
 */
import { join } from "@std/path";
import { ConfigurationError } from "../../lib/core/errors.ts";
import { startServer } from "../../lib/server/http/serve.ts";
import { pythonEnvironment } from "../interop/python_environment.ts";
import { median } from "./median.ts";

const ROUNDS = 15;
const DOCUMENT = "{ flow(limit: 3) { id name } }";

/** A command line: a program and its arguments. */
type CommandLine = readonly [program: string, ...args: string[]];

/** Two command lines to compare, and how far apart they may be. */
interface Pair {
  readonly name: string;
  readonly measured: CommandLine;
  readonly against: CommandLine;
  readonly goal: string;
}

async function time([program, ...args]: CommandLine, env: Readonly<Record<string, string>>): Promise<number> {
  const begin = performance.now();
  const { success, stderr } = await new Deno.Command(program, { args, env, stdout: "null" }).output();
  const spent = performance.now() - begin;
  if (success) return spent;
  throw new ConfigurationError(
    `Cannot time "${program} ${args.join(" ")}": expected it to end well, it says ${
      new TextDecoder().decode(stderr)
    }`,
  );
}

/** The programs of Python with the real client, where `deno task interop` has made them. */
async function findPython(): Promise<string | undefined> {
  try {
    await Deno.stat(".proctor/interop");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return undefined;
  }
  return join(await pythonEnvironment(), "python");
}

async function bundle(folder: string): Promise<string> {
  const args = [
    "--quiet",
    "--platform",
    "deno",
    "--code-splitting",
    "--minify",
    "--outdir",
    folder,
    "cli.ts",
  ];
  await time([Deno.execPath(), "bundle", ...args], {});
  return join(folder, "cli.js");
}

async function listPairs(url: string, folder: string): Promise<readonly Pair[]> {
  const [empty, bare] = [join(folder, "empty.ts"), join(folder, "bare.ts")];
  const body = JSON.stringify(JSON.stringify({ query: DOCUMENT }));
  await Deno.writeTextFile(empty, "");
  await Deno.writeTextFile(
    bare,
    `const headers = { "content-type": "application/json" };
console.log(await (await fetch("${url}", { method: "POST", headers, body: ${body} })).text());`,
  );
  const run: CommandLine = [Deno.execPath(), "run", "--quiet", "--allow-all"];
  // A bundle stands in no folder with a deno.json to say this.
  const bundled = ["--unstable-lazy-dynamic-imports", await bundle(join(folder, "bundle"))];
  const query: CommandLine = [...run, "cli.ts", "query", DOCUMENT];
  const fetched: CommandLine = [...run, bare];
  const pairs: Pair[] = [
    {
      name: "--help / empty file",
      measured: [...run, "cli.ts", "--help"],
      against: [...run, empty],
      goal: "≤ 2",
    },
    { name: "query / bare fetch", measured: query, against: fetched, goal: "≤ 4" },
    {
      name: "bundled query / bare fetch",
      measured: [...run, ...bundled, "query", DOCUMENT],
      against: fetched,
      goal: "≤ 2.5",
    },
  ];
  const python = await findPython();
  if (python === undefined) {
    console.log("The Python client was not measured: run deno task interop once, which installs it");
    return pairs;
  }
  const program = `from prefect import Client; print(Client().graphql("${DOCUMENT}"))`;
  return [...pairs, {
    name: "Python client / query",
    measured: [python, "-c", program],
    against: query,
    goal: "≥ 10",
  }];
}

async function main(): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await using server = await startServer({ backend: "server", port: 0, seed: "demo" });
    const env = { PREFECT__BACKEND: "server", PREFECT__CLOUD__API: server.url };
    const pairs = await listPairs(server.url, folder);
    console.log("whole processes             ratio  goal (median of rounds)");
    for (const { name, measured, against, goal } of pairs) {
      const ratios: number[] = [];
      // The first round fills caches.
      for (let round = 0; round <= ROUNDS; round++) {
        const base = await time(against, env);
        ratios.push(await time(measured, env) / base);
      }
      console.log(`${name.padEnd(26)}  ${median(ratios.slice(1)).toFixed(2).padStart(5)}  ${goal}`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

await main();
