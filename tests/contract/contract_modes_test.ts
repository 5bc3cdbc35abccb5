import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { profileOf } from "./support.ts";

const CLI = fromFileUrl(new URL("../../cli.ts", import.meta.url));
// In parts, so that the scan for keys has nothing to find in this file.
const KEY = `pcu_${"Aa1Bb2Cc3Dd4Ee5Ff6Gg7Hh8Ii9Jj0Kk1Ll2Mm3N"}`;
/** A key that only the target knows. */
const STRANGER = `pcu_${"Zz9Yy8Xx7Ww6Vv5Uu4Tt3Ss2Rr1Qq0Pp9Oo8Nn7M"}`;

const PROFILE = profileOf(["cloud"], { keys: 'key_variable = "PREFECT__CLOUD__API_KEY"' });

/** One case passes, the others fail in whatever way prints most of the answer. */
const CASES = `title = "T"
source = "A"
[[case]]
id = "good"
title = "It says hello"
proves = ["S46"]
document = "{ hello }"
${
  [
    ['path = "$.data.hello"', 'equals = "nothing"'],
    ["body = true", 'equals = "nothing"'],
    ['header = "x-echo"', 'equals = "nothing"'],
    ['header = "location"', 'equals = "nothing"'],
    ['path = "$.errors"', "equals_json = '{\"a\": 1}'"],
    ['error = { message = "^nothing$" }', ""],
  ].map(([subject, predicate], index) =>
    `[[case]]
id = "bad-${index}"
title = "It says nothing"
proves = ["S46"]
document = '{ bad(key: "\${key}") }'
path = "/?token=\${key}"
[[case.check]]
${subject}
${predicate}
`
  ).join("")
}`;

/** A key as targets spell it. */
function spellings(key: string): string[] {
  const escaped = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return [
    key,
    `%${key.charCodeAt(0).toString(16)}${key.slice(1)}`,
    [...key].map((c) => `%${c.charCodeAt(0).toString(16)}`).join(""),
    key.slice(0, 9) + escaped(key[9]!) + key.slice(10),
    [...key].map(escaped).join(""),
    ...["", "u", "us"].map((before) => btoa(`${before}${key}`)),
  ];
}

/** What a target plants its keys in: every header and text it has. */
function plant(): Response {
  const all = [...spellings(KEY), ...spellings(STRANGER)];
  const safe = all.filter((text) => !text.includes("\\"));
  const text = all.join(" ");
  return new Response(
    `{"data":{"hello":"${text}","token":"${STRANGER}"},"errors":[{"message":"${text}","path":["${text}"]}]}`,
    {
      status: 200,
      headers: {
        "content-type": "application/json",
        "x-echo": safe.join(" "),
        "location": `http://127.0.0.1/?token=${encodeURIComponent(safe.join(" "))}`,
        "set-cookie": `session=${STRANGER}`,
        "www-authenticate": `Bearer realm="${KEY}"`,
      },
    },
  );
}

/** A folder with cases, and a target for them that passes or plants. */
async function stage(answer: (query: string) => Response) {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "fx"));
  await Deno.writeTextFile(join(folder, "fx", "t.toml"), CASES);
  await Deno.writeTextFile(join(folder, "fx", "profile.toml"), PROFILE);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => answer((await request.json()).query),
  );
  const run = async (args: readonly string[], permissions: readonly string[] = ["-A"]) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "--no-prompt", ...permissions, CLI, "contract", "--fixtures", "fx", ...args],
      cwd: folder,
      env: { PREFECT__CLOUD__API_KEY: KEY, NO_COLOR: "1", GITHUB_ACTIONS: "" },
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  };
  return {
    folder,
    run,
    url: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function hello(word: string): Response {
  return Response.json({ data: { hello: word, id: crypto.randomUUID() } });
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)!;
}

/** All files below a folder, by path. */
async function filesBelow(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) { for (const [inner, text] of await filesBelow(path)) files.set(inner, text); }
    else files.set(path, await Deno.readTextFile(path));
  }
  return files;
}

const REPORTS = ["junit", "json", "tap", "ndjson", "github", "summary", "html", "badge"];

Deno.test("proctor contract writes no key anywhere, wherever the target plants it", async () => {
  await using on = await stage(plant);
  const target = ["--target", on.url, "--backend", "cloud"];
  const reports = REPORTS.flatMap((kind) => ["--report", `${kind}=out/${kind}`]);
  const runs = [
    await on.run([...target, ...reports, "--record", "rec"]),
    await on.run([...target, "--json"]),
    await on.run(["--replay", "rec", "--report", "html=out/replayed"]),
    await on.run(["--diff", on.url, "rec", "--backend", "cloud"]),
  ];
  assertEquals(runs.map(({ code }) => code), [1, 1, 1, 0]);
  const written = await filesBelow(on.folder);
  for (const [index, { stdout, stderr }] of runs.entries()) written.set(`run ${index}`, stdout + stderr);
  for (const kind of REPORTS) {
    assert(written.has(join(on.folder, "out", kind)), `report ${kind} must be there`);
  }
  const planted = [...spellings(KEY), ...spellings(STRANGER)];
  const leaks = [...written].flatMap(([path, text]) =>
    planted.filter((spelling) => text.includes(spelling)).map((spelling) => `${spelling} in ${path}`)
  );
  assertEquals(leaks, []);
  assertStringIncludes(written.get("run 0")!, "0 passed, 7 failed");
  // Half a key in half an answer.
  const halves = planted.map((spelling) => spelling.slice(0, spelling.length / 2));
  const torn = [...written].flatMap(([path, text]) =>
    halves.filter((half) => text.includes(half)).map((half) => `${half} in ${path}`)
  );
  assertEquals(torn, []);
});

