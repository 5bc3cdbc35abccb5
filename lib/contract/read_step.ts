import { type Check, CHECK_KEYS, okCheck, readCheck } from "./check.ts";
import { jsonPath } from "./json_path.ts";
import { holdsMutation, readRequest, REQUEST_KEYS } from "./request_template.ts";
import type { Capture, Step } from "./suite.ts";
import type { TableReader } from "./table_reader.ts";

/** What a step may hold. */
export const STEP_KEYS: readonly string[] = [
  ...REQUEST_KEYS,
  "as",
  "capture",
  "capture_secret",
  "may_capture",
  "unless",
  "note",
  "check",
];

const CAPTURE_NAME_REGEXP = /^[a-z][a-z0-9_]*$/;

function readCaptures(reader: TableReader, key: string): Capture[] {
  return reader.strings(key).map(([name, path]) => {
    if (!CAPTURE_NAME_REGEXP.test(name)) {
      reader.fail(key, `Capture "${name}" has a bad name: expected lower case letters, digits and "_"`);
    }
    return {
      name,
      path: reader.compile(key, () => jsonPath(path)),
      secret: key === "capture_secret",
      optional: key === "may_capture",
    };
  });
}

function readChecks(reader: TableReader): Check[] {
  const checks = reader.tables("check", CHECK_KEYS).map(readCheck);
  return checks.length > 0 ? checks : [okCheck(reader.place)];
}

function writes(reader: TableReader): boolean {
  if (reader.has("body")) return /\bmutation\b/.test(reader.string("body"));
  return ["document", "batch"].some((key) => reader.has(key) && holdsMutation(reader.json(key)));
}

/**
 * Reads one step: a `[[…step]]`, a `[[…undo]]`, or the keys of a step that stand in a case itself.
 *
 * @param reader Its table.
 * @returns The step, compiled.
 * @throws {FixtureError} When it is not written as `fixtures/README.md`, "A step", says.
 */
export function readStep(reader: TableReader): Step {
  const request = readRequest(reader);
  const checks = readChecks(reader);
  const captures = ["capture", "capture_secret", "may_capture"].flatMap((key) => readCaptures(reader, key));
  const as = reader.optionalString("as");
  const unless = reader.optionalString("unless");
  const note = reader.optionalString("note");
  const { method, path, contentType, headers, body } = request;
  const templates = [
    method,
    path,
    contentType,
    ...headers.map(([, value]) => value),
    ...(body ? [body] : []),
  ];
  return {
    place: reader.place,
    request,
    checks,
    captures,
    names: [...new Set([...templates, ...checks].flatMap((part) => part.names))],
    writes: writes(reader),
    ...(as !== undefined && { as }),
    ...(unless !== undefined && { unless }),
    ...(note !== undefined && { note }),
  };
}
