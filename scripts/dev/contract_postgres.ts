/**
 * Judges `proctor server` on PostgreSQL by the contract, both backends, each with a database of its own on the server
 * of `PROCTOR_TEST_POSTGRES`.
 *
 * @module
 */
import postgres from "postgres";
import { generateMasterKey } from "../../lib/server/access/master_key.ts";
import { judgeStage } from "./judge_stage.ts";

const ADMIN_KEY = `pcu_${crypto.randomUUID().replaceAll("-", "")}`;
const URL_REGEXP = /^http:\/\/\S+$/m;

/** Makes a database and gives its URL. */
async function makeDatabase(server: string, name: string): Promise<string> {
  const sql = postgres(server, { max: 1, onnotice: () => {} });
  await sql.unsafe(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  await sql.unsafe(`CREATE DATABASE "${name}"`);
  await sql.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

function cli(args: readonly string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=test", "cli.ts", ...args],
    env: {
      NO_COLOR: "1",
      PROCTOR_ADMIN_KEY: ADMIN_KEY,
      PROCTOR_MASTER_KEY: generateMasterKey().reveal(),
      PREFECT__CLOUD__API_KEY: ADMIN_KEY,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  });
}

/** Reads the URL that a server prints when it answers. */
async function urlOf(stdout: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const part of stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    const url = URL_REGEXP.exec(text)?.[0];
    if (url) return url;
  }
  throw new TypeError(`Cannot find the URL of the server: it printed "${text}"`);
}

/** Runs the contract on one backend. */
async function judge(
  backend: "server" | "cloud",
  server: string,
): Promise<{ passed: number; failed: number }> {
  const database = await makeDatabase(server, `contract_${backend}`);
  const flags = ["--backend", backend, "--port", "0", "--services", "none", "--test-clock"];
  const process = cli(["server", ...flags, "--database", database]).spawn();
  const url = await urlOf(process.stdout);
  const target = ["--target", url, "--backend", backend, "--allow-writes", "--no-color"];
  const { success, stdout } = await cli(["contract", ...target]).output();
  process.kill("SIGTERM");
  await process.status;
  const output = new TextDecoder().decode(stdout);
  const counts = judgeStage(output, { success, counted: true });
  if (counts.failed > 0) console.log(output.trimEnd());
  return counts;
}

if (import.meta.main) {
  const server = Deno.env.get("PROCTOR_TEST_POSTGRES");
  if (!server) throw new TypeError('Cannot find a PostgreSQL: expected its URL in "PROCTOR_TEST_POSTGRES"');
  // Side by side: each waits for the database now and then.
  const backends = ["server", "cloud"] as const;
  const results = await Promise.all(backends.map((backend) => judge(backend, server)));
  for (const [position, { passed, failed }] of results.entries()) {
    console.log(`${backends[position]} on PostgreSQL: ${passed} passed, ${failed} failed`);
  }
  const sum = (key: "passed" | "failed") => results.reduce((total, counts) => total + counts[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  Deno.exitCode = sum("failed") === 0 ? 0 : 1;
}