Deno.test("proctor contract --replay judges without any right to the network", async () => {
  await using on = await stage((query) => hello(query === "{ hello }" ? "x" : "bad"));
  const recorded = await on.run(["--target", on.url, "--backend", "cloud", "--record", "rec"]);
  const rights = ["--allow-read", "--allow-write", "--allow-env"];
  const replayed = await on.run(["--replay", "rec"], rights);
  assertStringIncludes(recorded.stderr, 'Recorded to "rec"');
  assertEquals([recorded.code, replayed.code], [1, 1]);
  assertEquals(lastLine(replayed.stdout), "1 passed, 6 failed");
  assertEquals(lastLine(recorded.stdout), "1 passed, 6 failed");
  assertStringIncludes(replayed.stdout, "--replay rec");
  const alone = await on.run(["--replay", "rec", "good"], rights);
  assertEquals([alone.code, lastLine(alone.stdout)], [0, "1 passed, 0 failed"]);
});

Deno.test("proctor contract --replay warns of what nobody asks for, and --strict fails it", async () => {
  await using on = await stage(() => hello("x"));
  await on.run(["--target", on.url, "--backend", "cloud", "--record", "rec", "good"]);
  const path = join(on.folder, "rec", "cloud", "good.json");
  await Deno.copyFile(path, join(on.folder, "rec", "cloud", "old.json"));
  await Deno.writeTextFile(
    path.replace("good", "old"),
    (await Deno.readTextFile(path)).replaceAll('"good"', '"old"'),
  );
  const lenient = await on.run(["--replay", "rec", "good"]);
  assertEquals([lenient.code, lastLine(lenient.stdout)], [0, "1 passed, 0 failed, 1 warned"]);
  assertMatch(lenient.stdout, /requests that nobody asks for any more: 1 of "old" \(cloud\)/);
  assertEquals((await on.run(["--replay", "rec", "--strict", "good"])).code, 1);
});

Deno.test("proctor contract --diff compares two targets, and tells by its exit code", async () => {
  let word = "x";
  await using on = await stage(() => hello(word));
  await using other = await stage(() => hello(word));
  const alike = await on.run(["--diff", on.url, other.url, "good", "--backend", "cloud"]);
  assertEquals([alike.code, lastLine(alike.stdout)], [0, "1 alike, 0 differ"]);
  await on.run(["--target", on.url, "--backend", "cloud", "--record", "rec"]);
  word = "y";
  const differing = await on.run(["--diff", "rec", on.url, "good", "--backend", "cloud"]);
  assertEquals([differing.code, lastLine(differing.stdout)], [1, "0 alike, 1 differ"]);
  assertStringIncludes(differing.stdout, "step 1, $.data.hello");
  assertEquals((await on.run(["--diff", "rec"])).code, 2);
});

Deno.test("proctor contract counts what is expected to fail, beside the cases or where it is told", async () => {
  await using on = await stage((query) => hello(query === "{ hello }" ? "x" : "bad"));
  const target = ["--target", on.url, "--backend", "cloud"];
  const text = `target = "${on.url}"\n[[expectation]]\ncase = "bad-*"\nreason = "It never says nothing"\n`;
  await Deno.writeTextFile(join(on.folder, "fx", "expectations.toml"), text);
  const expected = await on.run(target);
  assertEquals([expected.code, lastLine(expected.stdout)], [0, "1 passed, 0 failed, 6 expected"]);
  await Deno.writeTextFile(join(on.folder, "e.toml"), text.replace("bad-*", "good"));
  const passing = await on.run([...target, "--expectations", "e.toml"]);
  assertEquals([passing.code, lastLine(passing.stdout)], [1, "0 passed, 7 failed"]);
  await Deno.writeTextFile(join(on.folder, "e.toml"), text.replace("bad-*", "nobody"));
  const idle = await on.run([...target, "--expectations", "e.toml"]);
  assertEquals(idle.code, 5);
  assertStringIncludes(idle.stderr, 'e.toml:3 Case "nobody" is expected to fail, but there is none');
  assertEquals((await on.run([...target, "--expectations", "none.toml"])).code, 5);
});

Deno.test("proctor contract refuses flags that contradict each other", async () => {
  await using on = await stage(() => hello("x"));
  await Deno.mkdir(join(on.folder, "taken", "by"), { recursive: true });
  const target = ["--target", on.url, "--backend", "cloud"];
  for (
    const args of [
      ["--replay", "rec", "--record", "rec"],
      ["--replay", "rec", ...target],
      [...target, "--record", "taken"],
      ["--target", on.url.replace("://", "://me:secret@"), "--backend", "cloud"],
      [...target, "--timeout", "soon"],
      [...target, "--max-bytes", "0"],
    ]
  ) {
    assertEquals((await on.run(args)).code, 2, args.join(" "));
  }
});
