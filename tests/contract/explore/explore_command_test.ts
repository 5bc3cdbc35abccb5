import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { runProcess } from "../../commands/_proctor.ts";
import { startSoundServer } from "./_sound_server.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url));

/** Explores in a folder of its own, where the last run and what was found are kept. */
async function explore(args: readonly string[], folder: string) {
  const program = ["run", "-q", "-A", "--config", join(ROOT, "deno.json"), join(ROOT, "cli.ts")];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...program, "contract", ...args, "--no-color"],
    cwd: folder,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("proctor contract --explore prints its seed, how far it went, and the verdicts", async () => {
  const folder = await Deno.makeTempDir();
  const { code, stdout, stderr } = await explore(["--explore", "46", "--backend", "server"], folder);
  assertEquals(code, 0, stderr);
  assertMatch(stderr, /^explored with --seed \d+$/m);
  assertMatch(stderr, /^server: reached \d+ of \d+ operators by type/m);
  assertMatch(stdout, /^46 passed, 0 failed$/m);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("proctor contract --explore repeats one document by its id and seed", async () => {
  await using server = await startSoundServer();
  const folder = await Deno.makeTempDir();
  const target = ["--target", server.target.url, "--backend", "server", "--allow-writes"];
  const args = ["--explore", "46", "--seed", "9", ...target, "explore-limit-9-1"];
  const { code, stdout, stderr } = await explore([...args, "--json"], folder);
  assertEquals(code, 0, stderr);
  const { cases } = JSON.parse(stdout) as { cases: { id: string }[] };
  assertEquals(cases.map(({ id }) => id), ["explore-limit-9-1"]);
  await Deno.remove(folder, { recursive: true });
});

/** Stands before a server and loses every offset. */
function forgetfulProxy(url: string) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => undefined }, async (request) => {
    const body = (await request.text()).replaceAll(/, offset: \d+/g, "");
    return await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  });
}

Deno.test("proctor contract --explore keeps what it finds in a file that the suite can run", async () => {
  await using server = await startSoundServer();
  await using proxy = forgetfulProxy(server.target.url);
  const folder = await Deno.makeTempDir();
  const url = `http://127.0.0.1:${proxy.addr.port}`;
  const target = ["--target", url, "--backend", "server", "--allow-writes"];
  const found = await explore(["--explore", "46", "--seed", "9", "--tag", "pages", ...target], folder);
  assertEquals(found.code, 1, found.stderr);
  const [, file] = /^kept in (.*):$/m.exec(found.stderr) ?? [];
  assertStringIncludes(found.stdout, `written at ${file}:1`);
  assertMatch(found.stdout, /--explore 46 --seed 9 .*explore-pages-9-\d+/);
  const rerun = async (args: readonly string[]) =>
    (await explore(["--fixtures", file!, ...args], folder)).code;
  assertEquals(await rerun(target), 1);
  assertEquals(await rerun(["--backend", "server"]), 0);
  await Deno.remove(folder, { recursive: true });
});

for (
  const { args, says } of [
    { args: ["--explore", "0"], says: 'Cannot use "0" documents' },
    { args: ["--explore", "many"], says: 'Cannot use "many" documents' },
    { args: ["--explore", "5", "--seed", "4294967296"], says: 'Cannot use seed "4294967296"' },
    { args: ["--explore", "5", "--seed", "-1"], says: 'Cannot use seed "-1"' },
    { args: ["--seed", "5"], says: "Cannot use --seed 5 alone" },
  ]
) {
  Deno.test(`proctor contract ${args.join(" ")} is refused`, async () => {
    const { code, stderr } = await runProcess(["contract", ...args]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, says);
  });
}
