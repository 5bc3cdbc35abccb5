import { assertEquals } from "@std/assert";
import { fingerprintCases } from "../../lib/contract/fingerprint.ts";
import { readSuite } from "../../lib/contract/read_suite.ts";
import { PROFILE } from "./support.ts";

const CASES = `title = "T"
source = "A"
[[case]]
id = "plain"
title = "x"
proves = ["S46"]
document = "{ plain }"
[[case]]
id = "with-flow"
title = "x"
proves = ["S46"]
needs = ["a-flow"]
document = "{ flow }"
[[case]]
id = "as-member"
title = "x"
proves = ["S46"]
backends = ["cloud"]
requires = ["tokens"]
document = '{ user(id: "\${member.id}") { id } }'
`;
const PARTS = `title = "P"
source = "A"
[[setup]]
name = "a-project"
[[setup.step]]
document = "{ project }"
[[setup]]
name = "a-flow"
needs = ["a-project"]
[[setup.step]]
document = "{ flow }"
[[principal]]
name = "member"
[[principal.step]]
document = "{ key }"
capture = { key = "$.data.key", id = "$.data.id" }
[[capability]]
name = "tokens"
document = "{ tokens }"
`;

function fingerprints(texts: { profile?: string; cases?: string; parts?: string }) {
  const files = [
    { ...PROFILE, text: texts.profile ?? PROFILE.text },
    { name: "cases.toml", text: texts.cases ?? CASES },
    { name: "parts.toml", text: texts.parts ?? PARTS },
  ];
  return fingerprintCases(readSuite(files), files);
}

/** The cases that a change touches. */
function touchedBy(texts: Parameters<typeof fingerprints>[0]): string[] {
  const [before, after] = [fingerprints({}), fingerprints(texts)];
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name));
}

const CHANGES: readonly (readonly [string, Parameters<typeof fingerprints>[0], readonly string[]])[] = [
  ["nothing", {}, []],
  ["a case", { cases: CASES.replace("{ plain }", "{ plainer }") }, ["plain"]],
  ["a line above all cases", { cases: `\n${CASES}` }, []],
  ["what a setup needs", { parts: PARTS.replace("{ project }", "{ projects }") }, ["with-flow"]],
  ["a principal that is named", { parts: PARTS.replace("{ key }", "{ keys }") }, ["as-member"]],
  ["a capability", { parts: PARTS.replace("{ tokens }", "{ token }") }, ["as-member"]],
  ["the profile", { profile: `${PROFILE.text}# new\n` }, ["plain", "with-flow", "as-member"]],
];

for (const [what, texts, expected] of CHANGES) {
  Deno.test(`fingerprintCases() sees whom a change of ${what} touches`, () => {
    assertEquals(touchedBy(texts), expected);
  });
}
