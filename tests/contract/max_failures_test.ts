import { assertEquals } from "@std/assert";
import { runTrial, suiteOf } from "./support.ts";

const SUITE = suiteOf(
  ["a", "b", "c", "d"].map((id) => `
[[case]]
id = "${id}"
title = "x"
proves = ["S46"]
level = "${id === "b" ? "should" : "must"}"
document = "{ ${id} }"
`).join(""),
);

async function outcomes(options: { maxFailures?: number; strict?: boolean }): Promise<string[]> {
  const answering = ({ query }: { query: string }) => query === "{ d }" ? { data: { d: 1 } } : {};
  const { verdicts } = await runTrial(SUITE, answering, { ...options, workers: 1 });
  return verdicts.map(({ outcome, reason }) => reason ?? outcome);
}

Deno.test("runSuite() begins no other case after as many failures as are allowed", async () => {
  const rest = "not begun after 2 failures, see --max-failures";
  assertEquals(await outcomes({}), ["fail", "fail", "fail", "pass"]);
  assertEquals(await outcomes({ maxFailures: 2 }), ["fail", "fail", "fail", rest]);
  assertEquals(await outcomes({ maxFailures: 2, strict: true }), ["fail", "fail", rest, rest]);
});
