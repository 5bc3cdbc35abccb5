import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { runContractCommand } from "../../lib/commands/contract.ts";
import type { ContractFlags } from "../../lib/commands/contract_flags.ts";
import {
  AuthenticationError,
  ConfigurationError,
  FixtureError,
  UnreachableError,
  UsageError,
} from "../../lib/core/errors.ts";
import { Secret } from "../../lib/core/secret.ts";
import { GREETING, profileOf } from "./support.ts";

const KEY = "command-key-0123456789-wxyz";
const STRANGER = "stranger-key-0123456789-qrst";
const CASES = `title = "T"
source = "A"
[[case]]
id = "good"
title = "It says hello"
proves = ["S46"]
document = "{ hello }"
[[case]]
id = "bad"
title = "It says more"
proves = ["S46"]
needs = ["thing"]
document = "{ more }"
[[setup]]
name = "thing"
[[setup.step]]
document = 'mutation { make(name: "\${run}") }'
capture = { id = "$.data.id" }
[[setup.undo]]
document = 'mutation { unmake(id: "\${id}") }'
`;
const PROFILE = profileOf(["server", "cloud"], {
  tables: `[detect]
document = "query { api { backend } }"
answer = "$.data.backend"
answers = { SERVER = "server" }
${GREETING}`,
});

const FLAGS: ContractFlags = {
  target: "local",
  workers: 1,
  timeout: 15,
  maxBytes: 1_000_000,
  tag: [],
  list: false,
  coverage: false,
  report: [],
  failed: false,
  watch: false,
  allowWrites: true,
  strict: false,
  color: true,
  json: false,
};

