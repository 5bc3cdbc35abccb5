import { UsageError } from "../core/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";

/** A variable of the command line: its name and the text of its value. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** What variables are read from. */
export interface VariableSources {
  /** `--variables`: a JSON object, `@file` or `-`. */
  readonly variables?: string | undefined;
  /** `-f`: texts. */
  readonly field: readonly NamedText[];
  /** `-F`: JSON, `@file` with JSON in it, or any other text. */
  readonly typedField: readonly NamedText[];
}

/** Gives the text of a file, or of standard input for `-`. */
export type ReadSource = (path: string) => Promise<string>;

/**
 * Splits `name=value`.
 *
 * @param text The value of `-f` or `-F`.
 * @returns Name and value.
 * @throws {UsageError} When there is no name.
 */
export function parseNamedText(text: string): NamedText {
  const at = text.indexOf("=");
  if (at > 0) return { name: text.slice(0, at), text: text.slice(at + 1) };
  throw new UsageError(`Cannot use variable "${text}": expected name=value`);
}

function parseJsonFile(text: string, path: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`Cannot read JSON from "${path}": check it with a JSON tool`, { cause });
  }
}

async function readTyped({ name, text }: NamedText, read: ReadSource): Promise<JsonValue> {
  if (text.startsWith("@")) return parseJsonFile(await read(text.slice(1)), text.slice(1));
  try {
    return JSON.parse(text);
  } catch {
    // What begins like JSON was meant to be JSON.
    if (!/^[[{"]/.test(text)) return text;
    throw new UsageError(
      `Cannot use variable "${name}": its value begins like JSON and is none, use -f for text`,
    );
  }
}

async function readAll(source: string, read: ReadSource): Promise<JsonObject> {
  const path = source === "-" ? "-" : source.startsWith("@") ? source.slice(1) : undefined;
  const value = parseJsonFile(path === undefined ? source : await read(path), path ?? "--variables");
  if (isJsonObject(value)) return value;
  throw new UsageError("Cannot use --variables: expected a JSON object, @file or -");
}

/**
 * Puts the variables of a request together. A variable that is given alone wins over `--variables`.
 *
 * Source: statement S51.
 *
 * @param sources The command line.
 * @param read Gives the text of a file.
 * @returns The variables by name.
 * @throws {UsageError} When something that has to be JSON is not.
 *
 * @example Text and JSON
 * ```ts
 * import { readVariables } from "./read_variables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const read = () => Promise.resolve('{"type": "Scheduled"}');
 * const variables = await readVariables({
 *   variables: '{"version": 1}',
 *   field: [{ name: "id", text: "12" }],
 *   typedField: [{ name: "limit", text: "12" }, { name: "state", text: "@state.json" }],
 * }, read);
 * assertEquals(variables, { version: 1, id: "12", limit: 12, state: { type: "Scheduled" } });
 * ```
 */
export async function readVariables(sources: VariableSources, read: ReadSource): Promise<JsonObject> {
  const values: [string, JsonValue][] = [];
  if (sources.variables !== undefined) {
    values.push(...Object.entries(await readAll(sources.variables, read)) as [string, JsonValue][]);
  }
  for (const { name, text } of sources.field) values.push([name, text]);
  for (const field of sources.typedField) values.push([field.name, await readTyped(field, read)]);
  return Object.fromEntries(values);
}
