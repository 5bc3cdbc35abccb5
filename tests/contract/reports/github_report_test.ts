import { assertEquals, assertStringIncludes } from "@std/assert";
import { githubReport } from "../../../lib/contract/reports/github_report.ts";
import { summaryReport } from "../../../lib/contract/reports/summary_report.ts";
import { MIXED, OPTIONS, sampleReport, sampleVerdict } from "./sample_report.ts";

Deno.test("githubReport() annotates the line of the check, errors first", () => {
  const verdicts = [MIXED[4]!, ...MIXED.slice(0, 4)];
  const lines = githubReport(sampleReport(verdicts), OPTIONS).trimEnd().split("\n");
  assertEquals(lines.map((line) => line.slice(0, line.indexOf(",title"))), [
    "::error file=fixtures/ids.toml,line=12",
    "::error file=fixtures/ids.toml,line=7",
    "::warning file=fixtures/ids.toml,line=12",
  ]);
  assertStringIncludes(
    lines[0]!,
    "::fixtures/ids.toml:12: by hand%0A  expected $.data.flow: equals [1,2]%0A",
  );
});

Deno.test("githubReport() leaves no answer a way to give commands", () => {
  const verdict = sampleVerdict("error", {
    title: "50%, a:b\n::warning::x",
    file: "a,b:c.toml",
    reason: "one\r\n::add-mask::two",
  });
  const text = githubReport(sampleReport([verdict]), OPTIONS);
  assertEquals(text.split("\n").length, 2);
  assertStringIncludes(text, "file=a%2Cb%3Ac.toml,line=7,title=");
  assertStringIncludes(text, "50%25%2C a%3Ab%0A%3A%3Awarning%3A%3Ax::one%0D%0A::add-mask::two");
});

Deno.test("summaryReport() begins with the outcome and has a row for each convention and target", () => {
  const lines = summaryReport(sampleReport(MIXED), OPTIONS).split("\n");
  assertEquals(lines[0], "## ❌ Contract: 2 of 5 failed");
  assertStringIncludes(lines[2]!, "1 passed, 2 failed, 1 warned, 1 skipped in 20 ms");
  assertEquals(lines.filter((line) => line.startsWith("| ❌") || line.startsWith("| ✅")), [
    "| ✅ | Ids | cloud | 1 passed | 4.0 ms | 4.0 ms |",
    "| ❌ | Ids | server | 0 passed, 2 failed, 1 skipped | 4.0 ms | 4.0 ms |",
    "| ✅ | JSON | server | 0 passed, 1 warned | 4.0 ms | 4.0 ms |",
  ]);
});

Deno.test("summaryReport() shows an answer as text, however it is written", () => {
  const body = "```\n</details><script>alert(1)</script>\n````";
  const verdict = sampleVerdict("fail", {
    title: "<b>|x|</b> [link](http://example.test) @team",
    answer: { status: 500, headers: [], body },
  });
  const text = summaryReport(sampleReport([verdict]), OPTIONS);
  assertStringIncludes(text, `\n\`\`\`\`\`text\n`);
  assertStringIncludes(text, body);
  assertEquals(text.includes("<b>"), false);
  assertEquals(text.includes("](http"), false);
  assertEquals(text.includes("@team"), false);
});

Deno.test("summaryReport() tells fifty failures in full and how many more there are", () => {
  const text = summaryReport(sampleReport(Array.from({ length: 60 }, () => sampleVerdict("fail"))), OPTIONS);
  assertEquals(text.match(/<details>/g)?.length, 50);
  assertStringIncludes(text, "and 10 more");
});
