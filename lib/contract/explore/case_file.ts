import { isJsonObject, type JsonValue } from "../../core/json.ts";
import type { Backend } from "../suite.ts";
import type { Finding, Law } from "./law.ts";
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
  let result = text.replaceAll("${", "$${");
  for (const [value, name] of names) result = result.replaceAll(value, `\${${name}}`);
  return result;
}

function checkLines({ check, note }: Finding, fill: (text: string) => string): string[] {
  const lines = Object.entries(check).map(([key, value]) => {
    const filled = typeof value === "string" ? fill(value) : value;
    return `${key} = ${key.endsWith("_json") ? block(String(filled)) : tomlValue(filled)}`;
  });
  return [...lines, `note = ${quoted(fill(note))}`];
}

/**
 * Writes a violation as a file of one case, in the format of `fixtures/README.md`: to keep beside the fixtures until
 * the target is mended, and longer.
 *
 * @param violation What was found.
 * @returns TOML.
 */
export function caseFile(violation: Violation): string {
  const { id, law, backend, document, finding, request, seed, needs, names } = violation;
  const fill = (text: string) => templated(text, names);
  const isRefusal = finding.check.ok === true;
  const comments = [
    `Found by exploration with seed ${seed}`,
    `expected ${finding.note}: ${finding.expected}`,
    `got      ${finding.got}`,
    `request  ${request}`,
  ];
  const hasVariables = Object.keys(document.variables).length > 0;
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
    `document = ${block(fill(document.query))}`,
    ...(hasVariables ? [`variables_json = ${block(fill(JSON.stringify(document.variables)))}`] : []),
    "[[case.check]]",
    "ok = true",
    ...(isRefusal ? [] : ["[[case.check]]", ...checkLines(finding, fill)]),
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
