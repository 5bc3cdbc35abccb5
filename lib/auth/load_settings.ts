import type { Environment } from "../config/expand_variables.ts";
import { configPaths, loginPaths } from "../config/paths.ts";
import { resolveSettings, type Settings, type SettingsFlags } from "../config/settings.ts";
import type { FileText } from "../config/toml_text.ts";
import { readAuthFile } from "./auth_file.ts";
import { readSavedSettings } from "./saved_settings.ts";

/** What the edge lends to {@linkcode loadSettings}. */
export interface LoadOptions {
  /** The variables of the process, such as `Deno.env.toObject()`. */
  readonly environment: Environment;
  /** Gives the text of a file, `undefined` when there is none. */
  readonly readText: (path: string) => Promise<string | undefined>;
}

/**
 * Reads Prefect's files where the settings say they are, and resolves every setting.
 *
 * @param flags What the command line says.
 * @param options The environment, and how to read a file.
 * @returns The settings in force.
 * @throws {ConfigurationError} When a source cannot be used.
 * @throws {UsageError} When the value of a flag cannot be used.
 *
 * @example A key that was saved earlier
 * ```ts
 * import { loadSettings } from "./load_settings.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const files = new Map([["/home/ada/.prefect/auth.toml", `["api.prefect.io"]\napi_key = "pcu_abcdefgh1234"\n`]]);
 * const settings = await loadSettings({}, {
 *   environment: { HOME: "/home/ada" },
 *   readText: (path) => Promise.resolve(files.get(path)),
 * });
 * assertEquals(settings.apiKey.value?.reveal(), "pcu_abcdefgh1234");
 * assertEquals(settings.apiKey.source, "file /home/ada/.prefect/auth.toml");
 * ```
 */
export async function loadSettings(flags: SettingsFlags, options: LoadOptions): Promise<Settings> {
  const { environment, readText } = options;
  async function readFile(path: string): Promise<FileText | undefined> {
    const text = await readText(path);
    return text === undefined ? undefined : { path, text };
  }
  const paths = configPaths(environment);
  const [config, backend] = await Promise.all([readFile(paths.config), readFile(paths.backend)]);
  const sources = { flags, environment, files: { config, backend } };
  // Where logins are saved depends on the folder and the address that the other sources give.
  const { homeDir, api } = resolveSettings(sources);
  const logins = loginPaths(homeDir.value, api.value);
  const [auth, saved] = await Promise.all([readFile(logins.auth), readFile(logins.saved)]);
  return resolveSettings({
    ...sources,
    saved: [...(auth ? [readAuthFile(auth, api.value)] : []), ...(saved ? [readSavedSettings(saved)] : [])],
  });
}
