import { LOG_LEVELS, type LogLevel } from "../core/log.ts";
import { Secret } from "../core/secret.ts";
import { UsageError } from "../core/errors.ts";
import type { FlagParametersForType } from "@stricli/core";
import { parsePort } from "./parse_port.ts";
import { type ChosenServices, parseServices } from "./service_seconds.ts";

/** The flags of `proctor server`, parsed. */
export interface ServerFlags {
  /** Open like Prefect Server, or with keys and tenants like Prefect Cloud. */
  readonly backend: "server" | "cloud";
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on. */
  readonly host: string;
  /** `:memory:`, `sqlite:PATH` or `postgres://…`. */
  readonly database: Secret;
  /** A database of Prefect Server to import from. */
  readonly from?: Secret;
  /** The data to start with; none unless given. */
  readonly seed?: "demo";
  /** The first key of the cloud backend. */
  readonly adminKey?: Secret;
  /** The `iss` of the id tokens that `log_in` accepts. */
  readonly issuer?: string;
  /** Their `aud`. */
  readonly audience?: string;
  /** The file with the public keys that they are signed with. */
  readonly issuerJwks?: string;
  /** Cloud hooks may call this machine and its neighbours. */
  readonly allowPrivateHooks?: boolean;
  /** Refuse mutations, and run no services. */
  readonly readOnly?: boolean;
  /** How long a query may take, in seconds. */
  readonly queryTimeout: number;
  /** How long the body of a request may take to arrive, in seconds. */
  readonly requestTimeout: number;
  /** How the log is written. */
  readonly logFormat: "text" | "json";
  /** How much is logged. */
  readonly logLevel: LogLevel;
  /** Requests may shift the time that expiry is judged by. */
  readonly testClock?: boolean;
  /** The background services, each with how often it runs in seconds where that is said. */
  readonly services: ChosenServices;
  /** For how many days logs and former states of finished runs are kept. */
  readonly retention?: number;
  /** The folder that they are written to before they are removed. */
  readonly archive?: string;
}

/** A hundred years. */
const MOST_DAYS = 36_500;

/** Neither PostgreSQL nor a timer takes more, in milliseconds as 32 bits: 24 days. */
const MOST_SECONDS = 2_147_483;

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds >= 0.001 && seconds <= MOST_SECONDS) return seconds;
  throw new UsageError(`Cannot use timeout "${text}": expected seconds, from 0.001 to ${MOST_SECONDS}`);
}

function parseDays(text: string): number {
  const days = Number(text);
  if (text.trim() !== "" && days > 0 && days <= MOST_DAYS) return days;
  throw new UsageError(
    `Cannot keep history for "${text}" days: expected more than 0 and at most ${MOST_DAYS}`,
  );
}

/** The address of a PostgreSQL holds a password, and what is mistyped may be one. */
function parseDatabase(text: string): Secret {
  if (text === ":memory:" || /^(?:sqlite:|postgres(?:ql)?:\/\/)./.test(text)) return new Secret(text);
  throw new UsageError(
    'Cannot use that database: expected ":memory:", "sqlite:PATH" or "postgres://USER:PASSWORD@HOST:PORT/DATABASE"',
  );
}

function parsePrefectDatabase(text: string): Secret {
  if (/^postgres(?:ql)?:\/\/./.test(text)) return new Secret(text);
  throw new UsageError(
    "Cannot import from that: expected postgres://USER:PASSWORD@HOST:PORT/DATABASE of Prefect Server",
  );
}

function parseKey(text: string): Secret {
  if (text.trim() !== "") return new Secret(text);
  throw new UsageError("Cannot use an empty admin key: leave the flag out to have one made");
}

/**
 * How `proctor server` reads its flags. Apart from the command itself, so that `--help` loads no server.
 */
export const serverFlags: FlagParametersForType<ServerFlags> = {
  backend: {
    kind: "enum",
    values: ["server", "cloud"],
    default: "server",
    brief: "Open like Prefect Server, or with keys and tenants like Cloud",
  },
  port: {
    kind: "parsed",
    parse: parsePort,
    default: "4200",
    placeholder: "PORT",
    brief: "TCP port; 0 takes a free one",
  },
  host: {
    kind: "parsed",
    parse: String,
    default: "127.0.0.1",
    placeholder: "ADDRESS",
    brief: "Address to listen on",
  },
  database: {
    kind: "parsed",
    parse: parseDatabase,
    default: ":memory:",
    placeholder: "URL",
    brief:
      "Where the data lives: :memory:, sqlite:PATH or postgres://…, better given as PROCTOR_SERVER_DATABASE",
  },
  from: {
    kind: "parsed",
    parse: parsePrefectDatabase,
    optional: true,
    placeholder: "URL",
    brief: "For import: the PostgreSQL of a Prefect Server, in place of a file",
  },
  seed: { kind: "enum", values: ["demo"], optional: true, brief: "Start with demo data" },
  adminKey: {
    kind: "parsed",
    parse: parseKey,
    optional: true,
    placeholder: "KEY",
    brief: "First key of the cloud backend; better given as PROCTOR_ADMIN_KEY",
  },
  issuer: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "URL",
    brief: "Whose id tokens log_in accepts; with --audience and --issuer-jwks",
  },
  audience: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "TEXT",
    brief: "For whom the id tokens are made: the client id of this server",
  },
  issuerJwks: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "FILE",
    brief: "JSON Web Key Set of the issuer",
  },
  allowPrivateHooks: {
    kind: "boolean",
    optional: true,
    withNegated: false,
    brief: "Let cloud hooks call private addresses, not only public ones",
  },
  services: {
    kind: "parsed",
    parse: parseServices,
    default: "scheduler,lazarus,zombie-killer,retention",
    placeholder: "LIST",
    brief: "Background services, each with =SECONDS to say how often; none for none",
  },
  retention: {
    kind: "parsed",
    parse: parseDays,
    optional: true,
    placeholder: "DAYS",
    brief: "Remove logs and former states of finished runs that are older; nothing unless given",
  },
  archive: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "DIR",
    brief: "With --retention: write what is removed there first, as files for server import",
  },
  readOnly: {
    kind: "boolean",
    optional: true,
    withNegated: false,
    brief: "Refuse mutations, and run no services",
  },
  queryTimeout: {
    kind: "parsed",
    parse: parseTimeout,
    default: "60",
    placeholder: "SECONDS",
    brief: "How long a query may take",
  },
  requestTimeout: {
    kind: "parsed",
    parse: parseTimeout,
    default: "60",
    placeholder: "SECONDS",
    brief: "How long the body of a request may take to arrive",
  },
  logFormat: {
    kind: "enum",
    values: ["text", "json"],
    default: "text",
    brief: "How the log on stderr is written",
  },
  logLevel: {
    kind: "enum",
    values: LOG_LEVELS,
    default: "warn",
    brief: "How much is logged; debug has every request",
  },
  testClock: {
    kind: "boolean",
    optional: true,
    withNegated: false,
    brief: "For tests: requests may shift the time by x-proctor-clock-offset",
  },
};
