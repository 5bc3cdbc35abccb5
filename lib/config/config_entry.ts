import type { ConfigValue } from "./config_value.ts";
import type { Environment } from "./expand_variables.ts";
import type { Written } from "./interpolate.ts";
import { readValue } from "./read_value.ts";
import type { Origin } from "./sourced.ts";
import { scanToml } from "./toml_scan.ts";
import { type FileText, parseTomlFile } from "./toml_text.ts";

/** Which kind of source a setting comes from. */
export type Layer = "flag" | "environment" | "file" | "default";

/** One setting as one source has it. */
export interface ConfigEntry extends Written {
  /** The kind of its source. */
  readonly layer: Layer;
  /** Dotted name, such as `cloud.api_key`. */
  readonly key: string;
  /** Where it stands. */
  readonly origin: Origin;
}

const PREFIX = "PREFECT__";
const SECRETS_REGEXP = /^CONTEXT__SECRETS/;

/**
 * Reads the settings in the environment: `PREFECT__SECTION__KEY`, in lower case but for the names of local secrets.
 *
 * Source: `reference/prefect-api.md` §2.4 (environment).
 *
 * @param environment The variables of the process.
 * @returns One entry per variable that starts with `PREFECT__`.
 *
 * @example Only the exact prefix counts
 * ```ts
 * import { readEnvironment } from "./config_entry.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [entry, ...rest] = readEnvironment({ PREFECT__CLOUD__API: "http://x", PREFECT_CLOUD_API: "http://y" });
 * assertEquals([entry?.key, entry?.value, rest], ["cloud.api", "http://x", []]);
 * ```
 */
export function readEnvironment(environment: Environment): ConfigEntry[] {
  return Object.entries(environment).flatMap(([name, text]) => {
    if (!name.startsWith(PREFIX) || text === undefined) return [];
    const rest = name.slice(PREFIX.length);
    const path = SECRETS_REGEXP.test(rest)
      ? rest.replace("CONTEXT__SECRETS", "context__secrets")
      : rest.toLowerCase();
    // Prefect casts what came from the environment a second time, together with the texts of the files.
    const once = readValue(text, environment);
    const written = typeof once.value === "string" ? readValue(once.value, environment) : once;
    const key = path.split("__").join(".");
    return [{ ...written, layer: "environment", key, origin: { source: `environment ${name}` } }];
  });
}

/** A value of a TOML file in the types of a configuration; dates and times as their text. */
function toConfigValue(value: unknown): ConfigValue {
  if (Array.isArray(value)) return value.map(toConfigValue);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toConfigValue(each)]));
  }
  return value as string | number | boolean;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function flatten(table: Record<string, unknown>, path: readonly string[] = []): [string[], unknown][] {
  return Object.entries(table).flatMap(([name, value]): [string[], unknown][] =>
    isTable(value) ? flatten(value, [...path, name]) : [[[...path, name], value]]
  );
}

/**
 * Reads the settings in a TOML file; its texts are expanded and cast as those of the environment.
 *
 * Source: `reference/prefect-api.md` §2.4 (files, casting).
 *
 * @param file The file.
 * @param environment For `$VAR` and `~`.
 * @returns One entry per key, with its line.
 * @throws {ConfigurationError} When the text is not TOML.
 *
 * @example A key and its line
 * ```ts
 * import { readConfigFile } from "./config_entry.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [entry] = readConfigFile({ path: "c.toml", text: "[cloud]\nrequest_timeout = '30'" }, {});
 * assertEquals(entry, {
 *   layer: "file",
 *   key: "cloud.request_timeout",
 *   value: 30,
 *   text: "30",
 *   origin: { source: "file c.toml", line: 2 },
 * });
 * ```
 */
export function readConfigFile(file: FileText, environment: Environment): ConfigEntry[] {
  const lines = new Map(scanToml(file.text).keys.map(({ path, line }) => [path.join("."), line]));
  return flatten(parseTomlFile(file)).map(([path, value]) => {
    const key = path.join(".");
    const line = lines.get(key);
    const written = typeof value === "string"
      ? readValue(value, environment)
      : { value: toConfigValue(value), text: String(value) };
    const origin: Origin = { source: `file ${file.path}`, ...(line === undefined ? {} : { line }) };
    return { ...written, layer: "file", key, origin };
  });
}
