import { assert, assertEquals } from "@std/assert";
import { runTrial, suiteOf } from "./support.ts";

const ONE = `[[case]]
id = "a"
title = "x"
proves = ["S46"]
document = "{ a }"
[[case.check]]
path = "$.data"
equals = { a = [1, 2] }
`;

Deno.test("excerptAnswer() keeps of a failure its status, headers and the beginning of its body", async () => {
  const body = `{"data":"${"x".repeat(10_000)}"}`;
  const headers = { "x-what": "this", "content-type": "application/json" };
  const { verdicts } = await runTrial(
    suiteOf(ONE),
    () => new Response(body, { status: 418, headers }),
  );
  const { status, headers: kept, body: text } = verdicts[0]!.answer!;
  assertEquals(status, 418);
  assertEquals(Object.fromEntries(kept), headers);
  assertEquals(text, `${body.slice(0, 4096)}…`);
});

Deno.test("excerptAnswer() masks a key before it cuts", async () => {
  const key = "pcu_0123456789-half-of-me-is-beyond-the-end";
  const body = `${" ".repeat(4080)}{"token":"${key}"}`;
  const { verdicts } = await runTrial(suiteOf(ONE), () => new Response(body));
  const { body: text } = verdicts[0]!.answer!;
  assert(!text.includes("pcu_"), text.trim());
});

Deno.test("runSuite() keeps no answer of a pass, and tells when it began and how long each answer took", async () => {
  const { verdicts } = await runTrial(suiteOf(ONE), () => ({ data: { a: [1, 2] } }));
  const [{ outcome, answer, latencies, started, milliseconds }] = verdicts as [typeof verdicts[0] & object];
  assertEquals([outcome, answer, latencies.length], ["pass", undefined, 1]);
  assert(started >= 0 && milliseconds >= latencies[0]!);
});

Deno.test("runSuite() shows both values line by line where whole values were compared", async () => {
  const { verdicts } = await runTrial(suiteOf(ONE), () => ({ data: { a: [1, 3] } }));
  const { expected, got, compared } = verdicts[0]!.failures[0]!;
  assertEquals([expected, got], ['$.data: equals {"a":[1,2]}', '{"a":[1,3]}']);
  assertEquals(compared, {
    expected: JSON.stringify({ a: [1, 2] }, undefined, 2),
    got: JSON.stringify({ a: [1, 3] }, undefined, 2),
  });
});

Deno.test("runSuite() compares line by line neither words nor nothing", async () => {
  const word = suiteOf(ONE.replace("{ a = [1, 2] }", '"b"'));
  const { verdicts } = await runTrial(word, () => ({ data: "c" }));
  assertEquals(verdicts[0]!.failures[0]!.compared, undefined);
  const nothing = await runTrial(suiteOf(ONE), () => ({}));
  assertEquals(nothing.verdicts[0]!.failures[0]!.compared, undefined);
});
