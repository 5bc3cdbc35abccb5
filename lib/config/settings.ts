import { ConfigurationError, UsageError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { parsePythonUuid } from "../core/uuid.ts";
import { type ConfigEntry, readConfigFile, readEnvironment } from "./config_entry.ts";
import { type Candidate, ConfigTable } from "./config_table.ts";
import { isFalsy } from "./config_value.ts";
import { readDefaults } from "./defaults.ts";
import type { Environment } from "./expand_variables.ts";
import type { Origin, Shadowed, Sourced } from "./sourced.ts";
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

/** Something a source says, before it is known whether it wins. */
type Claim<T> = Shadowed<T>;

function flagEntry(key: string, options: { flag: string; text: string | undefined }): ConfigEntry[] {
  const { flag, text } = options;
  return text ? [{ key, value: text, text, origin: { source: `flag ${flag}` } }] : [];
}

/** A text that was set; numbers stay as they were written, for a key may consist of digits. */
function toText({ value, text }: Candidate): string | undefined {
  if (isFalsy(value)) return undefined;
  return typeof value === "string" ? value : text;
}

function textClaims(candidates: readonly Candidate[]): Claim<string>[] {
  return candidates.flatMap((candidate) => {
    const value = toText(candidate);
    return value === undefined ? [] : [{ value, ...candidate.origin }];
  });
}

function toSecret(claim: Claim<string>): Claim<Secret> {
  return { ...claim, value: new Secret(claim.value) };
}

function flagSecret(flag: string, secret: Secret | undefined): Claim<Secret>[] {
  return secret === undefined || secret.reveal() === "" ? [] : [{ value: secret, source: `flag ${flag}` }];
}

function settle<T>(claims: readonly Claim<T>[]): Sourced<T> | undefined {
  const [first, ...shadowed] = claims;
  return first && { ...first, shadowed };
}

/** A setting nobody has set and that needs no value. */
const UNSET = { value: undefined, source: "default", shadowed: [] } as const;

/** An error about a value that was found: wrong usage when it came by flag, else broken configuration. */
function invalid(setting: string, claim: Claim<unknown>, expected: string): ConfigurationError | UsageError {
  const place = claim.line === undefined ? claim.source : `${claim.source}:${claim.line}`;
  const message = `Cannot use the ${setting} "${claim.value}" from ${place}: expected ${expected}`;
  return claim.source.startsWith("flag ") ? new UsageError(message) : new ConfigurationError(message);
}

/** What a setting that has a default comes to; an unset value falls through to the next source. */
function required<T>(
  table: ConfigTable,
  key: string,
  options: {
    readonly setting: string;
    readonly expected: string;
    readonly parse: (text: string) => T | undefined;
  },
): Sourced<T> {
  const claims = textClaims(table.candidates(key)).map((claim) => {
    const value = options.parse(claim.value);
    return { claim, parsed: value === undefined ? undefined : { ...claim, value } };
  });
  const [first] = claims;
  if (!first?.parsed) {
    throw invalid(options.setting, first?.claim ?? { value: "", source: "default" }, options.expected);
  }
  // A value that lost may be as wrong as it likes.
  return { ...first.parsed, shadowed: claims.slice(1).flatMap(({ parsed }) => parsed ?? []) };
}

function parseApi(text: string): string | undefined {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) return undefined;
  return text.replace(/\/+$/, "");
}

function parseSeconds(text: string): number | undefined {
  const seconds = Number(text);
  return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined;
}

/** Of each source the key before the token, as Prefect 0.15, which had both, looked them up. */
function keyClaims(
  table: ConfigTable,
  isFrom: (origin: Origin) => boolean,
): (Claim<Secret> & { kind: CredentialKind })[] {
  return ([["cloud.api_key", "key"], ["cloud.auth_token", "token"]] as const).flatMap(([key, kind]) =>
    textClaims(table.candidates(key).filter(({ origin }) => isFrom(origin)))
      .map((claim) => ({ ...toSecret(claim), kind }))
  );
}

function resolveKey(
  table: ConfigTable,
  sources: SettingsSources,
): Pick<Settings, "apiKey" | "credentialKind"> {
  const isEnvironment = ({ source }: Origin) => source.startsWith("environment ");
  const saved = (sources.saved ?? []).flatMap(({ secret, kind, origin }) =>
    secret ? [{ value: secret, ...origin, kind }] : []
  );
  const claims = [
    ...flagSecret("--api-key", sources.flags?.apiKey).map((claim) => ({ ...claim, kind: "key" as const })),
    ...keyClaims(table, isEnvironment),
    ...keyClaims(table, (origin) => !isEnvironment(origin)),
    ...saved,
  ];
  return {
    apiKey: settle(claims.map(({ kind: _, ...claim }) => claim)) ?? UNSET,
    credentialKind: claims[0]?.kind ?? "key",
  };
}

function resolveTenant(
  table: ConfigTable,
  sources: SettingsSources,
  kind: CredentialKind,
): Settings["tenantId"] {
  const saved = (sources.saved ?? []).flatMap((login) =>
    // The tenant of a saved token belongs to that token; a key has a default tenant of its own.
    login.tenantId && (login.kind === "key" || kind === "token")
      ? [{ value: login.tenantId, ...login.origin }]
      : []
  );
  const claims = [...textClaims(table.candidates("cloud.tenant_id")), ...saved];
  const parsed = claims.map((claim, index) => {
    const value = parsePythonUuid(claim.value);
    if (value === undefined && index === 0) {
      throw invalid("tenant", claim, 'the id of a tenant, a UUID; "proctor auth list-tenants" prints them');
    }
    return { ...claim, value };
  });
  return settle(parsed) ?? UNSET;
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
    flagEntry("backend", { flag: "--backend", text: flags.backend }),
    flagEntry("cloud.api", { flag: "--api", text: flags.api }),
    flagEntry("cloud.tenant_id", { flag: "--tenant", text: flags.tenant }),
    readEnvironment(environment),
    files.backend ? readConfigFile(files.backend, environment) : [],
    files.config ? readConfigFile(files.config, environment) : [],
    readDefaults(environment),
  ]);
  const key = resolveKey(table, sources);
  const agentKeys = textClaims(table.candidates("cloud.agent.auth_token")).map(toSecret);
  return {
    backend: required(table, "backend", {
      setting: "backend",
      expected: '"server" or "cloud"',
      parse: (text) => text === "server" || text === "cloud" ? text : undefined,
    }),
    api: required(table, "cloud.api", {
      setting: "API address",
      expected: "a URL such as https://api.prefect.io",
      parse: parseApi,
    }),
    ...key,
    tenantId: resolveTenant(table, sources, key.credentialKind),
    agentKey: settle([...flagSecret("--key", flags.agentKey), ...agentKeys]) ?? UNSET,
    requestTimeout: required(table, "cloud.request_timeout", {
      setting: "time limit",
      expected: "a number of seconds above 0",
      parse: parseSeconds,
    }),
    homeDir: required(table, "home_dir", {
      setting: "home folder",
      expected: "a path",
      parse: (text) => text,
    }),
  };
}
