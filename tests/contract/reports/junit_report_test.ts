import { assertEquals, assertStringIncludes } from "@std/assert";
import { junitReport } from "../../../lib/contract/reports/junit_report.ts";
import { runTrial, suiteOf } from "../support.ts";

function rerun(): string {
  return "again";
}

const NASTY = 'a < b & "c" \u0000 \u0007 ]]> \ud800 </testsuite>';

/** Reads XML strictly enough to find what a CI system would stumble over; gives the elements in order. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const TOKEN =
    /<\?xml[^?]*\?>|<!\[CDATA\[[^]*?\]\]>|<(\/?)([a-z-]+)((?:\s+[a-z]+="[^"<&]*(?:&(?:#\d+);[^"<&]*)*")*)\s*(\/?)>|[^<&]+/gy;
  let end = 0;
  for (const match of xml.matchAll(TOKEN)) {
    end = match.index + match[0].length;
    const [, closing, name, , empty] = match;
    if (name === undefined) continue;
    if (closing) assertEquals(open.pop(), name);
    else seen.push(name);
    if (!closing && !empty) open.push(name);
  }
  assertEquals([xml.slice(end), open], ["", []]);
  return seen;
}

Deno.test("junitReport() is well-formed whatever an answer holds", async () => {
  const suite = suiteOf(`[[case]]
id = "a"
title = "Less than < and & \\"quotes\\" and a bell \\u0007"
proves = ["S46", "S47"]
document = "{ a ]]> }"
[[case.check]]
path = "$.data"
equals = "x"
`);
  const { report } = await runTrial(suite, () => ({ data: NASTY }));
  const xml = junitReport(report, { strict: false, rerun });
  assertEquals(elementsOf(xml), [
    "testsuites",
    "testsuite",
    "properties",
    "property",
    "property",
    "property",
    "testcase",
    "failure",
    "system-out",
  ]);
  // deno-lint-ignore no-control-regex -- they must not be there
  assertEquals(/[\x00-\x08]/.test(xml), false);
  assertEquals(xml.isWellFormed(), true);
  for (const [name, value] of [["file", "t.toml:3"], ["statement", "S47"], ["level", "must"]]) {
    assertStringIncludes(xml, `[[PROPERTY|${name}=${value}]]`);
  }
});

Deno.test("junitReport() tells failures, errors, skips and warnings apart", async () => {
  const one = (id: string, more: string) =>
    `[[case]]\nid = "${id}"\ntitle = "x"\nproves = ["S46"]\n${more}\n`;
  const suite = suiteOf(
    one("fails", 'document = "{ a }"') + one("skips", 'document = "mutation { a }"') +
      one("errs", 'document = "{ a }"\nneeds = ["s"]') +
      one("warns", 'document = "{ a }"\nlevel = "should"') +
      '[[setup]]\nname = "s"\n[[setup.step]]\ndocument = "{ s }"\n',
  );
  const target = { name: "x", url: "http://127.0.0.1:9", backend: "server", writable: false } as const;
  const { report } = await runTrial(suite, () => ({}), { targets: [target] });
  const xml = junitReport(report, { strict: false, rerun });
  const marks = elementsOf(xml).filter((name) =>
    !["testsuites", "testsuite", "properties", "property"].includes(name)
  );
  assertEquals(marks, [
    "testcase",
    "failure",
    "system-out",
    "testcase",
    "skipped",
    "system-out",
    "testcase",
    "error",
    "system-out",
    "testcase",
    "system-out",
  ]);
  assertStringIncludes(xml, 'tests="4" failures="1" errors="1" skipped="1"');
  assertStringIncludes(junitReport(report, { strict: true, rerun }), 'failures="2" errors="1"');
});
