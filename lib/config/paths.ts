import { type Environment, expandVariables } from "./expand_variables.ts";

/** Where Prefect's configuration files are. */
export interface ConfigPaths {
  /** The user's settings. */
  readonly config: string;
  /** The backend chosen with `prefect backend`. */
  readonly backend: string;
}

/**
 * Where to look for the configuration, before anything is read.
 *
 * Source: `reference/prefect-api.md` §2.4 (files).
 *
 * @param environment `PREFECT__USER_CONFIG_PATH`, `PREFECT__BACKEND_CONFIG_PATH`, `HOME`.
 * @returns The paths.
 *
 * @example At home
 * ```ts
 * import { configPaths } from "./paths.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(configPaths({ HOME: "/home/ada" }).config, "/home/ada/.prefect/config.toml");
 * assertEquals(configPaths({ PREFECT__USER_CONFIG_PATH: "/etc/prefect.toml" }).config, "/etc/prefect.toml");
 * ```
 */
export function configPaths(environment: Environment): ConfigPaths {
  const { PREFECT__USER_CONFIG_PATH: config, PREFECT__BACKEND_CONFIG_PATH: backend } = environment;
  return {
    config: expandVariables(config ?? "~/.prefect/config.toml", environment),
    backend: expandVariables(backend ?? "~/.prefect/backend.toml", environment),
  };
}

/** Where logins are saved. */
export interface LoginPaths {
  /** `auth.toml` of Prefect 1.x: the keys of all APIs. */
  readonly auth: string;
  /** `settings.toml` of the generation before: the token of one API. */
  readonly saved: string;
}

/**
 * Where the logins for an API are saved.
 *
 * Source: `reference/prefect-api.md` §2.1 (persistence) and §2.3 (`auth.toml`).
 *
 * @param homeDir The setting `home_dir`.
 * @param api Address of the API.
 * @returns The paths.
 *
 * @example Both generations
 * ```ts
 * import { loginPaths } from "./paths.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(loginPaths("/p", "https://a-test-api.prefect.test/subdomain"), {
 *   auth: "/p/auth.toml",
 *   saved: "/p/client/https-a-test-api.prefect.test-subdomain/settings.toml",
 * });
 * ```
 */
export function loginPaths(homeDir: string, api: string): LoginPaths {
  // Deno takes slashes on every system, and `node:path` costs a command as much time as all of its own modules.
  const folder = homeDir.replace(/(?<=.)[\\/]+$/, "");
  return { auth: `${folder}/auth.toml`, saved: `${folder}/client/${slugify(api)}/settings.toml` };
}

/**
 * Makes a text fit for the name of a folder or table, as Prefect does with addresses.
 *
 * Source: `reference/prefect-api.md` §2.1 and §2.3 (slug).
 *
 * @param text Any text.
 * @returns Lower-case letters, digits, dots and hyphens.
 *
 * @example A host with a port
 * ```ts
 * import { slugify } from "./paths.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(slugify("localhost:4200"), "localhost-4200");
 * ```
 */
export function slugify(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^-.a-z0-9]+/g, "-")
    .replace(/-{2,}/g, "-").replace(/^-+|-+$/g, "");
}
