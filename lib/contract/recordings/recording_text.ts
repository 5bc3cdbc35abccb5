import { ConfigurationError } from "../../core/errors.ts";
import { isJsonObject, type JsonValue, parseJson } from "../../core/json.ts";
import type { RecordedTarget, Recording, Scene } from "./recording.ts";

/** The version of the form below; it changes when a member changes its meaning or goes away. */
const SCHEMA = "proctor-recording/1";
/** The file that says what the recording is of. */
export const INDEX_FILE = "recording.json";
/** Of scenes that belong to no case. */
const SHARED = "shared";

/** Files by their path in the folder, `/` between its parts. */
export type RecordingFiles = ReadonlyMap<string, string>;

/** The file of a scene: a case's, with all of its rows, or the one of what serves all cases. */
function fileOf(scene: string): string {
  return /^[\w-]+/.exec(scene)?.[0] ?? SHARED;
}

function write(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/**
 * Writes a recording as files that a person can read and compare: one for each case and backend.
 *
 * @param recording The recording.
 * @returns The files.
 *
 * @example A file for each case
 * ```ts
 * import { formatRecording } from "./recording_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const scene = { scene: "a-case[row]", exchanges: [] };
 * const files = formatRecording({
 *   recorded: "2026-01-01T00:00:00.000Z",
 *   targets: [{ name: "local", url: "http://127.0.0.1:4200", backend: "server", writable: true, keyed: false }],
 *   scenes: new Map([["server", new Map([[scene.scene, scene]])]]),
 * });
 * assertEquals([...files.keys()], ["recording.json", "server/a-case.json"]);
 * ```
 */
export function formatRecording({ recorded, targets, scenes }: Recording): RecordingFiles {
  const files = new Map([[INDEX_FILE, write({ schema: SCHEMA, recorded, targets })]]);
  for (const [backend, own] of scenes) {
    for (const [name, group] of Map.groupBy(own.values(), ({ scene }) => fileOf(scene))) {
      files.set(`${backend}/${name}.json`, write({ schema: SCHEMA, scenes: group }));
    }
  }
  return files;
}

function fail(path: string, problem: string): never {
  throw new ConfigurationError(`Read recording "${path}" failed: ${problem}, record again with --record`);
}

/** What every file of a recording is: an object that says so. */
function readDocument(path: string, text: string) {
  let document: JsonValue;
  try {
    document = parseJson(text);
  } catch {
    fail(path, "it is no JSON");
  }
  if (!isJsonObject(document) || document.schema !== SCHEMA) fail(path, `expected schema "${SCHEMA}"`);
  return document;
}

function isList(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether a value has what a replay looks at; a body of the wrong kind is only an answer that fits no check. */
function isExchange(value: JsonValue): boolean {
  if (!isJsonObject(value) || !isJsonObject(value.request) || !isJsonObject(value.answer)) return false;
  const { answer } = value;
  return typeof answer.error === "string" || (typeof answer.status === "number" && isList(answer.headers));
}

function readScenes(path: string, text: string): readonly Scene[] {
  const { scenes } = readDocument(path, text);
  if (!isList(scenes)) fail(path, 'expected a list "scenes"');
  for (const scene of scenes) {
    const { exchanges, ...rest } = isJsonObject(scene) ? scene : {};
    const isWhole = typeof rest.scene === "string" && isList(exchanges) && exchanges.every(isExchange);
    if (!isWhole) fail(path, 'expected scenes with "scene" and "exchanges"');
  }
  return scenes as unknown as readonly Scene[];
}

/**
 * Reads a recording.
 *
 * @param files Its files; what is neither its index nor in the folder of one of its backends is left alone.
 * @returns The recording.
 * @throws {ConfigurationError} When a file is not what `formatRecording` writes.
 */
export function parseRecording(files: RecordingFiles): Recording {
  const { recorded, targets } = readDocument(INDEX_FILE, files.get(INDEX_FILE) ?? "null");
  const isWhole = typeof recorded === "string" && isList(targets) && targets.every((target) => {
    return isJsonObject(target) && typeof target.backend === "string" && typeof target.url === "string";
  });
  if (!isWhole) fail(INDEX_FILE, 'expected "recorded" and "targets"');
  const known = targets as unknown as readonly RecordedTarget[];
  const scenes = known.map(({ backend }) => {
    const own = [...files].filter(([path]) => path.startsWith(`${backend}/`));
    const read = own.flatMap(([path, text]) => readScenes(path, text));
    return [backend, new Map(read.map((scene) => [scene.scene, scene]))] as const;
  });
  return { recorded: recorded as string, targets: known, scenes: new Map(scenes) };
}
