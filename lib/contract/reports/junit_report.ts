import { type Report, weigh } from "./report.ts";
import type { Verdict } from "../run_events.ts";

/** What XML 1.0 cannot hold, escaped or not. */
// deno-lint-ignore no-control-regex -- control characters are what is looked for
const FORBIDDEN_REGEXP = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

function clean(text: string): string {
  return text.toWellFormed().replace(FORBIDDEN_REGEXP, "\ufffd");
}

function attribute(text: string): string {
  const escapes: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
  };
  return clean(text).replace(/[&<>"']/g, (character) => escapes[character]!).replace(
    /[\t\n\r]/g,
    (blank) => `&#${blank.charCodeAt(0)};`,
  );
}

function cdata(text: string): string {
  return `<![CDATA[${clean(text).replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function tag(name: string, attributes: Readonly<Record<string, string | number>>): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`);
  return `<${name}${written.join("")}`;
}

function details({ failures, reason }: Verdict): string {
  const parts = failures.map(({ at, expected, got, request }) =>
    `${at}\nexpected ${expected}\ngot      ${got}\n${request}`
  );
  return [...(reason === undefined ? [] : [reason]), ...parts].join("\n\n");
}

function outcomeElement(verdict: Verdict, options: { strict: boolean }): string {
  const message = verdict.reason ?? verdict.failures[0]?.expected ?? "";
  switch (weigh(verdict, options)) {
    case "passed":
      return "";
    case "skipped":
      return `${tag("skipped", { message })}/>`;
    case "warned":
      return `<system-out>${cdata(details(verdict))}</system-out>`;
    case "failed": {
      const name = verdict.outcome === "error" ? "error" : "failure";
      return `${tag(name, { message, type: verdict.outcome })}>${cdata(details(verdict))}</${name}>`;
    }
  }
}

function testcase(verdict: Verdict, options: { strict: boolean }): string {
  const { id, title, convention, backend, file, line, milliseconds, proves, level } = verdict;
  const classname = `${backend}.${convention}`;
  const open = tag("testcase", {
    name: `${id}: ${title}`,
    classname,
    file,
    line,
    time: seconds(milliseconds),
  });
  const properties = [...proves.map((value) => ["statement", value]), ["level", level]]
    .map(([name, value]) => `${tag("property", { name: name!, value: value! })}/>`);
  return `${open}><properties>${properties.join("")}</properties>${
    outcomeElement(verdict, options)
  }</testcase>`;
}

/**
 * Writes a run as JUnit XML, as CI systems read it: a suite for each convention on each backend, a test for each
 * case. A broken `should` is a passed test whose output says what broke.
 *
 * @param report The finished run.
 * @param options `strict` makes `should` count as `must`.
 * @returns An XML document.
 */
export function junitReport(report: Report, options: { strict: boolean }): string {
  const groups = Map.groupBy(report.verdicts, ({ backend, convention }) => `${convention} (${backend})`);
  const suites = [...groups].map(([name, verdicts]) => {
    const elements = verdicts.map((verdict) => testcase(verdict, options));
    return `  ${tag("testsuite", { name, ...totals(verdicts, options) })}>\n    ${
      elements.join("\n    ")
    }\n  </testsuite>`;
  });
  const root = tag("testsuites", { name: report.run, ...totals(report.verdicts, options) });
  return ['<?xml version="1.0" encoding="UTF-8"?>', `${root}>`, ...suites, "</testsuites>", ""].join("\n");
}

function totals(verdicts: readonly Verdict[], options: { strict: boolean }): Record<string, string | number> {
  const failed = verdicts.filter((verdict) => weigh(verdict, options) === "failed");
  const errors = failed.filter(({ outcome }) => outcome === "error").length;
  return {
    tests: verdicts.length,
    failures: failed.length - errors,
    errors,
    skipped: verdicts.filter(({ outcome }) => outcome === "skip").length,
    time: seconds(verdicts.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  };
}
