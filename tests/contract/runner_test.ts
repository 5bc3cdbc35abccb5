import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { AuthenticationError, UnreachableError } from "../../lib/core/errors.ts";
import { readSuite } from "../../lib/contract/read_suite.ts";
import { ADMIN_KEY, CLOUD, PROFILE, runTrial, SERVER, suiteOf } from "./support.ts";

const CASE = `[[case]]
id = "a"
title = "A promise"
proves = ["S46"]
`;
const SENT = `${CASE}document = "{ hello }"\n`;

const MAKING = `
[[setup]]
name = "a-flow"
[[setup.step]]
document = "mutation { make(name: \\"\${run}\\") }"
capture = { flow_id = "$.data.make" }
[[setup.undo]]
document = "mutation { unmake(id: \\"\${flow_id}\\") }"
`;

const MEMBER = `
[[principal]]
name = "member"
headers = { x-member = "yes" }
[[principal.step]]
document = "mutation { make_key }"
capture = { key = "$.data.key", key_id = "$.data.id" }
[[principal.undo]]
document = "mutation { delete_key(id: \\"\${key_id}\\") }"
`;

const MEMBER_KEY = "member-key-0123456789-wxyz";

Deno.test("runSuite() tells verdicts in the order of the file, whatever the workers do", async () => {
  const toml = ["a", "b", "c"].map((id) => SENT.replace('"a"', `"${id}"`)).join("");
  let release = () => {};
  const gate = new Promise<void>((resolve) => release = resolve);
  let answered = 0;
  const { verdicts, events } = await runTrial(suiteOf(toml), async () => {
    const mine = answered++;
    if (mine === 0) await gate;
    if (mine === 2) release();
    return { data: {} };
  }, { workers: 3 });
  assertEquals(verdicts.map(({ id }) => id), ["a", "b", "c"]);
  assertEquals(
    events.findIndex(({ type }) => type === "verdict") > events.findIndex(({ type }) => type === "progress"),
    true,
  );
});

Deno.test("runSuite() keeps every target busy, though most cases are for one of them", async () => {
  const own = (id: string) => `${SENT.replace('"a"', `"${id}"`)}backends = ["cloud"]\n`;
  const both = SENT.replace('"a"', '"z"');
  const toml = [...["a", "b", "c", "d"].map(own), both, both.replace('"z"', '"y"')].join("");
  const { sent, verdicts } = await runTrial(suiteOf(toml), () => ({ data: {} }), {
    targets: [SERVER, CLOUD],
    workers: 1,
  });
  const asked = sent.map(({ authorization }) => authorization === undefined ? "server" : "cloud");
  assertEquals(asked, ["cloud", "cloud", "cloud", "server", "cloud", "cloud", "cloud", "server"]);
  assertEquals(verdicts.map(({ id }) => id), ["a", "b", "c", "d", "z", "z", "y", "y"]);
});

Deno.test("runSuite() gives each row of each a verdict of its own", async () => {
  const suite = suiteOf(`${CASE}document = "{ echo }"
variables = { it = "\${value}" }
each = [{ label = "one", value_json = "[1]" }, { label = "null", value_json = "null" }]
`);
  const { verdicts, sent } = await runTrial(suite, () => ({ data: {} }));
  assertEquals(verdicts.map(({ id }) => id), ["a[one]", "a[null]"]);
  assertEquals(sent.map(({ request }) => request.body), [
    '{"query":"{ echo }","variables":{"it":[1]}}',
    '{"query":"{ echo }","variables":{"it":null}}',
  ]);
});

Deno.test("runSuite() sends variables as an object, as raw JSON and as text", async () => {
  const suite = suiteOf(`${CASE}
[[case.step]]
document = "{ a }"
variables_json = '{"n": 9007199254740993}'
operation = "Q"
[[case.step]]
document = "{ a }"
variables_text = '{"n": 1'
[[case.step]]
batch = [{ document = "{ a }" }, { document = "{ b }", variables = { x = 1 } }]
[[case.step]]
method = "GET"
path = "/graphql"
query = { query = "{ a b }" }
`);
  const { sent } = await runTrial(suite, () => ({ data: {} }));
  assertEquals(sent.map(({ request }) => request.body), [
    '{"query":"{ a }","variables":{"n": 9007199254740993},"operationName":"Q"}',
    '{"query":"{ a }","variables":"{\\"n\\": 1"}',
    '[{"query":"{ a }"},{"query":"{ b }","variables":{"x":1}}]',
    undefined,
  ]);
  assertEquals(sent[3]!.request.url, "http://127.0.0.1:9/graphql?query=%7B%20a%20b%20%7D");
});

