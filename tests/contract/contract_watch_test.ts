import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";

const CLI = fromFileUrl(new URL("../../cli.ts", import.meta.url));
const CASES = `title = "T"
source = "A"
[[case]]
id = "one"
title = "x"
proves = ["S46"]
needs = ["thing"]
document = "{ one }"
[[case]]
id = "two"
title = "x"
proves = ["S46"]
document = "{ two }"
[[setup]]
name = "thing"
[[setup.step]]
document = "{ thing }"
`;

/** Runs `proctor contract --watch` on a folder; its turns end when it watches again. */
async function startWatch(folder: string, url: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", CLI, "contract", "--watch", "--target", url, "--fixtures", folder],
    cwd: folder,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = child.stderr.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  const results = new Response(child.stdout).text();
  const turn = async () => {
    let text = "";
    while (!text.includes("Watching the fixtures")) {
      const { value, done } = await errors.next();
      if (done) break;
      text += value;
    }
    return text;
  };
  await turn();
  return {
    turn,
    async stop() {
      child.kill("SIGINT");
      await errors.return?.();
      return { code: (await child.status).code, results: await results };
    },
  };
}

Deno.test("proctor contract --watch runs again what a change touches, and ends cleanly", async () => {
  const folder = await Deno.makeTempDir();
  const file = join(folder, "t.toml");
  await Deno.writeTextFile(file, CASES);
  await Deno.writeTextFile(join(folder, "profile.toml"), 'title = "P"\n[[backend]]\nname = "api"\n');
  let queries: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    queries.push((await request.json()).query);
    return Response.json({ data: {} });
  });
  const change = async (text: string) => {
    queries = [];
    await Deno.writeTextFile(file, text);
    return await watch.turn();
  };
  const watch = await startWatch(folder, `http://127.0.0.1:${server.addr.port}`);
  assertEquals(queries.sort(), ["{ one }", "{ thing }", "{ two }"]);
  await change(CASES.replace("{ two }", "{ deux }"));
  assertEquals(queries, ["{ deux }"]);
  await change(CASES.replace("{ two }", "{ deux }").replace("{ thing }", "{ chose }"));
  assertEquals(queries, ["{ chose }", "{ one }"]);
  assertEquals((await change(CASES.replace("[[case]]", "[[cases]]"))).includes('Unknown key "cases"'), true);
  assertEquals(queries, []);
  const { code, results } = await watch.stop();
  assertEquals([code, results.match(/^\d passed, 0 failed$/gm)], [0, [
    "2 passed, 0 failed",
    "1 passed, 0 failed",
    "1 passed, 0 failed",
  ]]);
  await server.shutdown();
  await Deno.remove(folder, { recursive: true });
});
