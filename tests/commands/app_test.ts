import { assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert";
import { runProctor } from "../../lib/commands/app.ts";
import manifest from "../../deno.json" with { type: "json" };

interface Run {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(...args: string[]): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  const exit = await runProctor(args, {
    stdout: { write: (text) => void (written.stdout += text) },
    stderr: { write: (text) => void (written.stderr += text) },
  });
  return { exit, ...written };
}

Deno.test("runProctor() prints the version of the manifest", async () => {
  assertEquals(await run("--version"), { exit: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

for (const args of [["--help"], ["server", "--help"], ["contract", "--help"], []]) {
  Deno.test(`runProctor() shows examples for "${args.join(" ")}"`, async () => {
    const { exit, stdout, stderr } = await run(...args);
    assertEquals([exit, stderr], [0, ""]);
    assertMatch(stdout, /EXAMPLES\n {2}proctor /);
  });
}

const WRONG = [
  { args: ["sever"], says: "No command registered for `sever`, did you mean `server`?" },
  { args: ["help"], says: "No command registered for `help`: --help shows all\n" },
  { args: ["server", "--zzzzzz"], says: "No flag registered for --zzzzzz: --help shows all\n" },
  { args: ["server", "--prot", "1"], says: "No flag registered for --prot, did you mean --port?" },
  {
    args: ["server", "--adminkey", "1"],
    says: "No flag registered for --adminkey, did you mean --admin-key?",
  },
  {
    args: ["server", "--port", "70000"],
    says: 'Cannot use port "70000": expected a whole number from 0 to 65535',
  },
  {
    args: ["server", "--port", "1.5"],
    says: 'Cannot use port "1.5": expected a whole number from 0 to 65535',
  },
  { args: ["server", "--database", "x.db"], says: "Cannot use that database: expected" },
  { args: ["server", "--backend", "clod"], says: 'Expected "clod" to be one of (server|cloud)' },
  { args: ["server", "--admin-key", ""], says: "Cannot use an empty admin key" },
  { args: ["server", "--port="], says: 'Cannot use port "": expected a whole number from 0 to 65535' },
  { args: ["contract", "--grep="], says: "Cannot look for an empty text: give one, or leave the flag out" },
  {
    args: ["auth", "status", "--api-key="],
    says: "Cannot use an empty key: give one, or leave the flag out",
  },
  {
    args: ["contract", "--list", "--", "--grep="],
    says: 'Select case "--grep=" failed: no case has that id',
  },
  { args: ["server", "pcu_abcdefgh1234"], says: 'Cannot do "pcu_****": expected export or import' },
] as const;

for (const { args, says } of WRONG) {
  Deno.test(`runProctor() refuses "${args.join(" ")}" with a hint`, async () => {
    const { exit, stdout, stderr } = await run(...args);
    assertEquals([exit, stdout], [2, ""]);
    assertStringIncludes(stderr, `proctor: ${says}`);
    assertEquals(stderr.trimEnd().split("\n").length, 1);
  });
}

Deno.test("runProctor() ends a command that fails with one line and the exit code of its error", async () => {
  const { exit, stdout, stderr } = await run("contract", "--fixtures", "no/such/folder");
  assertEquals([exit, stdout], [5, ""]);
  assertMatch(stderr, /^proctor: Read fixtures "no\/such\/folder" failed: .+\n$/);
});

for (const page of ["README.md", "lib/commands/contract_route.ts"]) {
  Deno.test(`runProctor() finds the cases that ${page} names`, async () => {
    const lines = (await Deno.readTextFile(page)).split("\n");
    const named = lines.filter((line) => /proctor contract|deno task contract|CASE is/.test(line))
      .map((line) => [...line.matchAll(/'(!?[a-z*][\w*[\]-]*)'/g)].map(([, id]) => id!))
      .filter((ids) => ids.length > 0);
    assertNotEquals(named, []);
    for (const ids of named) {
      const { exit, stderr } = await run("contract", "--list", ...ids);
      assertEquals({ ids, exit, stderr }, { ids, exit: 0, stderr: "" });
    }
  });
}

Deno.test("README.md installs a command that runs in any folder", async () => {
  const [, args = ""] = /`deno (install -g [^`]+)`/.exec(await Deno.readTextFile("README.md")) ?? [];
  const root = await Deno.makeTempDir();
  try {
    const install = [...args.split(/\s+/), "--root", root];
    const { success } = await new Deno.Command(Deno.execPath(), { args: install, stderr: "null" }).output();
    assertEquals(success, true);
    const program = new Deno.Command(`${root}/bin/proctor`, { args: ["contract", "--list"], cwd: root });
    const { code, stdout } = await program.output();
    assertEquals(code, 0);
    assertStringIncludes(new TextDecoder().decode(stdout), "ids-columns-are-uuids");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

const FIXTURE = `
title = "Sample"
source = "a test"
[[case]]
id = "sample-case"
title = "Something holds"
proves = ["S41"]
document = "{ __typename }"
[[case.check]]
ok = true
`;

Deno.test("runProctor() lets a command write where it was told to", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/sample.toml`, FIXTURE);
    const { exit, stdout } = await run("contract", "--list", "--fixtures", folder);
    assertEquals(exit, 0);
    assertMatch(stdout, /^sample-case +must +S41 +Something holds\n$/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
