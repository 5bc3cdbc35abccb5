import { InternalError } from "../core/errors.ts";
import type { Settings, SettingsFlags } from "../config/settings.ts";

/** What the edge lends to {@linkcode loadSettings}. */
export interface LoadOptions {
  /** Such as `Deno.env.toObject()`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Gives the text of a file, `undefined` when there is none. */
  readonly readText: (path: string) => Promise<string | undefined>;
}

/**
 * Reads Prefect's files where the settings say they are and resolves every setting.
 *
 * @param flags What the command line says.
 * @param options How to read files and the environment.
 * @returns The settings in force.
 * @throws {ConfigurationError} When a source cannot be used.
 */
export function loadSettings(flags: SettingsFlags, options: LoadOptions): Promise<Settings> {
  throw new InternalError(
    `Cannot load ${Object.keys({ ...flags, ...options }).length} settings: not there yet`,
  );
}
