import { assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl, join } from "@std/path";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function proctor(
  args: readonly string[],
  options: { input?: string; key?: string } = {},
): Promise<Finished> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-A", "cli.ts", "server", ...args],
    cwd: ROOT,
    env: { PROCTOR_MASTER_KEY: options.key ?? "" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(options.input ?? ""));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const TENANT = '{"table":"tenant","row":{"id":"aaaaaaaa-0000-4000-8000-000000000001",' +
  '"created":"2020-01-01T00:00:00+00:00","updated":"2020-01-01T00:00:00+00:00","name":"Acme","slug":"acme","info":null,' +
  '"settings":{}}}\n';
const HEADER = '{"format":"proctor-export","version":1}\n';

Deno.test("importServer() and exportServer() give back what they took", async () => {
  await withFolder(async (folder) => {
    const database = ["--database", `sqlite:${join(folder, "a.sqlite")}`];
    const imported = await proctor(["import", ...database], { input: HEADER + TENANT });
    assertEquals([imported.code, imported.stdout], [0, ""]);
    const exported = await proctor(["export", ...database]);
    assertEquals([exported.code, exported.stdout], [0, HEADER + TENANT]);
    const path = join(folder, "a.ndjson");
    assertEquals((await proctor(["export", ...database, path])).code, 0);
    assertEquals(await Deno.readTextFile(path), HEADER + TENANT);
  });
});

Deno.test("importServer() says which line is wrong", async () => {
  await withFolder(async (folder) => {
    const database = ["--database", `sqlite:${join(folder, "a.sqlite")}`];
    const cases = [
      ["", 'Cannot import "-": it is empty, expected an export'],
      ["hello\n", "Cannot import line 1: it is not JSON, expected a file of proctor server export"],
      ['{"a":1}\n', "Cannot import line 1: expected the first line of a file of proctor server export"],
      [`${HEADER}{"table":"nope","row":{}}\n`, 'Cannot import line 2: there is no table "nope"'],
      [
        `${HEADER}${TENANT}{"table":"tenant","row":{"nope":1}}\n`,
        'Cannot import line 3: table "tenant" has no column "nope"',
      ],
    ] as const;
    for (const [input, message] of cases) {
      const { code, stderr } = await proctor(["import", ...database], { input });
      assertEquals([code, stderr.includes(message)], [5, true], stderr);
    }
  });
});

Deno.test("runServerCommand() refuses words that make no sense", async () => {
  const cases = [
    [["exprt"], 'Cannot do "exprt": expected export or import'],
    [["export"], 'Cannot use database ":memory:"'],
    [
      ["export", "--database", "sqlite:/nowhere/a.sqlite"],
      'Cannot export "/nowhere/a.sqlite": there is no such database',
    ],
    [["--from", "postgres://a/b"], "Cannot use --from here"],
    [["import", "--from", "hunter2"], "Cannot import from that: expected postgres://"],
  ] as const;
  for (const [args, message] of cases) {
    const { code, stderr } = await proctor(args);
    assertEquals([code, stderr.includes(message), stderr.includes("hunter2")], [2, true, false], stderr);
  }
});

Deno.test("importServer() says when nobody answers at the database to import from", async () => {
  await withFolder(async (folder) => {
    const database = ["--database", `sqlite:${join(folder, "a.sqlite")}`];
    const { code, stderr } = await proctor([
      "import",
      ...database,
      "--from",
      "postgres://u:hunter2@127.0.0.1:1/x",
    ]);
    assertEquals([code, stderr.includes("hunter2")], [4, false], stderr);
    assertMatch(stderr, /^proctor: Cannot reach the database to import from: [^\n]+\n$/);
  });
});

Deno.test("exportServer() is silent when its reader has gone", async () => {
  await withFolder(async (folder) => {
    const database = ["--database", `sqlite:${join(folder, "a.sqlite")}`];
    await proctor(["import", ...database], { input: `${HEADER}${TENANT}` });
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "--no-prompt", "-A", "cli.ts", "server", "export", ...database],
      cwd: ROOT,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    await child.stdout.cancel();
    const stderr = await new Response(child.stderr).text();
    assertEquals((await child.status).code, 0, stderr);
    assertMatch(stderr, /^\d+ rows exported\n$/);
  });
});
