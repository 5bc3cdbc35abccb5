import { isJsonObject, type JsonValue } from "../../core/json.ts";
import type { Backend } from "../suite.ts";
import type { Finding, Law } from "./law.ts";
import type { NamedRow } from "./named_rows.ts";
import type { PrintedDocument } from "./print_document.ts";

/** A violation, as a case is made from it. */
export interface Violation {
  readonly id: string;
  readonly law: Law;
  readonly backend: Backend;
  readonly document: PrintedDocument;
  readonly finding: Finding;
  /** The question as a curl command, secrets masked. */
  readonly request: string;
  readonly seed: number;
  /** The setups whose rows it was found on. */
  readonly needs: readonly string[];
  /** Values that differ from run to run, and the names that setups give them. */
  readonly names: ReadonlyMap<string, string>;
  /** Rows that no setup has a name for. */
  readonly rows: readonly NamedRow[];
  /** Finds those rows. */
  readonly lookup: PrintedDocument;
}

/** A TOML string; what a template would be made of is told apart from text. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("\x7f", "\\u007f");
}

/** Text between `'''`, where there is nothing to escape; in quotes where it has such marks itself. */
function block(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.includes("'''") || /[\0-\x08\x0b-\x1f\x7f]/.test(text) ? quoted(text) : `'''\n${text}\n'''`;
}

function tomlValue(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(", ")}]`;
  if (isJsonObject(value)) {
    return `{ ${
      Object.entries(value).map(([key, one]) => `${quoted(key)} = ${tomlValue(one)}`).join(", ")
    } }`;
  }
  return typeof value === "string" ? quoted(value) : String(value);
}

/** What is `${` in the text stays so, and what setups have a name for gets the name. */
function templated(text: string, names: ReadonlyMap<string, string>): string {
  let result = text.replace(/\$\{[^{}]*\}/g, (template) => `$${template}`);
  for (const [value, name] of names) result = result.replaceAll(value, () => `\${${name}}`);
  return result;
}

type Fill = (text: string) => string;

/** A step that sends a document, as far as it is the same in all of them. */
function stepLines({ query, variables }: PrintedDocument, fill: Fill): string[] {
  const hasVariables = Object.keys(variables).length > 0;
  return [
    "[[case.step]]",
    `document = ${block(fill(query))}`,
    ...(hasVariables ? [`variables_json = ${block(fill(JSON.stringify(variables)))}`] : []),
  ];
}

function captureLine(captures: Iterable<readonly [name: string, path: string]>): string {
  return `capture = ${tomlValue(Object.fromEntries(captures))}`;
}

/** The steps of a case: find rows, see what is to be expected if that is in the answer too, and judge. */
function caseSteps({ document, finding, rows, lookup }: Violation, fill: Fill): string[] {
  const { check, note, refers } = finding;
  const found = rows.map(({ name, key }) => [name, `$.data.${name}[0].${key}`] as const);
  const wanted = refers ? { ...check, equals: "${expected}" } : check;
  const lines = Object.entries(wanted).map(([key, value]) => {
    const filled = typeof value === "string" && value !== "${expected}" ? fill(value) : value;
    return `${key} = ${key.endsWith("_json") ? block(String(filled)) : tomlValue(filled)}`;
  });
  return [
    ...(rows.length > 0 ? [...stepLines(lookup, (text) => text), captureLine(found)] : []),
    ...(refers ? [...stepLines(document, fill), captureLine([["expected", String(check.equals)]])] : []),
    ...stepLines(document, fill),
    "[[case.step.check]]",
    "ok = true",
    ...(check.ok === true ? [] : ["[[case.step.check]]", ...lines, `note = ${quoted(fill(note))}`]),
  ];
}

/**
 * Writes a violation as a file of one case, in the format of `fixtures/README.md`: to keep beside the fixtures until
 * the target is mended, and longer.
 *
 * @param violation What was found.
 * @returns TOML.
 */
export function caseFile(violation: Violation): string {
  const { id, law, backend, finding, request, seed, needs, rows } = violation;
  const names = new Map([...violation.names, ...rows.map(({ id, name }) => [id, name] as const)]);
  const comments = [
    `Found by exploration with seed ${seed}`,
    `expected ${finding.note}: ${finding.expected}`,
    `got      ${finding.got}`,
    `request  ${request}`,
  ];
  const lines = [
    // A line end would end the comment, and other control characters are not allowed in one.
    ...comments.map((text) => `# ${text.replace(/\p{Cc}+/gu, " ")}`),
    'title = "Found by exploration"',
    'source = "hasura.md §2 to §6"',
    "",
    "[[case]]",
    `id = ${quoted(id)}`,
    `title = ${quoted(law.title)}`,
    `proves = ${tomlValue([...law.proves])}`,
    `backends = ${tomlValue([backend])}`,
    ...(needs.length > 0 ? [`needs = ${tomlValue([...needs])}`] : []),
    ...caseSteps(violation, (text) => templated(text, names)),
    "",
  ];
  return lines.join("\n");
}

/**
 * The names that setups give to values that differ from run to run.
 *
 * @param captured What setups have captured, by name.
 * @returns The names by value; text that is too short to be an id is left out.
 */
export function namesOfIds(captured: Iterable<readonly [string, unknown]>): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, value] of captured) {
    if (typeof value === "string" && value.length >= 36 && !names.has(value)) names.set(value, name);
  }
  return names;
}