Deno.test("runSuite() fills names into method and content type, and goes raw where fetch would not do it", async () => {
  const suite = suiteOf(`${CASE}
each = [
  { label = "get", method = "GET", type = "text/plain" },
  { label = "untyped", method = "POST", type = "" },
  { label = "plain", method = "PUT", type = "text/plain" },
]
body = "x"
method = "\${method}"
content_type = "\${type}"
`);
  const { sent } = await runTrial(suite, () => ({ data: {} }), { workers: 1 });
  assertEquals(sent.map(({ request: { method, headers, raw } }) => [method, headers, raw]), [
    ["GET", [["content-type", "text/plain"]], true],
    ["POST", [], true],
    ["PUT", [["content-type", "text/plain"]], false],
  ]);
});

Deno.test("runSuite() carries captures from step to step, with their type", async () => {
  const suite = suiteOf(`${CASE}
[[case.step]]
document = "{ first }"
capture = { version = "$.data.version" }
[[case.step]]
document = "{ second }"
variables = { version = "\${version}" }
[[case.step.check]]
path = "$.data.version"
equals = "\${version}"
`);
  const { verdicts, sent } = await runTrial(suite, () => ({ data: { version: 3 } }));
  assertEquals(verdicts[0]!.outcome, "pass");
  assertStringIncludes(sent[1]!.request.body ?? "", '{"version":3}');
});

Deno.test("runSuite() fails a case whose capture finds nothing", async () => {
  const { verdicts } = await runTrial(suiteOf(`${SENT}capture = { x = "$.data.x" }\n`), () => ({ data: {} }));
  assertEquals(verdicts[0]!.outcome, "fail");
  assertStringIncludes(verdicts[0]!.failures[0]!.expected, 'to capture "x"');
});

for (
  const [how, answer, outcome] of [
    ["a pass", () => ({ data: {} }), "pass"],
    ["a failure", () => ({ errors: [] }), "fail"],
    ["no answer", () => Promise.reject(new TypeError("refused")), "error"],
  ] as const
) {
  Deno.test(`runSuite() undoes everything, last made first, after ${how}`, async () => {
    const suite = suiteOf(`${SENT}needs = ["a-flow"]
[[case.undo]]
document = "mutation { own_undo }"
${MAKING}`);
    const { verdicts, sent } = await runTrial(
      suite,
      ({ role }) => role === "case" ? answer() : { data: { make: "f1" } },
    );
    assertEquals(verdicts[0]!.outcome, outcome);
    assertEquals(sent.filter(({ role }) => role === "undo").map(({ query }) => query), [
      "mutation { own_undo }",
      'mutation { unmake(id: "f1") }',
    ]);
  });
}

Deno.test("runSuite() undoes everything when it is interrupted, and begins nothing new", async () => {
  const controller = new AbortController();
  const suite = suiteOf(`${SENT}needs = ["a-flow"]\n${SENT.replace('"a"', '"b"')}${MAKING}`);
  const { report, sent } = await runTrial(suite, ({ role }) => {
    if (role === "setup") controller.abort();
    return { data: { make: "f1" } };
  }, { signal: controller.signal, workers: 1 });
  assertEquals(report.interrupted, true);
  assertEquals(report.verdicts.map(({ outcome, reason }) => [outcome, reason]), [
    ["skip", "interrupted"],
    ["skip", "interrupted before it began"],
  ]);
  assertEquals(sent.map(({ role }) => role), ["setup", "undo"]);
});

Deno.test("runSuite() warns of what it could not undo", async () => {
  const suite = suiteOf(`${SENT}needs = ["a-flow"]\n${MAKING}`);
  const { report } = await runTrial(suite, ({ role }) => role === "undo" ? {} : { data: { make: "f1" } });
  assertEquals(report.verdicts[0]!.outcome, "pass");
  assertStringIncludes(report.warnings[0]!, 'Undo "a-flow" failed, something is left behind: t.toml:');
});

Deno.test("runSuite() leaves out the undo of what was never made", async () => {
  const suite = suiteOf(`${SENT}needs = ["a-flow"]\n${MAKING}`);
  const { verdicts, sent } = await runTrial(suite, () => ({ data: {} }));
  assertEquals(verdicts[0]!.outcome, "error");
  assertStringIncludes(verdicts[0]!.reason!, 'Make "a-flow" failed: t.toml:');
  assertEquals(sent.map(({ role }) => role), ["setup"]);
});

