import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { checkRecordingFolder, readRecording, writeRecording } from "../../lib/commands/recording_folder.ts";
import { diffRecordings } from "../../lib/contract/recordings/diff_recordings.ts";
import { Recorder } from "../../lib/contract/recordings/recorder.ts";
import type { Recording } from "../../lib/contract/recordings/recording.ts";
import { formatRecording, parseRecording } from "../../lib/contract/recordings/recording_text.ts";
import { Replayer } from "../../lib/contract/recordings/replayer.ts";
import { RUN_STAND_IN } from "../../lib/contract/recordings/stand_ins.ts";
import { unusedVerdict } from "../../lib/contract/recordings/unused_verdict.ts";
import { jsonPath } from "../../lib/contract/json_path.ts";
import type { Suite } from "../../lib/contract/suite.ts";
import type { Send } from "../../lib/contract/wire_request.ts";
import { ConfigurationError, UsageError } from "../../lib/core/errors.ts";
import {
  ADMIN_KEY,
  type Answering,
  asWire,
  CLOUD,
  runTrial,
  SERVER,
  suiteOf,
  type Trial,
} from "./support.ts";

const SETUP = `
[[setup]]
name = "a-key"
[[setup.step]]
document = 'mutation { make(name: "\${run} \${uuid}") }'
capture = { key_id = "$.data.id" }
capture_secret = { key = "$.data.key" }
[[setup.undo]]
document = 'mutation { unmake(id: "\${key_id}") }'
`;

/** A case that uses everything that is new each time: a key, ids of both sides, the run's name, the clock. */
function caseText(id: string): string {
  return `[[case]]
id = "${id}"
title = "It comes back"
proves = ["S46"]
needs = ["a-key"]
[[case.step]]
document = 'query { ask(id: "\${key_id}", new: "\${uuid}", since: "\${now-1h}") }'
variables = { token = "\${a-key.key}" }
[[case.step.check]]
path = "$.data.made"
after = "\${now-1s}"
before = "\${now+1d}"
`;
}

const SUITE = suiteOf(["a", "b", "c"].map(caseText).join("") + SETUP);

/** A target whose ids, keys and clock are never the same; `sees` gets every request's text. */
function restless(sees: (body: string) => void = () => {}): Answering {
  return ({ request }) => {
    sees(`${request.body}`);
    const key = `pcu_${crypto.randomUUID().replaceAll("-", "")}`;
    return { data: { id: crypto.randomUUID(), key, made: new Date().toISOString(), echo: request.body } };
  };
}

/** Records a run of a suite against a function. */
async function record(suite: Suite, answering: Answering, options: Trial = {}) {
  const recorder = new Recorder();
  const send: Send = recorder.overhear(async (request, { role }) => {
    const query = JSON.parse(request.body ?? "{}").query ?? "";
    return await asWire(await answering({ role, request, query, authorization: undefined }));
  });
  const { verdicts, redactor, report } = await runTrial(suite, () => ({}), {
    run: `proctor-${crypto.randomUUID().slice(0, 8)}`,
    ...options,
    send,
    sources: (target) => recorder.sources(target),
  });
  return { verdicts, recording: recorder.finish({ run: report.run, redactor }) };
}

/** Judges a suite by a recording. */
async function replay(suite: Suite, recording: Recording, options: Trial = {}) {
  const replayer = new Replayer(recording);
  const trial = await runTrial(suite, () => ({}), {
    ...{ run: RUN_STAND_IN, targets: replayer.targets },
    ...options,
    send: (request, context) => replayer.send(request, context),
    sources: (target) => replayer.sources(target),
  });
  return { ...trial, replayer };
}

Deno.test("Replayer gives the verdicts of the recording, whatever the workers do", async () => {
  const sees: string[] = [];
  const { recording, verdicts } = await record(SUITE, restless((body) => sees.push(body)), { workers: 1 });
  assertEquals(verdicts.map(({ outcome }) => outcome), ["pass", "pass", "pass"]);
  const through = parseRecording(formatRecording(recording));
  for (const workers of [1, 3]) {
    const again = await replay(SUITE, through, { workers });
    assertEquals(again.verdicts.map(({ outcome, reason }) => [outcome, reason]), [
      ["pass", undefined],
      ["pass", undefined],
      ["pass", undefined],
    ]);
    assertEquals(again.replayer.unused(() => true), []);
    assertEquals(again.report.warnings, []);
  }
  assert(sees.length > 0);
});

