import { parse } from "@std/toml";
import { ConfigurationError } from "../core/errors.ts";
import { scanToml } from "./toml_scan.ts";

/** A text file as it was read at the edge. */
export interface FileText {
  /** As it is shown in messages. */
  readonly path: string;
  /** Its whole text. */
  readonly text: string;
}

/**
 * Reads a TOML file of Prefect's.
 *
 * @param file The file.
 * @returns The table at its root.
 * @throws {ConfigurationError} When the text is not TOML; the message has the file and the line, and no value.
 *
 * @example A broken file
 * ```ts
 * import { parseTomlFile } from "./toml_text.ts";
 * import { ConfigurationError } from "../core/errors.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => parseTomlFile({ path: "a.toml", text: "[cloud]\nx =" }), ConfigurationError, "a.toml:2");
 * ```
 */
export function parseTomlFile(file: FileText): Record<string, unknown> {
  try {
    return parse(file.text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The rest of the parser's message may quote the line, and the line may hold a key.
    const line = /line (\d+)/.exec(error.message)?.[1] ?? "1";
    throw new ConfigurationError(
      `Cannot read "${file.path}:${line}": expected TOML, put texts in quotes and see that each is closed`,
    );
  }
}

/** A TOML basic string; JSON escapes all that TOML wants escaped but U+007F. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll("\x7f", "\\u007f");
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

function edit(text: string, path: readonly string[], value: string): string {
  const { tables, keys } = scanToml(text);
  const key = keys.find((each) => samePath(each.path, path));
  if (key) return text.slice(0, key.value[0]) + quote(value) + text.slice(key.value[1]);
  const line = `${path.at(-1)} = ${quote(value)}\n`;
  const table = tables.find((each) => samePath(each.path, path.slice(0, -1)));
  if (table) {
    const head = text.slice(0, table.bodyStart);
    return `${head}${head.endsWith("\n") ? "" : "\n"}${line}${text.slice(table.bodyStart)}`;
  }
  const gap = text === "" ? "" : text.endsWith("\n") ? "\n" : "\n\n";
  return `${text}${gap}[${path.slice(0, -1).join(".")}]\n${line}`;
}

/**
 * Sets one text in a TOML file and leaves everything else, comments included, as it is.
 *
 * @param file The file as it is now; an empty text where there is none.
 * @param path Names of bare letters, at least one table and the key, such as `["cloud", "agent", "auth_token"]`.
 * @param options `value` to set.
 * @returns The new text.
 * @throws {ConfigurationError} When the file is not TOML, or writes the table in a form that cannot be edited.
 *
 * @example A token for agents
 * ```ts
 * import { setTomlText } from "./toml_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = { path: "config.toml", text: "# mine\n[cloud.agent]\nname = 'a'\n" };
 * assertEquals(
 *   setTomlText(file, ["cloud", "agent", "auth_token"], { value: "t" }),
 *   `# mine\n[cloud.agent]\nauth_token = "t"\nname = 'a'\n`,
 * );
 * ```
 */
export function setTomlText(file: FileText, path: readonly string[], options: { value: string }): string {
  parseTomlFile(file);
  const text = edit(file.text, path, options.value);
  let written: unknown;
  try {
    written = path.reduce<unknown>((table, name) => Object(table)[name], parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (written === options.value) return text;
  throw new ConfigurationError(
    `Cannot set "${path.join(".")}" in "${file.path}": expected a table of its own, write [${
      path.slice(0, -1).join(".")
    }] by hand`,
  );
}
