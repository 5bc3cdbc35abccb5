import type { FlagParametersForType } from "@stricli/core";
import { UsageError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";

/** The flags of every command that talks to an API, parsed. */
export interface TargetFlags {
  /** Which API; by configuration unless given. */
  readonly backend?: "server" | "cloud";
  /** Its address; that of the backend unless given. */
  readonly api?: string;
  /** The key to use this once. */
  readonly apiKey?: Secret;
  /** The tenant to use this once, by id or slug. */
  readonly tenant?: string;
  /** JSON on stdout. */
  readonly json: boolean;
  /** Colours on a terminal. */
  readonly color: boolean;
}

/**
 * Reads a key from the command line.
 *
 * @param text The value of the flag.
 * @returns The key.
 * @throws {UsageError} When it is empty.
 */
export function parseKey(text: string): Secret {
  if (text.trim() !== "") return new Secret(text.trim());
  throw new UsageError("Cannot use an empty key: give one, or leave the flag out");
}

/** How commands read a key; each says what for. */
export const keyFlag = { kind: "parsed", parse: parseKey, optional: true, placeholder: "KEY" } as const;

/** How commands read the flags they share. Apart from the commands, so that `--help` loads none. */
export const targetFlags: FlagParametersForType<TargetFlags> = {
  backend: {
    kind: "enum",
    values: ["server", "cloud"],
    optional: true,
    brief: "Prefect Server without keys, or Cloud; as configured unless given",
  },
  api: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "URL",
    brief: "Address of the API; that of the backend unless given",
  },
  apiKey: {
    ...keyFlag,
    brief: "Key to use this once; better given as PREFECT__CLOUD__API_KEY, or saved by auth login",
  },
  tenant: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "ID|SLUG",
    brief: "Tenant to use this once",
  },
  json: { kind: "boolean", default: false, withNegated: false, brief: "Print JSON" },
  color: { kind: "boolean", default: true, brief: "Colours on a terminal" },
};

/** How commands read an id that lists show. */
export const idFlag = {
  kind: "parsed",
  parse: String,
  placeholder: "ID",
  brief: "Id, as lists show it",
} as const;

/** How commands that make a service account read its role. */
export const roleFlag = {
  kind: "parsed",
  parse: String,
  default: "RUNNER",
  placeholder: "ROLE",
  brief: "Name of its role",
} as const;

/** How commands that make a key read when it expires. */
export const expireFlag = {
  kind: "parsed",
  parse: String,
  optional: true,
  placeholder: "DATE|SPAN",
  brief: "When it expires: 2027-01-31, 90d, or never",
} as const;

/** How commands that cannot be undone read that they need not ask. */
export const yesFlag = {
  kind: "boolean",
  default: false,
  withNegated: false,
  brief: "Do not ask; needed where nobody can be asked",
} as const;