Deno.test("Replayer gives the clock back, so that a moment is as old as it was", async () => {
  const { recording } = await record(SUITE, restless());
  const files = [...formatRecording(recording)].map(([path, text]) => {
    const old = text.replace(/\d{4}(-\d\d-\d\dT)/g, (_, rest) => `2001${rest}`);
    return [path, old] as const;
  });
  const { verdicts } = await replay(SUITE, parseRecording(new Map(files)));
  assertEquals(verdicts.map(({ outcome }) => outcome), ["pass", "pass", "pass"]);
});

Deno.test("Replayer fails what failed when it was recorded, and breaks what broke", async () => {
  const { recording, verdicts } = await record(SUITE, (sent) => {
    if (sent.role !== "case") return restless()(sent);
    return sent.query.includes("unmake") ? {} : Promise.reject(new TypeError("nothing listens"));
  });
  const again = await replay(SUITE, recording);
  assertEquals(verdicts.map(({ outcome }) => outcome), ["error", "error", "error"]);
  assertEquals(again.verdicts.map(({ outcome }) => outcome), ["error", "error", "error"]);
  assertMatch(again.verdicts[0]!.reason!, /nothing answers there, .*as recorded/);
});

Deno.test("Replayer tells what was not recorded, and what nobody asks for", async () => {
  const { recording } = await record(SUITE, restless());
  const changed = suiteOf(["a", "b"].map(caseText).join("").replace("query { ask", "query { beg") + SETUP);
  const { verdicts, replayer } = await replay(changed, recording);
  assertEquals(verdicts.map(({ outcome }) => outcome), ["error", "pass"]);
  assertMatch(verdicts[0]!.reason!, /the recording of "a" has no such request, next would be .*ask/);
  const instances = verdicts.map(({ id }) => {
    const each = changed.cases.find(({ name }) => name === id)!;
    return { id, case: each, row: each.rows[0]!, target: SERVER };
  });
  const verdict = unusedVerdict(replayer, { suite: changed, instances, folder: "rec" })!;
  assertEquals([verdict.outcome, verdict.level], ["error", "should"]);
  assertMatch(verdict.reason!, /1 of "a" \(server\), 1 of "c" \(server\), 2 of "c\/a-key" \(server\)/);
  const part = unusedVerdict(replayer, { suite: changed, instances: instances.slice(1), folder: "rec" });
  assertMatch(part!.reason!, /asks for any more: 1 of "c"/);
});

Deno.test("Recorder makes two recordings of the same that differ in moments only", async () => {
  const texts = [];
  for (const workers of [1, 3]) {
    const { recording } = await record(SUITE, restless(), { workers, targets: [CLOUD] });
    texts.push(
      JSON.stringify([...formatRecording(recording)]).replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)/g, "T"),
    );
  }
  assertEquals(texts[0], texts[1]);
});

Deno.test("Recorder keeps ids in order where a case has them sorted", async () => {
  const suite = suiteOf(`[[case]]
id = "a"
title = "Sorted"
proves = ["S46"]
document = "{ flow(order_by: {id: asc}) { id } }"
[[case.check]]
path = "$.data.flow[*].id"
sorted = "asc"
`);
  const ids = Array.from({ length: 20 }, () => crypto.randomUUID()).sort();
  const { recording } = await record(suite, () => ({ data: { flow: ids.map((id) => ({ id })) } }));
  assertEquals((await replay(suite, recording)).verdicts[0]!.outcome, "pass");
  assert(!JSON.stringify([...formatRecording(recording)]).includes(ids[0]!));
});

