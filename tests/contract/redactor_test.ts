import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { formatSummary, formatVerdict } from "../../lib/contract/reports/console_report.ts";
import { jsonReport } from "../../lib/contract/reports/json_report.ts";
import { junitReport } from "../../lib/contract/reports/junit_report.ts";
import { Redactor } from "../../lib/contract/redactor.ts";
import { Secret } from "../../lib/core/secret.ts";
import { ADMIN_KEY, CLOUD, runTrial, suiteOf } from "./support.ts";

const STRANGER = "stranger-key-0123456789-qrst";
const CAPTURED = 'captured "key" 0123456789-mnop';

/** A case that fails with keys in its address, headers, body, expectation and answer. */
const LEAKY = `[[case]]
id = "leaky"
title = "A promise"
proves = ["S16"]
[[case.step]]
document = "{ make }"
capture_secret = { made = "$.data.made" }
[[case.step]]
path = "/x"
query = { key = "\${key}", made = "\${made}" }
headers = { x-key = "\${key}", cookie = "made=\${made}" }
document = "{ key(is: \\"\${key}\\") }"
variables = { made = "\${made}" }
[[case.step.check]]
path = "$.data.echo"
equals = "\${made}"
[[case.step.check]]
body = true
not_contains = "\${key}"
`;

Deno.test("Redactor keeps every key out of every report", async () => {
  const { report, verdicts } = await runTrial(suiteOf(LEAKY), () => ({
    data: { made: CAPTURED, echo: ADMIN_KEY.reveal() },
    extensions: { token: STRANGER },
  }), { targets: [CLOUD] });
  assertEquals([verdicts[0]!.outcome, verdicts[0]!.failures.length], ["fail", 2]);
  const options = { strict: false, color: false, rerun: () => "again" };
  const written = [
    formatVerdict(verdicts[0]!, options),
    formatSummary(report, options),
    jsonReport(report, options),
    junitReport(report, options),
  ].join("\n");
  for (const key of [ADMIN_KEY.reveal(), STRANGER, CAPTURED, encodeURIComponent(CAPTURED), "0123456789"]) {
    assert(!written.includes(key), `"${key}" must not be written`);
  }
  assertStringIncludes(verdicts[0]!.failures[0]!.request, `-H 'authorization: Bearer '"$PROCTOR_KEY"`);
});

Deno.test("Redactor masks the longer of two keys that begin alike", () => {
  const redactor = new Redactor();
  redactor.add(new Secret("abcdef"), "$A");
  redactor.add(new Secret("abcdefghij"), "$B");
  assertEquals(redactor.redact("abcdefghij abcdef"), "$B $A");
});

Deno.test("Redactor leaves ids alone that an answer calls key", () => {
  const redactor = new Redactor();
  const id = "07786de2-7283-434f-a9b1-600044a8afb3";
  redactor.learn({ headers: [], text: `{"key":"${id}","token":"short"}` });
  assertEquals(redactor.redact(`${id} short`), `${id} short`);
});

Deno.test("Redactor leaves the ids of cases alone, though a value is stored under one", async () => {
  const id = "a-case-whose-id-is-longer-than-a-key";
  const toml = `[[case]]\nid = "${id}"\ntitle = "A"\nproves = ["S17"]\ndocument = "{ a }"\n`;
  const { redactor } = await runTrial(suiteOf(toml), () => ({ data: { key: id, token: STRANGER } }));
  assertEquals(redactor.redact(`${id} ${STRANGER}`), `${id} ****qrst`);
});

Deno.test("Redactor masks what a cut has left of a secret, in whatever spelling", () => {
  const redactor = new Redactor();
  redactor.add(new Secret("pcu_abcdefghijklmnop"), "$KEY");
  assertEquals(redactor.redact("say pcu_abcdefg… and more"), "say $KEY… and more");
  assertEquals(redactor.redact("say \\u0070cu_abcdef%67\\u00…"), "say $KEY…");
  assertEquals(redactor.redact(`say ${btoa("xpcu_abcdefghijklmnop").slice(0, 18)}…`), "say eH$KEY…");
  assertEquals(redactor.redact("say pcu_a… and nothing"), "say pcu_a… and nothing");
});

Deno.test("Redactor masks among very many secrets, and none of them slowly", () => {
  const redactor = new Redactor();
  const keys = Array.from({ length: 2000 }, (_, index) => `pcu_${String(index).padStart(36, "k")}`);
  for (const key of keys) redactor.add(new Secret(key), "$KEY");
  const text = `${keys.join(" ")} ${"x".repeat(300_000)}`;
  assertEquals(redactor.redact(text).replaceAll("$KEY ", ""), "x".repeat(300_000));
});

Deno.test("Redactor learns what a header gives away, and what an address does", () => {
  const redactor = new Redactor();
  const cookie = "a-session-of-nobody-else-0123";
  const token = "a-token-in-an-address-0123";
  redactor.learn({
    headers: [
      ["set-cookie", `session=${cookie}; path=/`],
      ["location", `http://x/?a=1&token=${token}`],
    ],
    text: "",
  });
  assertEquals(redactor.redact(`${cookie} ${token}`), "****0123 ****0123");
});