Deno.test("runSuite() makes a shared setup once and others for each case", async () => {
  const two = `${SENT}needs = ["a-flow"]\n${SENT.replace('"a"', '"b"')}needs = ["a-flow"]\n`;
  const made = async (toml: string) => {
    const { sent } = await runTrial(suiteOf(toml), () => ({ data: { make: "f1" } }));
    return sent.map(({ role }) => role).filter((role) => role !== "case").sort();
  };
  assertEquals(await made(two + MAKING), ["setup", "setup", "undo", "undo"]);
  assertEquals(await made(two + MAKING.replace("[[setup.step]]", "shared = true\n[[setup.step]]")), [
    "setup",
    "undo",
  ]);
});

Deno.test("runSuite() gives a setup's captures to what needs it, bare and with its name", async () => {
  const suite = suiteOf(`${CASE}needs = ["outer"]
document = "\${flow_id} \${a-flow.flow_id} \${run} \${case} \${backend}"
[[setup]]
name = "outer"
needs = ["a-flow"]
${MAKING}`);
  const { sent } = await runTrial(suite, () => ({ data: { make: "f1" } }));
  assertEquals(sent.find(({ role }) => role === "case")!.query, "f1 f1 proctor-test a server");
});

Deno.test("runSuite() sends as a principal, made once by the administrator", async () => {
  const suite = suiteOf(`${SENT}as = "member"\nbackends = ["cloud"]
${SENT.replace('"a"', '"b"')}as = "anonymous"\nbackends = ["cloud"]
${SENT.replace('"a"', '"c"').replace("{ hello }", "\${member.key_id}")}backends = ["cloud"]
${MEMBER}`);
  const { sent, verdicts } = await runTrial(suite, () => ({ data: { key: MEMBER_KEY, id: "k1" } }), {
    targets: [CLOUD],
    workers: 1,
  });
  assertEquals(verdicts.map(({ outcome }) => outcome), ["pass", "pass", "pass"]);
  assertEquals(sent.map(({ query, authorization }) => [query, authorization]), [
    ["mutation { make_key }", `Bearer ${ADMIN_KEY.reveal()}`],
    ["{ hello }", `Bearer ${MEMBER_KEY}`],
    ["{ hello }", undefined],
    ["k1", `Bearer ${ADMIN_KEY.reveal()}`],
    ['mutation { delete_key(id: "k1") }', `Bearer ${ADMIN_KEY.reveal()}`],
  ]);
  assert(sent[1]!.request.headers.some(([name, value]) => name === "x-member" && value === "yes"));
});

Deno.test("runSuite() makes the principals that a row of each names", async () => {
  const suite = suiteOf(`${CASE}backends = ["cloud"]
document = "\${id}"
each = [{ label = "own", id = "\${member.key_id}" }]
${MEMBER}`);
  const { sent, verdicts } = await runTrial(suite, () => ({ data: { key: MEMBER_KEY, id: "k1" } }), {
    targets: [CLOUD],
  });
  assertEquals(verdicts.map(({ outcome }) => outcome), ["pass"]);
  assertEquals(sent.find(({ role }) => role === "case")!.query, "k1");
});

Deno.test("runSuite() sends no credentials to a server", async () => {
  const targets = [{ ...SERVER, key: ADMIN_KEY }];
  const { sent } = await runTrial(suiteOf(SENT), () => ({ data: {} }), { targets });
  assertEquals(sent[0]!.authorization, undefined);
});

Deno.test("runSuite() lets a step choose its authorization", async () => {
  const suite = suiteOf(`${SENT}headers = { Authorization = "bearer  \${key}" }\n`);
  const { sent } = await runTrial(suite, () => ({ data: {} }), { targets: [CLOUD] });
  assertEquals(sent[0]!.request.headers.filter(([name]) => /^authorization$/i.test(name)), [
    ["Authorization", `bearer  ${ADMIN_KEY.reveal()}`],
  ]);
});

for (
  const [what, toml, target, reason] of [
    [
      "a case that writes",
      SENT.replace("{ hello }", "mutation { a }"),
      { ...SERVER, writable: false },
      "--allow-writes",
    ],
    ["byte by byte over https", `${SENT}raw = true\n`, { ...SERVER, url: "https://127.0.0.1:9" }, "http://"],
  ] as const
) {
  Deno.test(`runSuite() skips ${what}, and says why`, async () => {
    const { verdicts, sent } = await runTrial(suiteOf(toml), () => ({ data: {} }), { targets: [target] });
    assertEquals([verdicts[0]!.outcome, sent.length], ["skip", 0]);
    assertStringIncludes(verdicts[0]!.reason!, reason);
  });
}