Deno.test("Recorder keeps bytes that are no UTF-8 and text that only looks like JSON", async () => {
  const suite = suiteOf(`[[case]]
id = "a"
title = "As it came"
proves = ["S46"]
document = "{ a }"
[[case.check]]
body = true
equals = '{"a": 1.0}'
`);
  for (
    const [body, outcome] of [['{"a": 1.0}', "pass"], ['{"a":1}', "fail"], [
      new Uint8Array([0xff]),
      "fail",
    ]] as const
  ) {
    const { recording, verdicts } = await record(suite, () => new Response(body));
    assertEquals(verdicts[0]!.outcome, outcome);
    assertEquals(
      (await replay(suite, parseRecording(formatRecording(recording)))).verdicts[0]!.outcome,
      outcome,
    );
  }
});

Deno.test("Recorder writes down no key, in whatever form it comes", async () => {
  const stranger = `pcu_${"Ab3dE".repeat(8)}`;
  const secret = ADMIN_KEY.reveal();
  const forms = (key: string) => [
    key,
    encodeURIComponent(key).replace("-", "%2D"),
    btoa(`user:${key}`),
    [...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  ];
  const planted = [...forms(secret), ...forms(stranger)];
  const { recording } = await record(
    SUITE,
    () =>
      new Response(`{"data":{"id":"x","key":"${stranger}","all":"${planted.join(" ")}"}}`, {
        headers: { "x-echo": planted.slice(0, 3).join(" "), "set-cookie": `session=${stranger}` },
      }),
    { targets: [CLOUD] },
  );
  const written = [...formatRecording(recording).values()].join("\n");
  assertEquals(planted.filter((form) => written.includes(form)), []);
});

Deno.test("diffRecordings() compares in meaning, and not where a case says so", async () => {
  const suite = suiteOf(`[[case]]
id = "a"
title = "The same"
proves = ["S46"]
document = "{ a }"
`);
  const recordingOf = async (body: string, status = 200) => {
    return (await record(
      suite,
      () => new Response(body, { status, headers: { "content-type": "text/json" } }),
    )).recording;
  };
  const id = () => crypto.randomUUID();
  const one = await recordingOf(`{"data": {"n": 1.0, "id": "${id()}", "at": "2026-01-01T00:00:00+00:00"}}`);
  const two = await recordingOf(`{"data":{"at":"2027-01-01T00:00:00.5+00:00","id":"${id()}","n":1}}`);
  const options = { scenes: ["a"], volatileOf: () => [] };
  assertEquals(diffRecordings(one, two, options), { compared: 1, differences: [] });
  const three = await recordingOf(`{"data":{"at":null,"id":"${id()}","n":2,"more":[]}}`, 400);
  const { differences } = diffRecordings(one, three, options);
  assertEquals(differences.map(({ at, a, b }) => [at, a, b]), [
    ["status", "200", "400"],
    ["$.data.n", "1.0", "2"],
    ["$.data.at", '"2026-01-01T00:00:00+00:00"', "null"],
    ["$.data.more", "nothing", "[]"],
  ]);
  const volatileOf = () => [jsonPath("$..n"), jsonPath("$.data.more"), jsonPath("$.data.at")];
  assertEquals(diffRecordings(one, three, { scenes: ["a"], volatileOf }).differences.map(({ at }) => at), [
    "status",
  ]);
});

Deno.test("writeRecording() replaces a recording as a whole, and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "rec");
    const first = (await record(SUITE, restless())).recording;
    await checkRecordingFolder(path);
    await writeRecording(path, first);
    await Deno.writeTextFile(join(path, "server", "gone.json"), "{}");
    await checkRecordingFolder(path);
    await writeRecording(path, first);
    assertEquals(formatRecording(await readRecording(path)), formatRecording(first));
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["rec"]);
    await assertRejects(
      () => checkRecordingFolder(folder),
      UsageError,
      "holds something that is no recording",
    );
    await assertRejects(() => readRecording(folder), ConfigurationError, "no recording.json in it");
    await Deno.writeTextFile(
      join(path, "server", "a.json"),
      '{"schema":"proctor-recording/1","scenes":[{}]}',
    );
    await assertRejects(
      () => readRecording(path),
      ConfigurationError,
      'Read recording "server/a.json" failed',
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