/** A folder with cases, a server that refuses a wrong key if it asks for one, and what was sent to it. */
async function stage(options: { key?: string; cases?: string; onQuery?: (query: string) => unknown } = {}) {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(join(folder, "t.toml"), options.cases ?? CASES);
  await Deno.writeTextFile(join(folder, "profile.toml"), PROFILE);
  const queries: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { query } = await request.json();
    queries.push(query);
    await options.onQuery?.(query);
    if (options.key !== undefined && request.headers.get("authorization") !== `Bearer ${options.key}`) {
      return Response.json({ errors: [{ message: "no", extensions: { code: "UNAUTHENTICATED" } }] });
    }
    if (query === "{ more }") {
      return Response.json({ errors: [{ message: `no ${options.key} ${STRANGER}` }] });
    }
    // Only now can anyone know that the word before was a key.
    if (query.includes("unmake")) return Response.json({ data: { token: STRANGER } });
    return Response.json({ data: { id: "t1", backend: "SERVER" } });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  return {
    folder,
    queries,
    flags: { ...FLAGS, target: url, fixtures: folder },
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function run(flags: ContractFlags, cases: readonly string[] = []) {
  let [stdout, stderr] = ["", ""];
  const terminal = {
    stdout: { write: (text: string) => void (stdout += text) },
    stderr: { write: (text: string) => void (stderr += text) },
  };
  const folder = flags.fixtures!;
  const code = await runContractCommand(flags, cases, { terminal, folder });
  return { code, stdout, stderr };
}

Deno.test("runContractCommand() gives its verdicts although it cannot remember them", async () => {
  await using on = await stage();
  await Deno.writeTextFile(join(on.folder, ".proctor"), "no folder");
  const { code, stdout, stderr } = await run(on.flags, ["good"]);
  assertEquals(code, 0);
  assertStringIncludes(stdout, "1 passed");
  assertMatch(
    stderr,
    /^proctor: The operating system refused .+\nThe verdicts stand, but --failed will not know them\n$/,
  );
});

Deno.test("runContractCommand() prints how a run ended before a report fails", async () => {
  await using on = await stage();
  const path = join(on.folder, "t.toml", "report.html");
  const report = [{ kind: "html", path }] as const;
  let stdout = "";
  const stream = { write: (text: string) => void (stdout += text) };
  const call = { terminal: { stdout: stream, stderr: stream }, folder: on.folder };
  await assertRejects(() => runContractCommand({ ...on.flags, report }, ["good"], call), Error, "os error");
  assertStringIncludes(stdout, "1 passed");
});

Deno.test("runContractCommand() finds the backend out, runs, and tells how to run a failure alone", async () => {
  await using on = await stage();
  const { code, stdout } = await run(on.flags);
  assertEquals(code, 1);
  assertStringIncludes(
    stdout,
    `deno task contract --target ${on.flags.target} --backend server --fixtures ${on.folder}`,
  );
  assertEquals(stdout.trimEnd().split("\n").at(-1), "1 passed, 1 failed");
  assertEquals(on.queries.at(-1), 'mutation { unmake(id: "t1") }');
});

Deno.test("runContractCommand() runs again what failed last time", async () => {
  await using on = await stage();
  await run(on.flags);
  assertStringIncludes((await run({ ...on.flags, failed: true })).stdout, "0 passed, 1 failed");
  assertEquals((await run(on.flags, ["good"])).code, 0);
  assertEquals(await run({ ...on.flags, failed: true }), {
    code: 0,
    stdout: "",
    stderr: "Nothing failed in the last run\n",
  });
});

Deno.test("runContractCommand() writes reports, and no key in any of them", async () => {
  await using on = await stage({ key: KEY });
  const report = [
    { kind: "junit", path: join(on.folder, "out/junit.xml") },
    { kind: "json", path: join(on.folder, "out/report.json") },
  ] as const;
  const flags = { ...on.flags, backend: "cloud", apiKey: new Secret(KEY), report } as const;
  const { stdout } = await run(flags);
  const json = await run({ ...flags, json: true });
  const written = [stdout, json.stdout];
  for (const path of ["out/junit.xml", "out/report.json", ".proctor/last_run.json"]) {
    written.push(await Deno.readTextFile(join(on.folder, path)));
  }
  assertEquals(written.filter((text) => text.includes(KEY) || text.includes(STRANGER)), []);
  assertEquals(JSON.parse(json.stdout).counts, { passed: 1, failed: 1, warned: 0, expected: 0, skipped: 0 });
  assertStringIncludes(written[2]!, 'failures="1"');
  assertEquals([...Deno.readDirSync(join(on.folder, "out"))].map(({ name }) => name).sort(), [
    "junit.xml",
    "report.json",
  ]);
});

Deno.test("runContractCommand() ends with the error that fits", async () => {
  await using on = await stage({ key: KEY });
  const cloud = { ...on.flags, backend: "cloud", apiKey: new Secret("wrong-key-0123456789") } as const;
  await assertRejects(() => run(cloud), AuthenticationError, "the key ****6789 is refused");
  await assertRejects(
    () => run({ ...on.flags, target: "http://127.0.0.1:1" }),
    UnreachableError,
    "nothing answers",
  );
  await assertRejects(() => run({ ...on.flags, target: "locl" }), UsageError, 'Cannot use target "locl"');
  await assertRejects(
    () => run({ ...on.flags, api: "http://127.0.0.1:1" }),
    UsageError,
    "Cannot use --api beside",
  );
  await assertRejects(
    () => run({ ...on.flags, fixtures: "nowhere" }),
    ConfigurationError,
    "no such file or folder",
  );
  await Deno.writeTextFile(join(on.folder, "u.toml"), "title = 1\n");
  await assertRejects(() => run(on.flags), FixtureError, 'u.toml:1 Key "title" is a number');
});

Deno.test("runContractCommand() takes the targets and backends of the profile, and no others", async () => {
  await using on = await stage();
  await assertRejects(
    () => run({ ...on.flags, target: "local", backend: "moon" }),
    UsageError,
    'Cannot use target "local": expected a URL that starts with http',
  );
  const message = 'Cannot use backend "moon": expected server or cloud';
  await assertRejects(() => run({ ...on.flags, backend: "moon" }), UsageError, message);
});

Deno.test("runContractCommand() reads only what a named case needs, and all where deviations are known", async () => {
  await using on = await stage();
  await Deno.writeTextFile(join(on.folder, "broken.toml"), "title = 1\n");
  assertEquals((await run(on.flags, ["good"])).code, 0);
  const known = `target = "${on.flags.target}"\n[[expectation]]\ncase = "bad"\nreason = "R"\n`;
  await Deno.writeTextFile(join(on.folder, "expectations.toml"), known);
  await assertRejects(() => run(on.flags, ["good"]), FixtureError, "broken.toml:1");
  await Deno.remove(join(on.folder, "broken.toml"));
  assertEquals((await run(on.flags, ["good"])).code, 0);
});

Deno.test("runContractCommand() lends a file without a profile what the package's cases are made of", async () => {
  await using on = await stage();
  const own = join(on.folder, "own.toml");
  await Deno.writeTextFile(own, CASES.replace('needs = ["thing"]', 'needs = ["thing", "a-flow"]'));
  const { stdout } = await run({ ...on.flags, fixtures: own, list: true });
  assertEquals(stdout.split("\n").map((line) => line.split(" ")[0]), ["good", "bad", ""]);
});

Deno.test("runContractCommand() lists cases and sends nothing", async () => {
  await using on = await stage();
  const { stdout } = await run({ ...on.flags, list: true });
  assertEquals(stdout.split("\n")[0], "good  must    S46  It says hello");
  assertEquals(JSON.parse((await run({ ...on.flags, list: true, json: true })).stdout).length, 2);
  assertEquals(on.queries, []);
});

Deno.test("proctor contract undoes what it made when it is interrupted, and exits with 130", async () => {
  const heard = Promise.withResolvers<void>();
  const children: Deno.ChildProcess[] = [];
  await using on = await stage({
    // What is being made when Ctrl-C comes is made all the same; its answer waits until the signal was heard.
    onQuery: (query) => {
      if (!query.startsWith("mutation { make")) return;
      children[0]?.kill("SIGINT");
      return heard.promise;
    },
  });
  const cli = fromFileUrl(new URL("../../cli.ts", import.meta.url));
  const { target, fixtures } = on.flags;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-q",
      "-A",
      cli,
      "contract",
      "--target",
      target,
      "--fixtures",
      fixtures,
      "--allow-writes",
      "bad",
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  children.push(child);
  const told = (async () => {
    let stderr = "";
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      stderr += text;
      if (stderr.includes("Interrupted")) heard.resolve();
    }
    heard.resolve();
    return stderr;
  })();
  const stdout = await new Response(child.stdout).text();
  const { code } = await child.status;
  assertStringIncludes(await told, "Interrupted: undoing what the run has made");
  assertEquals(code, 130);
  assert(!on.queries.includes("{ more }"));
  assertEquals(on.queries.at(-1), 'mutation { unmake(id: "t1") }');
  assertStringIncludes(stdout, "interrupted");
});
