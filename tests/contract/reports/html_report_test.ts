import { createHash } from "node:crypto";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { diffLines } from "../../../lib/contract/reports/html/diff_lines.ts";
import { htmlReport } from "../../../lib/contract/reports/html/html_report.ts";
import { markup } from "../../../lib/contract/reports/html/markup.ts";
import { MIXED, OPTIONS, sampleReport, sampleVerdict } from "./sample_report.ts";

const STATEMENTS = [{ id: "S46", text: "Ids are UUIDs", suite: true }, {
  id: "S58",
  text: "No",
  suite: true,
}];

function pageOf(report = sampleReport(MIXED)): string {
  return htmlReport(report, { ...OPTIONS, statements: STATEMENTS });
}

Deno.test("htmlReport() lets nothing run or load but its own style and script", () => {
  const page = pageOf();
  const hash = (name: string) => {
    const [, text = ""] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(page) ?? [];
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  };
  assertStringIncludes(
    page,
    `content="default-src 'none'; style-src ${hash("style")}; script-src ${
      hash("script")
    }; base-uri 'none'; form-action 'none'"`,
  );
  assertEquals(page.match(/<script|<style/g)?.length, 2);
  assertEquals(/ style=| on\w+=|<link|<img|<iframe|\bsrc=/.test(page), false);
});

Deno.test("htmlReport() shows failures before everything else, with request, answer, difference and command", () => {
  const page = pageOf();
  assert(page.indexOf('id="failures"') < page.indexOf('id="statements"'));
  assert(page.indexOf('id="case-1"') < page.indexOf('id="case-3"'));
  for (
    const part of [
      "2 of 5 cases failed",
      '<td class="lost">  2</td><td class="new">  3</td>',
      "curl -sS",
      "HTTP 200",
      "setup broke",
      "no tokens here",
      "deno task contract &#39;ids-fail&#39;",
      '<a href="#case-1"><code class="id">ids-fail</code></a>',
      '<article class="card warned" id="case-3"',
    ]
  ) assertStringIncludes(page, part);
});

Deno.test("htmlReport() counts for each statement the cases that prove it on each target", () => {
  const page = pageOf();
  assertStringIncludes(page, "1 of 5 kept");
  const [, row = ""] = /<th scope="row">S46<\/th>(.*)<\/tr>/.exec(page) ?? [];
  assertStringIncludes(row, "Ids are UUIDs");
  assertStringIncludes(row, '<td class="passed"><span class="sign">✓</span> 1</td>');
  assertStringIncludes(row, '<td class="failed"><span class="sign">✗</span> 1<small> of 1</small></td>');
  assertEquals(page.includes(">S58<"), false);
});

Deno.test("htmlReport() calls a statement with an expected deviation not kept, and gives the reason", () => {
  const page = pageOf(sampleReport([sampleVerdict("pass"), sampleVerdict("expected", { id: "ids-known" })]));
  assertStringIncludes(page, "0 of 1 kept");
  assertStringIncludes(page, '<td class="expected"><span class="sign">≈</span> 1<small> of 2</small></td>');
  assertStringIncludes(page, '<span class="why">known since May</span>');
  assertStringIncludes(page, "1 of 2 cases passed, none failed");
});

Deno.test("htmlReport() places the bar of a case within the time of its convention", () => {
  const verdicts = [
    sampleVerdict("pass", { started: 100, milliseconds: 50 }),
    sampleVerdict("pass", { started: 150, milliseconds: 50 }),
  ];
  const page = pageOf(sampleReport(verdicts, { milliseconds: 200 }));
  const bars = [...page.matchAll(/<svg class="bar"[^>]*><rect x="(\d+)" width="(\d+)"/g)].map((
    [, x, width],
  ) => `${x}+${width}`);
  assertEquals(bars, ["500+500", "0+500", "500+500"]);
});

Deno.test("markup() shows what nobody sees, and mends what is no text", () => {
  assertEquals(markup`${"a\u202eb\u0000\ud800\n\t&\u00e9"}`.text, "a\\u{202e}b\\u{0}\ufffd\n\t&#38;\u00e9");
});

Deno.test("diffLines() sets what differs beside each other and what is missing beside nothing", () => {
  const rows = diffLines("a\nb\nc\nd", "a\nx\nc");
  assertEquals(rows, [
    { left: "a", right: "a", same: true },
    { left: "b", right: "x", same: false },
    { left: "c", right: "c", same: true },
    { left: "d", right: undefined, same: false },
  ]);
});
