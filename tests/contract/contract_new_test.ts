import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";

const CLI = fromFileUrl(new URL("../../cli.ts", import.meta.url));

/** Runs `proctor contract` in a folder. */
async function contract(folder: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", CLI, "contract", ...args],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, err: err! };
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  await use(folder);
  await Deno.remove(folder, { recursive: true });
}

Deno.test("proctor contract --new writes a case that passes as it is, its counter-case as well", async () => {
  await inFolder(async (folder) => {
    assertEquals(await contract(folder, "--new", "first"), {
      code: 0,
      out: "proctor contract --watch --fixtures first.toml\n",
      err: 'Wrote "first.toml". Run it, and again at each change, with\n',
    });
    const path = join(folder, "first.toml");
    const text = await Deno.readTextFile(path);
    const schema = /^#:schema (.+)$/m.exec(text)?.[1];
    assert((await Deno.stat(join(folder, schema!))).isFile);
    const counter = text.indexOf("# [[case]]");
    await Deno.writeTextFile(path, text.slice(0, counter) + text.slice(counter).replaceAll(/^# /gm, ""));
    const run = await contract(folder, "--backend", "server", "--fixtures", "first.toml");
    assertStringIncludes(run.out, "\n2 passed, 0 failed\n");
  });
});

Deno.test("proctor contract --new takes a document, whatever is in it, and overwrites nothing", async () => {
  await inFolder(async (folder) => {
    const document = `query { flow(where: {name: {_neq: "'''"}}) { id } }\n`;
    await Deno.writeTextFile(join(folder, "q.graphql"), document);
    const args = ["--new", "mine", "--document", "@q.graphql", "--fixtures", "cases"];
    assertEquals((await contract(folder, ...args)).code, 0);
    const written = await Deno.readTextFile(join(folder, "cases/mine.toml"));
    assertStringIncludes(written, `document = ${JSON.stringify(document)}\n`);
    const again = await contract(folder, ...args);
    assertEquals([again.code, again.err], [
      2,
      'proctor: Cannot write "cases/mine.toml": it is there already, choose another id\n',
    ]);
    assertEquals(await Deno.readTextFile(join(folder, "cases/mine.toml")), written);
    assertEquals((await contract(folder, "--new", "No Id")).code, 2);
    assertEquals((await contract(folder, "--new", "other", "--document", "@nowhere")).code, 5);
  });
});

Deno.test("proctor contract tells a command that runs a failure again where it stands", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "my cases", "first.toml");
    await contract(folder, "--new", "first", "--fixtures", "my cases");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace('values = ["${flow_id}"]', 'values = ["x"]'));
    const { out } = await contract(folder, "--backend", "server", "--fixtures", "my cases");
    const again = "proctor contract --target local --backend server --fixtures 'my cases' first";
    assertStringIncludes(out, `     again    ${again}\n`);
  });
});