Deno.test("runSuite() asks for a capability once and skips what lacks it", async () => {
  const capability =
    '[[capability]]\nname = "tokens"\ndocument = "{ can }"\n[[capability.check]]\npath = "$.data.can"\nequals = true\n';
  const toml = `${SENT}requires = ["tokens"]\n${
    SENT.replace('"a"', '"b"')
  }requires = ["tokens"]\n${capability}`;
  const run = (can: boolean) => runTrial(suiteOf(toml), () => ({ data: { can } }), { workers: 1 });
  const lacking = await run(false);
  assertEquals(lacking.verdicts.map(({ outcome }) => outcome), ["skip", "skip"]);
  assertEquals(lacking.sent.length, 1);
  assertEquals((await run(true)).verdicts.map(({ outcome }) => outcome), ["pass", "pass"]);
});

Deno.test("runSuite() ends a request that is not answered in time", async () => {
  const { verdicts } = await runTrial(suiteOf(SENT), () => ({ data: {} }), {
    timeout: 1,
    send: (_request, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  });
  assertEquals(verdicts[0]!.outcome, "error");
  assertStringIncludes(verdicts[0]!.reason!, "no answer within 0.001 s");
});

const GREETING = `${PROFILE.text}
[[greeting]]
name = "key"
[[greeting.step]]
document = "{ who }"
may_capture = { tenant_id = "$.data.tenant_id" }
[[greeting.step]]
unless = "tenant_id"
document = "mutation { make_tenant }"
capture = { tenant_id = "$.data.made", made_id = "$.data.made" }
[[greeting.undo]]
document = "mutation { drop(id: \\"\${made_id}\\") }"
`;

async function greeted(
  answering: Parameters<typeof runTrial>[1],
  options: Parameters<typeof runTrial>[2] = {},
) {
  const suite = readSuite([
    { name: "profile.toml", text: GREETING },
    { name: "t.toml", text: `title = "T"\nsource = "A"\n${CASE}document = "\${tenant_id}"\n` },
  ]);
  return await runTrial(suite, answering, options);
}

Deno.test("runSuite() knows everywhere what the greeting captured", async () => {
  const { sent } = await greeted(() => ({ data: { tenant_id: "t1" } }));
  assertEquals(sent.map(({ query }) => query), ["{ who }", "t1"]);
});

Deno.test("runSuite() makes what the greeting misses, and takes it away at the end", async () => {
  const { sent } = await greeted(() => ({ data: { made: "t2" } }));
  assertEquals(sent.map(({ query }) => query), [
    "{ who }",
    "mutation { make_tenant }",
    "t2",
    'mutation { drop(id: "t2") }',
  ]);
});

Deno.test("runSuite() does not write while greeting a target that is read-only", async () => {
  const { sent, verdicts } = await greeted(() => ({ data: {} }), {
    targets: [{ ...SERVER, writable: false }],
  });
  assertEquals(sent.map(({ query }) => query), ["{ who }"]);
  assertEquals(
    verdicts[0]!.reason,
    'Fill in "${tenant_id}" failed: no value, the step that should capture it did not',
  );
});

for (
  const [how, answer] of [
    ["UNAUTHENTICATED", () => ({ errors: [{ message: "no", extensions: { code: "UNAUTHENTICATED" } }] })],
    ["HTTP 401", () => new Response("", { status: 401 })],
    ["HTTP 403", () => new Response("", { status: 403 })],
  ] as const
) {
  Deno.test(`runSuite() ends at once when the key is refused with ${how}`, async () => {
    const error = await assertRejects(
      () => greeted(answer, { targets: [CLOUD] }),
      AuthenticationError,
      "is refused",
    );
    assert(!error.message.includes(ADMIN_KEY.reveal()));
  });
}

Deno.test("runSuite() ends at once when the cloud backend has no key", async () => {
  const { key: _key, ...target } = CLOUD;
  await assertRejects(
    () => greeted(() => ({}), { targets: [target] }),
    AuthenticationError,
    "no key, give --api-key",
  );
});

Deno.test("runSuite() ends at once when nothing answers", async () => {
  const refuse = () => Promise.reject(new TypeError("refused"));
  await assertRejects(
    () => greeted(refuse),
    UnreachableError,
    'Reach "http://127.0.0.1:9/" failed: nothing answers',
  );
});
