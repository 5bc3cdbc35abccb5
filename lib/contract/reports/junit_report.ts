import type { Verdict } from "../run_events.ts";
import { failureText } from "./failure_text.ts";
import { type Report, type ReportOptions, weigh } from "./report.ts";
import { targetLabels } from "./target_labels.ts";

/** What XML 1.0 cannot hold, escaped or not. */
// deno-lint-ignore no-control-regex -- control characters are what is looked for
const FORBIDDEN_REGEXP = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
const SPECIAL_REGEXP = /[&<>"'\t\n\r]/g;
/** Quick to say no, which they do to nearly every text. */
const SUSPECT_REGEXP = /[^ !#-%(-;=?-~]/;
const SUSPECT_CDATA_REGEXP = /[^\n -~]|\]\]>/;

function clean(text: string): string {
  return text.toWellFormed().replace(FORBIDDEN_REGEXP, "\ufffd");
}

function attribute(text: string): string {
  if (!SUSPECT_REGEXP.test(text)) return text;
  return clean(text).replace(SPECIAL_REGEXP, (character) => `&#${character.charCodeAt(0)};`);
}

function cdata(text: string): string {
  const safe = SUSPECT_CDATA_REGEXP.test(text) ? clean(text).replaceAll("]]>", "]]]]><![CDATA[>") : text;
  return `<![CDATA[${safe}]]>`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function tag(name: string, attributes: Readonly<Record<string, string | number>>): string {
  let text = `<${name}`;
  for (const key in attributes) text += ` ${key}="${attribute(String(attributes[key]))}"`;
  return text;
}

function properties(pairs: readonly (readonly [name: string, value: string])[]): string {
  const elements = pairs.map(([name, value]) => `${tag("property", { name, value })}/>`);
  return `    <properties>${elements.join("")}</properties>`;
}

function outcomeElement(verdict: Verdict, options: ReportOptions): string {
  const message = verdict.reason ?? verdict.failures[0]?.expected ?? "";
  switch (weigh(verdict, options)) {
    case "passed":
    case "warned":
      return "";
    case "skipped":
    case "expected":
      return `<skipped>${cdata(message)}</skipped>`;
    case "failed": {
      const name = verdict.outcome === "error" ? "error" : "failure";
      const text = failureText(verdict, { rerun: options.rerun(verdict) });
      return `${tag(name, { message, type: verdict.outcome })}>${cdata(text)}</${name}>`;
    }
  }
}

/**
 * The schemas know no properties of a case, nor its file and line; a reader of JUnit files looks for them in the
 * output, in this notation.
 */
function output(verdict: Verdict, options: ReportOptions): string {
  const { file, line, level, proves, target } = verdict;
  const lines = [
    `[[PROPERTY|file=${file}:${line}]]`,
    `[[PROPERTY|level=${level}]]`,
    ...proves.map((id) => `[[PROPERTY|statement=${id}]]`),
    `[[PROPERTY|target=${target}]]`,
  ];
  if (weigh(verdict, options) === "warned") {
    lines.push(failureText(verdict, { rerun: options.rerun(verdict) }));
  }
  return `<system-out>${cdata(lines.join("\n"))}</system-out>`;
}

function testcase(verdict: Verdict, options: ReportOptions & { label: string }): string {
  const { id, title, convention, milliseconds } = verdict;
  const open = tag("testcase", {
    name: `${id}: ${title}`,
    classname: `${options.label}.${convention}`,
    time: seconds(milliseconds),
  });
  return `    ${open}>${outcomeElement(verdict, options)}${output(verdict, options)}</testcase>`;
}

function totals(
  verdicts: readonly Verdict[],
  options: { strict: boolean },
): Record<"tests" | "failures" | "errors", number> {
  const failed = verdicts.filter((verdict) => weigh(verdict, options) === "failed");
  const errors = failed.filter(({ outcome }) => outcome === "error").length;
  return { tests: verdicts.length, failures: failed.length - errors, errors };
}

/**
 * Writes a run as JUnit XML, as CI systems read it: a suite for each convention on each target, a test for each
 * case. A broken `should` is a passed test whose output says what broke.
 *
 * The form is what the strictest readers take: it is valid by `junit-10.xsd` of Jenkins' xUnit plugin, by the older
 * `jenkins-junit.xsd`, and needs nothing that either lacks. `deno task junit-schema` holds it against both.
 *
 * @param report The finished run.
 * @param options See {@linkcode ReportOptions}.
 * @returns An XML document.
 */
export function junitReport(report: Report, options: ReportOptions): string {
  const { of } = targetLabels(report.targets);
  const urls = new Map(report.targets.map((target) => [`${target.backend} ${target.name}`, target.url]));
  const groups = Map.groupBy(report.verdicts, (verdict) => `${verdict.convention} (${of(verdict)})`);
  const suites = [...groups].map(([name, verdicts], id) => {
    const [{ backend, target, file }] = verdicts as [Verdict];
    const label = of({ backend, target });
    const start = tag("testsuite", {
      name,
      ...totals(verdicts, options),
      skipped: verdicts.filter(({ outcome }) => outcome === "skip").length,
      time: seconds(verdicts.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
      // Moments in these files have neither fractions nor a zone.
      ...(report.at !== "" && { timestamp: report.at.slice(0, "2019-01-01T12:00:00".length) }),
      id,
    });
    return [
      `  ${start}>`,
      properties([["target", target], ["url", urls.get(`${backend} ${target}`) ?? ""], ["file", file]]),
      ...verdicts.map((verdict) => testcase(verdict, { ...options, label })),
      "  </testsuite>",
    ].join("\n");
  });
  const root = tag("testsuites", {
    name: report.run,
    ...totals(report.verdicts, options),
    time: seconds(report.milliseconds),
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', `${root}>`, ...suites, "</testsuites>", ""].join("\n");
}
