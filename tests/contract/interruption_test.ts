import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { profileOf } from "./support.ts";

const CLI = fromFileUrl(new URL("../../cli.ts", import.meta.url));

const PROFILE = profileOf(["server"]);

/** Forty cases, each with a thing of its own and one that all share. */
const CASES = `title = "T"
source = "A"
${
  Array.from({ length: 40 }, (_, index) => `
[[case]]
id = "case-${index}"
title = "It is there"
proves = ["S46"]
needs = ["a-house", "a-thing"]
document = '{ thing(id: "\${thing_id}") }'
`).join("")
}
${
  [["a-house", "house_id", "shared = true"], ["a-thing", "thing_id", ""]].map(([name, id, more]) => `
[[setup]]
name = "${name}"
${more}
[[setup.step]]
document = 'mutation { make }'
capture = { ${id} = "$.data.id" }
[[setup.undo]]
document = 'mutation { unmake(id: "\${${id}}") }'
`).join("")
}`;

/** A target that knows what was made and not yet taken away; `on` hears of each request before it is answered. */
function stage(on: (index: number) => void | Promise<void>) {
  const made = new Set<string>();
  let asked = 0;
  const controller = new AbortController();
  const answer = async (request: Request) => {
    const { query } = await request.json();
    await on(++asked);
    const [, gone] = /unmake\(id: "(.*)"\)/.exec(query) ?? [];
    if (gone !== undefined) made.delete(gone);
    const id = crypto.randomUUID();
    if (/\bmake\b/.test(query)) made.add(id);
    return Response.json({ data: { id } });
  };
  const server = Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      signal: controller.signal,
      onListen: () => {},
      onError: () => new Response(),
    },
    answer,
  );
  return { url: `http://127.0.0.1:${server.addr.port}`, made, controller, server };
}

async function start(url: string) {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(join(folder, "t.toml"), CASES);
  await Deno.writeTextFile(join(folder, "profile.toml"), PROFILE);
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-q", "-A", CLI, "contract", "--target", url, "--backend", "server", "--allow-writes"],
      // Nobody lives to see this time-out: who waits for it does not end.
      ...["--fixtures", folder, "--timeout", "86400"],
    ],
    cwd: folder,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return { child, folder };
}

/** Runs the suite and does something when the nth request has come; gives what came of it. */
async function runUntil(
  moment: number,
  options: { signal?: Deno.Signal; then: "answers" | "hangs" | "dies" },
) {
  const children: Deno.ChildProcess[] = [];
  const hanging = Promise.withResolvers<void>();
  let struck = false;
  const target = stage((index) => {
    if (index >= moment && !struck) {
      struck = true;
      if (options.signal) children[0]!.kill(options.signal);
      if (options.then === "dies") target.controller.abort();
    }
    if (struck && options.then === "hangs") return hanging.promise;
  });
  const { child, folder } = await start(target.url);
  children.push(child);
  const { code, stdout, stderr } = await child.output();
  hanging.resolve();
  target.controller.abort();
  await target.server.finished;
  await Deno.remove(folder, { recursive: true });
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr), made: target.made, struck };
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  for (const moment of [1, 2, 3, 10, 60]) {
    Deno.test(`proctor contract leaves nothing behind when ${signal} comes at request ${moment}`, async () => {
      const { code, stdout, made, struck } = await runUntil(moment, { signal, then: "answers" });
      assert(struck);
      assertEquals(code, 130);
      assertEquals([...made], []);
      assertStringIncludes(stdout, "interrupted");
      assert(stdout.split("\n").filter((line) => line.startsWith("skip ")).length <= 5, stdout);
      assertMatch(stdout.trimEnd().split("\n").at(-1)!, /^\d+ passed, \d+ failed/);
    });
  }
}

for (const moment of [1, 3, 60]) {
  Deno.test(`proctor contract ends although the target hangs when it is interrupted at request ${moment}`, async () => {
    const { code, stdout } = await runUntil(moment, { signal: "SIGINT", then: "hangs" });
    assertEquals(code, 130);
    assertStringIncludes(stdout, "interrupted");
    assertMatch(stdout.trimEnd().split("\n").at(-1)!, /^\d+ passed, \d+ failed/);
  });
}

for (const moment of [3, 60, 80]) {
  Deno.test(`proctor contract ends with a report when the target dies at request ${moment}`, async () => {
    const { code, stdout } = await runUntil(moment, { then: "dies" });
    assertEquals(code, 1);
    assertStringIncludes(stdout, "left behind");
    assertStringIncludes(stdout, "the target had stopped answering before it began");
    assertMatch(stdout.trimEnd().split("\n").at(-1)!, /^\d+ passed, \d+ failed/);
  });
}
