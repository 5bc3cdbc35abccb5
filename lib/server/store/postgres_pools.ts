import postgres from "postgres";
import { ConfigurationError } from "../../core/errors.ts";
import { Slots } from "../../core/slots.ts";
import { SHORT } from "./postgres_read.ts";

/** Values go in and come out as PostgreSQL's own text; integers alone become numbers. */
function asText(...types: number[]): postgres.PostgresType<string> {
  return { to: types[0]!, from: types, serialize: (value: string) => value, parse: (value: string) => value };
}

const TYPES = { boolean: asText(16), json: asText(114, 3802), moment: asText(1184), duration: asText(1186) };

/** Of the session, so that its texts do not depend on the settings of the database. */
const SESSION = {
  TimeZone: "UTC",
  DateStyle: "ISO, YMD",
  IntervalStyle: "postgres",
  application_name: "proctor",
};

const CONNECTIONS = 16;
/** In seconds. */
const CONNECT_TIMEOUT = 5;
/** How long a transaction may do nothing, in milliseconds; a server that hangs in one would keep others from writing. */
const MOST_IDLE = 60_000;

/** Connections of the driver, for statements with our types. */
export type Sql = postgres.Sql<Record<keyof typeof TYPES, string>>;

/**
 * The connections of a store, in three kinds. The driver sends a statement after another on the same connection when none
 * is free, so what must not wait for a long read may not share connections with it.
 */
export interface Pools {
  readonly transactions: Sql;
  /** For reads that are short; the server stops them when they are not. */
  readonly short: Sql;
  /** For all other reads. */
  readonly long: Sql;
  /** As many as there are connections for long reads. */
  readonly longSlots: Slots;
  /** Closes them, after so many seconds also those in use. */
  end(timeout: number): Promise<void>;
}

/** How many connections the address asks for. */
function connectionsOf(url: URL): number {
  const given = url.searchParams.get("max");
  const most = Number(given ?? CONNECTIONS);
  if (Number.isInteger(most) && most >= 3) return most;
  throw new ConfigurationError(
    `Cannot use "max=${given}" in the address of the database: expected a number of connections, 3 or more`,
  );
}

/**
 * Makes the connections of a store; each is opened when it is needed first.
 *
 * @param url The address; `max` is how many there are in all, by default 16.
 * @param options How long a statement may take, in milliseconds.
 * @returns The connections, by kind.
 * @throws {ConfigurationError} When there are too few to have one of each kind.
 */
export function openPools(url: URL, { timeLimit }: { readonly timeLimit: number }): Pools {
  const most = connectionsOf(url);
  const bare = new URL(url);
  bare.searchParams.delete("max");
  const open = (max: number, limit: number): Sql =>
    postgres(bare.href, {
      max,
      types: TYPES,
      fetch_types: false,
      connect_timeout: CONNECT_TIMEOUT,
      backoff: () => 0.2,
      connection: {
        ...SESSION,
        statement_timeout: Math.ceil(limit),
        idle_in_transaction_session_timeout: MOST_IDLE,
      },
      onnotice: () => {},
    });
  const ofReads = Math.max(1, Math.floor(most * 0.2));
  const transactions = open(most - 2 * ofReads, timeLimit);
  const short = open(ofReads, Math.min(SHORT, timeLimit));
  const long = open(ofReads, timeLimit);
  return {
    transactions,
    short,
    long,
    longSlots: new Slots(ofReads),
    end: async (timeout) => {
      await Promise.all([transactions, short, long].map((sql) => sql.end({ timeout })));
    },
  };
}
