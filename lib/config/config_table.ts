import { ConfigurationError } from "../core/errors.ts";
import type { ConfigEntry } from "./config_entry.ts";
import { interpolate } from "./interpolate.ts";

/** The methods of Prefect's `Config`, a dictionary with attributes: a key of that name would hide one. */
const METHODS = new Set([
  ...[
    "clear",
    "copy",
    "fromkeys",
    "get",
    "items",
    "keys",
    "pop",
    "popitem",
    "setdefault",
    "update",
    "values",
  ],
  ...["from_json", "from_msgpack", "from_toml", "from_yaml", "merge_update"],
  ...["to_dict", "to_json", "to_msgpack", "to_toml", "to_yaml"],
]);

/** All settings of all sources under their dotted names. */
export class ConfigTable {
  readonly #entries = new Map<string, ConfigEntry[]>();

  /**
   * Stacks sources.
   *
   * @param layers Entries per source, highest rank first.
   * @throws {ConfigurationError} When a key has the name of a method of Prefect's own table.
   */
  constructor(layers: readonly (readonly ConfigEntry[])[]) {
    for (const entry of layers.flat()) {
      const invalid = entry.key.split(".").find((name) => METHODS.has(name) || /^__\w+__$/.test(name));
      if (invalid !== undefined) {
        const { source, line } = entry.origin;
        throw new ConfigurationError(
          `Invalid config key "${invalid}" in ${source}${line === undefined ? "" : `:${line}`}: ` +
            "Prefect's table has a method of that name, take another",
        );
      }
      const known = this.#entries.get(entry.key);
      if (known) known.push(entry);
      else this.#entries.set(entry.key, [entry]);
    }
  }

  /**
   * What every source says of a setting.
   *
   * @param key Dotted name.
   * @returns Highest rank first; references are resolved by the settings in force.
   *
   * @example The environment wins over the default
   * ```ts
   * import { ConfigTable } from "./config_table.ts";
   * import { readEnvironment } from "./config_entry.ts";
   * import { readDefaults } from "./defaults.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const table = new ConfigTable([readEnvironment({ PREFECT__BACKEND: "server" }), readDefaults({})]);
   * assertEquals(table.candidates("cloud.api")[0]?.value, "http://localhost:4200");
   * ```
   */
  candidates(key: string): ConfigEntry[] {
    return (this.#entries.get(key) ?? []).map((entry) => ({
      ...entry,
      ...interpolate(entry, (name) => this.#entries.get(name)?.[0]),
    }));
  }
}
