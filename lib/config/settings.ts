import { ConfigurationError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { parsePythonUuid } from "../core/uuid.ts";
import { type Claim, invalidClaim, settle, textClaims, UNSET } from "./claim.ts";
import { type ConfigEntry, type Layer, readConfigFile, readEnvironment } from "./config_entry.ts";
import { ConfigTable } from "./config_table.ts";
import { readDefaults } from "./defaults.ts";
import type { Environment } from "./expand_variables.ts";
import type { Origin, Sourced } from "./sourced.ts";
import type { FileText } from "./toml_text.ts";

/** Which API is spoken to: the open local one, or Cloud with keys and tenants. */
export type Backend = "server" | "cloud";

/** An API key of 1.x, or what may be a token of the generation before. */
export type CredentialKind = "key" | "token";

/** What was said on the command line; a flag that is absent or empty says nothing. */
export interface SettingsFlags {
  /** `--backend`. */
  readonly backend?: string | undefined;
  /** `--api`. */
  readonly api?: string | undefined;
  /** `--api-key`. */
  readonly apiKey?: Secret | undefined;
  /** `--tenant`: the id of a tenant. */
  readonly tenant?: string | undefined;
  /** `--key`, or `-t`, of an agent. */
  readonly agentKey?: Secret | undefined;
}

/** What a login kept for one API. */
export interface SavedLogin {
  /** The file. */
  readonly origin: Origin;
  /** An API key, or a token of the generation before. */
  readonly kind: CredentialKind;
  /** The key or token, where one was kept. */
  readonly secret?: Secret;
  /** The tenant that was active, where one was. */
  readonly tenantId?: string;
}

/** Everything settings are made of. */
export interface SettingsSources {
  /** The command line. */
  readonly flags?: SettingsFlags;
  /** The environment of the process: `PREFECT__…`, `HOME` and what values refer to. */
  readonly environment: Environment;
  /** Configuration files; absent when they do not exist. */
  readonly files?: { readonly config?: FileText | undefined; readonly backend?: FileText | undefined };
  /** Saved logins for the API in force, highest rank first. */
  readonly saved?: readonly SavedLogin[];
}

/** The settings in force, each with its source. */
export interface Settings {
  /** Which API. */
  readonly backend: Sourced<Backend>;
  /** Address of the API, without a slash at its end. */
  readonly api: Sourced<string>;
  /** The key or token that requests carry. */
  readonly apiKey: Sourced<Secret | undefined>;
  /** Whether `apiKey` was given as a key, or as a token of the generation before. */
  readonly credentialKind: CredentialKind;
  /** The tenant to act in; without one, the default tenant of the key. */
  readonly tenantId: Sourced<string | undefined>;
  /** The key of agents. */
  readonly agentKey: Sourced<Secret | undefined>;
  /** Time limit of a request in seconds. */
  readonly requestTimeout: Sourced<number>;
  /** The folder of Prefect's own files. */
  readonly homeDir: Sourced<string>;
}

function flagEntry(flag: string, key: string, text: string | undefined): ConfigEntry[] {
  return text ? [{ layer: "flag", key, value: text, text, origin: { source: `flag ${flag}` } }] : [];
}

function toSecret(claim: Claim<string>): Claim<Secret> {
  return { ...claim, value: new Secret(claim.value) };
}

function flagSecret(flag: string, secret: Secret | undefined): Claim<Secret>[] {
  if (secret === undefined || secret.reveal() === "") return [];
  return [{ value: secret, layer: "flag", source: `flag ${flag}` }];
}

/** What a setting that has a default comes to. A value that lost may be as wrong as it likes. */
function required<T>(
  claims: readonly Claim<string>[],
  options: {
    readonly setting: string;
    readonly expected: string;
    readonly parse: (text: string) => T | undefined;
  },
): Sourced<T> {
  const parsed = claims.flatMap((claim, rank) => {
    const value = options.parse(claim.value);
    if (value === undefined && rank === 0) throw invalidClaim(claim, options);
    return value === undefined ? [] : [{ ...claim, value }];
  });
  const setting = settle(parsed);
  if (!setting) throw new ConfigurationError(`No ${options.setting} is set: expected ${options.expected}`);
  return setting;
}

function parseApi(text: string): string | undefined {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) return undefined;
  return text.replace(/\/+$/, "");
}

function parseSeconds(text: string): number | undefined {
  const seconds = Number(text);
  return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined;
}

/** A key with what it was given as. */
interface KeyClaim extends Claim<Secret> {
  readonly kind: CredentialKind;
}

