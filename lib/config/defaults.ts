import type { ConfigEntry } from "./config_entry.ts";
import type { Environment } from "./expand_variables.ts";
import { readValue } from "./read_value.ts";

const TEXTS: Readonly<Record<string, string>> = {
  "home_dir": "~/.prefect",
  "backend": "cloud",
  "server.host": "http://localhost",
  "server.port": "4200",
  "server.endpoint": "${server.host}:${server.port}",
  "cloud.api": "${${backend}.endpoint}",
  "cloud.endpoint": "https://api.prefect.io",
  "cloud.graphql": "${cloud.api}/graphql",
  "cloud.request_timeout": "15",
};

/**
 * What Prefect 1.x comes with, as far as the API is concerned: the lowest rank of all.
 *
 * Source: `reference/prefect-api.md` §2.4 (defaults).
 *
 * @param environment For `~`.
 * @returns One entry per setting.
 *
 * @example The port of the local server
 * ```ts
 * import { readDefaults } from "./defaults.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readDefaults({}).find(({ key }) => key === "server.port")?.value, 4200);
 * ```
 */
export function readDefaults(environment: Environment): ConfigEntry[] {
  return Object.entries(TEXTS).map(([key, text]) => ({
    key,
    ...readValue(text, environment),
    layer: "default",
    origin: { source: "default" },
  }));
}
