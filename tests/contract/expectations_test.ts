import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { expectVerdict, readExpectations } from "../../lib/contract/expectations.ts";
import { FixtureError } from "../../lib/core/errors.ts";
import { runTrial, SERVER, suiteOf } from "./support.ts";

const CASES = ["one", "two"].map((id) =>
  `[[case]]
id = "${id}"
title = "It says so"
proves = ["S46"]
document = "{ ${id} }"
`
).join("");

/** Runs both cases; `broken` are the documents that are answered badly. */
async function outcomes(
  toml: string,
  broken: readonly string[],
  options: { today?: string; level?: string } = {},
) {
  const { today = "2026-06-01", level = "must" } = options;
  const suite = suiteOf(CASES.replaceAll("proves", `level = "${level}"\nproves`));
  const expectations = readExpectations({ name: "expectations.toml", text: toml }, suite);
  const { verdicts } = await runTrial(suite, ({ query }) => broken.includes(query) ? {} : { data: {} }, {
    expect: (verdict, target) => expectVerdict(verdict, { expectations, target, today }),
  });
  return verdicts;
}

function written(entry: string): string {
  return `target = "${SERVER.name}"\n[[expectation]]\n${entry}\n`;
}

const KNOWN = written('case = "one"\nreason = "Known"\nlink = "https://example.com/1"\nuntil = "2026-06-30"');

Deno.test("expectVerdict() counts an expected failure as expected, with its reason", async () => {
  const verdicts = await outcomes(KNOWN, ["{ one }"]);
  assertEquals(verdicts.map(({ outcome, reason }) => [outcome, reason]), [
    ["expected", "Known, https://example.com/1 (expectations.toml:2)"],
    ["pass", undefined],
  ]);
});

Deno.test("expectVerdict() fails an expected failure that passes, whatever its level", async () => {
  for (const level of ["must", "may"]) {
    const [verdict] = await outcomes(KNOWN, [], { level });
    assertEquals([verdict!.outcome, verdict!.level], ["error", "must"]);
    assertMatch(verdict!.reason!, /it passes, though expectations.toml:2 expects it to fail/);
  }
});

Deno.test("expectVerdict() fails what was expected to fail until yesterday", async () => {
  assertEquals((await outcomes(KNOWN, ["{ one }"], { today: "2026-06-30" }))[0]!.outcome, "expected");
  const [late] = await outcomes(KNOWN, ["{ one }"], { today: "2026-07-01" });
  assertEquals(late!.outcome, "fail");
  assertMatch(late!.reason!, /expected to fail until 2026-06-30 only/);
});

Deno.test("expectVerdict() goes by patterns, backends and targets", async () => {
  const broken = ["{ one }", "{ two }"];
  const outcomesOf = async (toml: string) => (await outcomes(toml, broken)).map(({ outcome }) => outcome);
  assertEquals(await outcomesOf(written('case = "*"\nreason = "R"')), ["expected", "expected"]);
  assertEquals(await outcomesOf(written('case = "t?o"\nbackend = "server"\nreason = "R"')), [
    "fail",
    "expected",
  ]);
  assertEquals(await outcomesOf(written('case = "*"\nbackend = "cloud"\nreason = "R"')), ["fail", "fail"]);
  assertEquals(await outcomesOf(KNOWN.replace(SERVER.name, SERVER.url)), ["expected", "fail"]);
  assertEquals(await outcomesOf(KNOWN.replace(SERVER.name, "elsewhere")), ["fail", "fail"]);
});

for (
  const [what, toml, message] of [
    [
      "an entry that fits no case",
      written('case = "oen"\nreason = "R"'),
      'e.toml:3 Case "oen" is expected to fail',
    ],
    ["an entry without a reason", written('case = "one"'), "e.toml:2 "],
    ["an empty reason", written('case = "one"\nreason = " "'), 'e.toml:4 Key "reason" is empty'],
    [
      "a day that is none",
      written('case = "one"\nreason = "R"\nuntil = "soon"'),
      'e.toml:5 Date "soon" is none',
    ],
    ["an unknown key", written('case = "one"\nreason = "R"\nwhy = "R"'), 'e.toml:5 Unknown key "why"'],
    ["no target", '[[expectation]]\ncase = "one"\nreason = "R"', "e.toml:1 "],
    ["what is no TOML", "target =", "e.toml:1 Read the file failed"],
  ] as const
) {
  Deno.test(`readExpectations() refuses ${what}`, () => {
    assertThrows(
      () => readExpectations({ name: "e.toml", text: toml }, suiteOf(CASES)),
      FixtureError,
      message,
    );
  });
}
