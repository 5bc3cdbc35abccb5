import { InternalError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import type { Origin, Sourced } from "./sourced.ts";

/** Which API is spoken to: the open local one, or Cloud with keys and tenants. */
export type Backend = "server" | "cloud";

/** A text file as it was read at the edge. */
export interface FileText {
  /** As it is shown in messages. */
  readonly path: string;
  /** Its whole text. */
  readonly text: string;
}

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
  /** `--key` or `-t` of an agent. */
  readonly agentKey?: Secret | undefined;
}

/** What a login kept for one API. */
export interface SavedLogin extends Origin {
  /** The key or token. */
  readonly key?: Secret;
  /** Whether it is an API key of 1.x, or a token of the generation before. */
  readonly kind: CredentialKind;
  /** The tenant that was active. */
  readonly tenantId?: string;
}

/** An API key of 1.x, or what may be a token of the generation before. */
export type CredentialKind = "key" | "token";

/** Everything settings are made of. */
export interface SettingsSources {
  /** The command line. */
  readonly flags?: SettingsFlags;
  /** The environment of the process; only `PREFECT__…`, `HOME` and what values refer to are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Configuration files, absent when they do not exist. */
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
  /** Whether `apiKey` was set as a key or as a token of the older generation. */
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

/**
 * Resolves every setting from its sources, as Prefect does.
 *
 * @param sources Flags, environment, files and saved logins.
 * @returns The settings in force.
 * @throws {ConfigurationError} When a source cannot be used; the message names it, files with their line.
 */
export function resolveSettings(sources: SettingsSources): Settings {
  throw new InternalError(`Cannot resolve ${Object.keys(sources).length} sources: not there yet`);
}
