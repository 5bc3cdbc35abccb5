import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UnreachableError, UsageError } from "../../../lib/core/errors.ts";
import { formatReach } from "../../../lib/contract/explore/reach.ts";
import { type FixtureText, readSuite } from "../../../lib/contract/read_suite.ts";
import { selectInstances } from "../../../lib/contract/instance.ts";
import type { Verdict } from "../../../lib/contract/run_events.ts";
import { runSuite } from "../../../lib/contract/runner.ts";
import { sendRequest } from "../../../lib/contract/send_request.ts";
import type { Send } from "../../../lib/contract/wire_request.ts";
import { asWire } from "../support.ts";
import { exploreServer, type SoundServer, startSoundServer } from "./_sound_server.ts";

/** Lists that were asked for with an offset begin one row too early: a fault in one place, seen from outside. */
function forgetfulOf(argument: RegExp, change: (query: string) => string): Send {
  return (request, options) => {
    const body = request.body ?? "";
    return sendRequest(
      { ...request, body: body !== "" && argument.test(body) ? change(body) : body || undefined },
      options,
    );
  };
}

const WITHOUT_OFFSET = forgetfulOf(/offset: \d/, (body) => body.replaceAll(/, offset: \d+/g, ""));

/** What is another each time: ids, and the moments in which rows were made. */
const OWN_REGEXP = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+-]\d\d:\d\d)/gi;

async function runText(server: SoundServer, text: string, send?: Send): Promise<Verdict[]> {
  const files: FixtureText[] = [];
  const folder = new URL("../../../fixtures/", import.meta.url);
  for (const name of ["profile.toml", "statements.toml", "exploration.toml"]) {
    files.push({ name, text: await Deno.readTextFile(new URL(name, folder)) });
  }
  const suite = readSuite([...files, { name: "kept.toml", text }]);
  const verdicts: Verdict[] = [];
  await runSuite(suite, {
    instances: selectInstances(suite.cases, { targets: [server.target], selection: {} }),
    signal: new AbortController().signal,
    emit: (event) => {
      if (event.type === "verdict") verdicts.push(event.verdict);
    },
    ...(send && { send }),
  });
  return verdicts;
}

Deno.test("explore() finds nothing in a sound server, and gives each document a verdict", async () => {
  await using server = await startSoundServer();
  const { verdicts, warnings, exploration } = await exploreServer(server, { count: 115 });
  assertEquals(verdicts.filter(({ outcome }) => outcome !== "pass"), []);
  assertEquals(verdicts.length, 115);
  assertEquals(verdicts[0]!.id, "explore-partition-1-0");
  assertEquals([warnings, exploration.kept], [[], []]);
  assertStringIncludes(formatReach(exploration.reaches[0]!.reach), "of 17 tables");
});

Deno.test("explore() asks the same of the same seed, document by document", async () => {
  await using server = await startSoundServer();
  const asked = async (seed: number, selection: { ids?: string[] } = {}) => {
    const queries: string[] = [];
    const send: Send = (request, options) => {
      const { query } = JSON.parse(request.body!);
      // Ids and moments of rows are others each time; which row and which moment it is, is not.
      if (options.role === "case") queries.push(query.replaceAll(OWN_REGEXP, "…"));
      return sendRequest(request, options);
    };
    await exploreServer(server, { count: 40, seed, send, selection, workers: 1, run: "proctor-test" });
    return queries;
  };
  const first = await asked(7);
  assertEquals(await asked(7), first);
  assertEquals(await asked(7, { ids: ["explore-order-7-4"] }), [first[4]!]);
  assertEquals((await asked(8)).join() === first.join(), false);
});

