import { isJsonObject, type JsonValue } from "../core/json.ts";
import type { RequestTemplate } from "./suite.ts";
import type { TableReader } from "./table_reader.ts";
import { constant, type Lookup, type Template, textTemplate, valueTemplate } from "./template.ts";

/** The keys of one operation. */
const OPERATION_KEYS = ["document", "variables", "variables_json", "variables_text", "operation"] as const;

/** The keys of a step that say what is sent. */
export const REQUEST_KEYS: readonly string[] = [
  ...OPERATION_KEYS,
  "batch",
  "body",
  "content_type",
  "method",
  "path",
  "query",
  "headers",
  "raw",
];

/** Applies a function to what a template gives; once, when that never changes. */
function map<T, U>(template: Template<T>, change: (value: T) => U): Template<U> {
  if (template.names.length === 0) return constant(change(template.fill(() => undefined)));
  return { names: template.names, fill: (lookup) => change(template.fill(lookup)) };
}

/** Joins texts; constant when all are. */
function join(parts: readonly Template<string>[], separator: string): Template<string> {
  const names = parts.flatMap((part) => part.names);
  const fill = (lookup: Lookup) => parts.map((part) => part.fill(lookup)).join(separator);
  return names.length === 0 ? constant(fill(() => undefined)) : { names, fill };
}

function member(name: string, value: Template<string>): Template<string> {
  return map(value, (text) => `${JSON.stringify(name)}:${text}`);
}

function variablesOf(reader: TableReader): Template<string> | undefined {
  const given = ["variables", "variables_json", "variables_text"].filter((key) => reader.has(key));
  const [key, other] = given;
  if (key === undefined) return undefined;
  if (other !== undefined) reader.fail(other, `Key "${other}" stands beside "${key}": give variables once`);
  if (key === "variables") {
    return map(
      reader.compile(key, () => valueTemplate(reader.object(key))),
      (value) => JSON.stringify(value),
    );
  }
  const text = reader.compile(key, () => textTemplate(reader.string(key)));
  if (key === "variables_text") return map(text, (written) => JSON.stringify(written));
  if (text.names.length === 0) reader.compile(key, () => JSON.parse(text.fill(() => undefined)));
  return text;
}

/** `{"query": …, "variables": …, "operationName": …}`, assembled as text so that no digit of the fixture is lost. */
function operation(reader: TableReader): Template<string> {
  const text = reader.compile("document", () => textTemplate(reader.string("document")));
  const members = [member("query", map(text, (document) => JSON.stringify(document)))];
  const variables = variablesOf(reader);
  if (variables) members.push(member("variables", variables));
  if (reader.has("operation")) {
    const name = reader.compile("operation", () => textTemplate(reader.string("operation")));
    members.push(member("operationName", map(name, (written) => JSON.stringify(written))));
  }
  return map(join(members, ","), (inner) => `{${inner}}`);
}

function bodyOf(reader: TableReader): Template<string> | undefined {
  const given = ["document", "batch", "body"].filter((key) => reader.has(key));
  const [key, other] = given;
  if (other !== undefined) reader.fail(other, `Key "${other}" stands beside "${key}": send one of them`);
  if (key !== "document") {
    const stray = OPERATION_KEYS.find((name) => reader.has(name));
    if (stray !== undefined) reader.fail(stray, `Key "${stray}" needs "document" beside it`);
  }
  if (key === "document") return operation(reader);
  if (key === "body") return reader.compile("body", () => textTemplate(reader.string("body")));
  if (key === undefined) return undefined;
  const members = reader.tables("batch", OPERATION_KEYS).map(operation);
  return map(join(members, ","), (inner) => `[${inner}]`);
}

function pathOf(reader: TableReader): Template<string> {
  const path = reader.compile("path", () => textTemplate(reader.optionalString("path") ?? ""));
  const parameters = reader.strings("query").map(([name, value]) => {
    const text = reader.compile("query", () => textTemplate(value));
    return map(text, (written) => `${encodeURIComponent(name)}=${encodeURIComponent(written)}`);
  });
  if (parameters.length === 0) return path;
  return join([path, join(parameters, "&")], "?");
}

/**
 * Reads a table of headers; a list of strings repeats the header.
 *
 * @param reader The table they stand in.
 * @param key Their key there.
 * @returns Names and values, in the order written.
 * @throws {FixtureError} When a value is neither text nor a list of texts.
 */
export function readHeaders(reader: TableReader, key = "headers"): RequestTemplate["headers"] {
  return Object.entries(reader.object(key)).flatMap(([name, written]) => {
    const values: JsonValue[] = Array.isArray(written) ? written : [written];
    return values.map((value) => {
      if (typeof value !== "string") {
        return reader.fail(key, `Header "${name}" is no text: expected a string`);
      }
      return [name, reader.compile(key, () => textTemplate(value))] as const;
    });
  });
}

/** Whether `fetch` would join, trim or rename the headers that are written. */
function needsRaw(headers: RequestTemplate["headers"]): boolean {
  const names = headers.map(([name]) => name.toLowerCase());
  if (new Set(names).size < names.length) return true;
  return headers.some(([, value]) => {
    const text = value.fill(() => "x");
    return text !== text.trim();
  });
}

/**
 * Reads what a step sends.
 *
 * @param reader The step's table.
 * @returns The request, compiled.
 * @throws {FixtureError} When it is not written as `fixtures/README.md`, "A step", says.
 */
export function readRequest(reader: TableReader): RequestTemplate {
  const headers = readHeaders(reader);
  const body = bodyOf(reader);
  const text = (key: string, otherwise: string) =>
    reader.compile(key, () => textTemplate(reader.optionalString(key) ?? otherwise));
  return {
    method: text("method", "POST"),
    path: pathOf(reader),
    contentType: text("content_type", body === undefined ? "" : "application/json"),
    headers,
    body,
    raw: reader.flag("raw") || needsRaw(headers),
  };
}

/**
 * Tells whether a document, or any other text that is sent, holds a mutation.
 *
 * @param value The values of a step's `document`, `batch` or `body`.
 * @returns `true` when the word stands outside comments, selections and strings.
 *
 * @example A field that is called mutation is no mutation
 * ```ts
 * import { holdsMutation } from "./request_template.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(holdsMutation("query { mutation }"), false);
 * assertEquals(holdsMutation("query { a } mutation M { b }"), true);
 * ```
 */
export function holdsMutation(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(holdsMutation);
  if (isJsonObject(value)) return holdsMutation(value.document ?? null);
  // Most are queries, and need not be taken apart.
  if (typeof value !== "string" || !value.includes("mutation")) return false;
  let depth = 0;
  for (const [token] of value.matchAll(/#[^\n]*|"""[^]*?"""|"(?:\\.|[^"\\\n])*"|\w+|[{}]/g)) {
    if (token === "{") depth++;
    else if (token === "}") depth--;
    else if (token === "mutation" && depth === 0) return true;
  }
  return false;
}