/** Of each source the key before the token, as Prefect 0.15, which had both, looked them up. */
function keyClaims(table: ConfigTable, layer: Layer): KeyClaim[] {
  return ([["cloud.api_key", "key"], ["cloud.auth_token", "token"]] as const).flatMap(([key, kind]) =>
    textClaims(table.candidates(key).filter((entry) => entry.layer === layer))
      .map((claim) => ({ ...toSecret(claim), kind }))
  );
}

function savedKeys(logins: readonly SavedLogin[]): KeyClaim[] {
  return logins.flatMap(({ secret, kind, origin }) =>
    secret ? [{ value: secret, kind, layer: "file", ...origin }] : []
  );
}

function resolveKey(
  table: ConfigTable,
  sources: SettingsSources,
  backend: Backend,
): Pick<Settings, "apiKey" | "credentialKind"> {
  const given = flagSecret("--api-key", sources.flags?.apiKey)
    .map((claim): KeyClaim => ({ ...claim, kind: "key" }));
  // The open local server has no use for the keys of Cloud, and a key goes nowhere it is not needed.
  const found = backend === "server" ? [] : [
    ...keyClaims(table, "environment"),
    ...keyClaims(table, "file"),
    ...savedKeys(sources.saved ?? []),
  ];
  const claims = [...given, ...found];
  return {
    apiKey: settle(claims.map(({ kind: _, ...claim }) => claim)) ?? UNSET,
    credentialKind: claims[0]?.kind ?? "key",
  };
}

function resolveTenant(
  table: ConfigTable,
  saved: readonly SavedLogin[],
  kind: CredentialKind,
): Settings["tenantId"] {
  // The tenant of a saved token belongs to that token; a key has a default tenant of its own.
  const logins = saved.filter((login) => login.kind === "key" || kind === "token");
  const claims = [
    ...textClaims(table.candidates("cloud.tenant_id")),
    ...logins.flatMap(({ tenantId, origin }): Claim<string>[] =>
      tenantId ? [{ value: tenantId, layer: "file", ...origin }] : []
    ),
  ];
  return claims.length === 0 ? UNSET : required(claims, {
    setting: "tenant",
    expected: 'the id of a tenant, a UUID; "proctor auth list-tenants" prints them',
    parse: parsePythonUuid,
  });
}

/**
 * Resolves every setting from its sources, as Prefect does: flags, then the environment, then `backend.toml` and
 * `config.toml`, then saved logins, then defaults. An empty value counts as unset and falls through.
 *
 * Source: `reference/prefect-api.md` §2.1, §2.3 and §2.4; statements S29 to S32, S55 to S58.
 *
 * @param sources Flags, environment, files and saved logins.
 * @returns The settings in force.
 * @throws {ConfigurationError} When a source cannot be used; the message names it, a file with its line.
 * @throws {UsageError} When the value of a flag cannot be used.
 *
 * @example The local server needs no configuration
 * ```ts
 * import { resolveSettings } from "./settings.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { api, apiKey } = resolveSettings({ flags: { backend: "server" }, environment: {} });
 * assertEquals([api.value, apiKey.value], ["http://localhost:4200", undefined]);
 * ```
 */
export function resolveSettings(sources: SettingsSources): Settings {
  const { flags = {}, environment, files = {} } = sources;
  const table = new ConfigTable([
    flagEntry("--backend", "backend", flags.backend),
    flagEntry("--api", "cloud.api", flags.api),
    flagEntry("--tenant", "cloud.tenant_id", flags.tenant),
    readEnvironment(environment),
    files.backend ? readConfigFile(files.backend, environment) : [],
    files.config ? readConfigFile(files.config, environment) : [],
    readDefaults(environment),
  ]);
  const claimsOf = (key: string) => textClaims(table.candidates(key));
  const backend = required(claimsOf("backend"), {
    setting: "backend",
    expected: '"server" or "cloud"',
    parse: (text): Backend | undefined => text === "server" || text === "cloud" ? text : undefined,
  });
  const key = resolveKey(table, sources, backend.value);
  const agentKeys = claimsOf("cloud.agent.auth_token").map(toSecret);
  return {
    backend,
    api: required(claimsOf("cloud.api"), {
      setting: "API address",
      expected: "a URL such as https://api.prefect.io",
      parse: parseApi,
    }),
    ...key,
    tenantId: resolveTenant(table, sources.saved ?? [], key.credentialKind),
    agentKey: settle([...flagSecret("--key", flags.agentKey), ...agentKeys]) ?? UNSET,
    requestTimeout: required(claimsOf("cloud.request_timeout"), {
      setting: "time limit",
      expected: "a number of seconds above 0",
      parse: parseSeconds,
    }),
    homeDir: required(claimsOf("home_dir"), {
      setting: "home folder",
      expected: "a path",
      parse: (text) => text,
    }),
  };
}