Deno.test("explore() finds a broken server out, and keeps a small case that fails there and passes elsewhere", async () => {
  await using server = await startSoundServer();
  const { verdicts, exploration } = await exploreServer(server, {
    count: 230,
    send: WITHOUT_OFFSET,
    selection: { tags: ["pages"] },
  });
  const failed = verdicts.filter(({ outcome }) => outcome === "fail");
  const [kept, ...others] = exploration.kept;
  assertEquals([failed.length > 0, others], [true, []]);
  assertEquals(failed.map(({ file }) => file), failed.map(() => kept!.file));
  assertEquals(kept!.file, `.proctor/explore/${failed[0]!.id}.toml`);
  assertStringIncludes(failed[0]!.failures[0]!.request, "curl -sS 'http://127.0.0.1");
  // Of a page only what it takes to go wrong is left: no condition, one column, the smallest window.
  assertEquals(kept!.text.includes("where"), false, kept!.text);
  assertEquals((await runText(server, kept!.text, WITHOUT_OFFSET)).map(({ outcome }) => outcome), ["fail"]);
  assertEquals((await runText(server, kept!.text)).map(({ outcome }) => outcome), ["pass"]);
});

Deno.test("explore() leaves nothing behind, and takes rows as they are where it may not write", async () => {
  await using server = await startSoundServer();
  await exploreServer(server, { count: 5 });
  const target = { ...server.target, writable: false };
  const { verdicts, exploration } = await exploreServer({ ...server, target }, { count: 23 });
  assertEquals(verdicts.every(({ outcome }) => outcome === "pass"), true);
  const response = await fetch(server.target.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ flow_run { id } project { id } agent { id } }" }),
  });
  assertEquals(await response.json(), { data: { flow_run: [], project: [], agent: [] } });
  assertEquals(exploration.kept, []);
});

Deno.test("explore() says so when a violation is not there a second time", async () => {
  await using server = await startSoundServer();
  let spoil = true;
  const send: Send = async (request, options) => {
    const response = await sendRequest(request, options);
    if (options.role !== "case" || !spoil) return response;
    spoil = false;
    return await asWire({ data: {} });
  };
  const { verdicts, warnings, exploration } = await exploreServer(server, { count: 1, send });
  assertEquals(verdicts.map(({ outcome }) => outcome), ["fail"]);
  assertEquals(exploration.kept, []);
  assertStringIncludes(warnings[0]!, "did not fail a second time");
});

Deno.test("explore() tells what it found of a target that has died since", async () => {
  await using server = await startSoundServer();
  let asked = 0;
  const { verdicts, warnings, exploration } = await exploreServer(server, {
    count: 12,
    selection: { tags: ["pages"] },
    send: async (request, options) => {
      // The document of the run is answered wrongly; then nothing answers any more.
      if (options.role !== "case") {
        if (asked > 0) throw new TypeError("connection refused");
        return await sendRequest(request, options);
      }
      asked++;
      return await asWire({ data: {} });
    },
  });
  assertEquals(verdicts.map(({ outcome }) => outcome), ["fail"]);
  assertEquals(exploration.kept, []);
  assertStringIncludes(warnings.join("\n"), "is not kept: ");
});

Deno.test("explore() begins nothing new once it is interrupted", async () => {
  await using server = await startSoundServer();
  const controller = new AbortController();
  const { verdicts } = await exploreServer(server, {
    count: 50,
    workers: 1,
    signal: controller.signal,
    send: (request, options) => {
      if (options.role === "case") controller.abort();
      return sendRequest(request, options);
    },
  });
  assertEquals(verdicts.filter(({ outcome }) => outcome === "pass").length <= 1, true);
  assertEquals(verdicts.length, 50);
});

Deno.test("explore() refuses a selection of nothing, and a target that has no tables", async () => {
  await using server = await startSoundServer();
  await assertRejects(
    () => exploreServer(server, { count: 3, selection: { ids: ["explore-order-1-999"] } }),
    UsageError,
    "no case has that id",
  );
  const send: Send = () => asWire({ data: { __schema: null } });
  await assertRejects(
    () => exploreServer({ ...server, suite: readSuite([]) }, { count: 3, send }),
    UnreachableError,
  );
});
