import type postgres from "postgres";
import { ConfigurationError, UnreachableError } from "../../core/errors.ts";
import { pause } from "../../core/pause.ts";
import type { Secret } from "../../core/secret.ts";
import type { Row, SqlValue, Where } from "../model/row.ts";
import type { Inputs, RootPlan } from "../plan/plan.ts";
import { compileQuery } from "../sql/compile.ts";
import { hasRivalIndexes } from "../sql/has_rival_indexes.ts";
import { parameter } from "../sql/parameters.ts";
import { POSTGRES } from "../sql/postgres_dialect.ts";
import type { Statement } from "../sql/write.ts";
import { LosableConnection } from "./losable_connection.ts";
import { isAbsence, isConflict, refused, unreachable } from "./postgres_errors.ts";
import { openPools, type Pools, type Sql } from "./postgres_pools.ts";
import { PostgresRead, type ReadTerms, type Sending, type SentQuery } from "./postgres_read.ts";
import { preparePostgresSchema } from "./postgres_schema.ts";
import { PreparedStatements } from "./prepared_statements.ts";
import { Seals } from "./seals.ts";
import type {
  Isolation,
  PreparedRead,
  Reader,
  ReadOptions,
  SelectOptions,
  Store,
  Transaction,
} from "./store.ts";
import { type Connection, SqlTransaction, type StoredRow } from "./transaction.ts";

const MODES: Readonly<Record<Isolation, string>> = {
  serializable: "isolation level serializable",
  snapshot: "isolation level repeatable read",
};

/** How often a transaction begins anew when others are in its way. */
const MOST_ATTEMPTS = 50;
/** In milliseconds, between two attempts. */
const LONGEST_PAUSE = 200;
/** As Prefect's service does it (`reference/prefect-api.md` §7). */
const REACHING: Reaching = { attempts: 10, pause: 1000 };

type Answered = Record<string, SqlValue>[];

/** Runs statements on a pool, or on the one connection of a transaction. */
class Runner implements Connection {
  readonly #sql: Pick<Sql, "unsafe">;
  readonly #prepared: PreparedStatements;

  constructor(sql: Pick<Sql, "unsafe">, prepared: PreparedStatements) {
    this.#sql = sql;
    this.#prepared = prepared;
  }

  /**
   * Sends a statement; what becomes of it is for the caller to see.
   *
   * @param statement The statement.
   * @param options Whether it is planned for its values, each time; else it is planned for any, when it comes again.
   */
  send(
    { sql, values }: Statement,
    { forValues = false }: { readonly forValues?: boolean } = {},
  ): postgres.PendingQuery<Record<string, SqlValue>[]> {
    const options = { prepare: !forValues && this.#prepared.isWorthIt(sql) };
    return this.#sql.unsafe(sql, values as (string | number | null)[], options);
  }

  async all(statement: Statement): Promise<readonly StoredRow[]> {
    try {
      return await this.send(statement).values();
    } catch (error) {
      throw refused(error);
    }
  }

  async run(statement: Statement): Promise<number> {
    try {
      return (await this.send(statement)).count;
    } catch (error) {
      throw refused(error);
    }
  }
}

/** How often, and after how many milliseconds, it is tried to reach the database. */
interface Reaching {
  readonly attempts: number;
  readonly pause: number;
}

/** What a store is made of. */
interface StoreParts {
  readonly seals: Seals;
  readonly reaching: Reaching;
  readonly terms: ReadTerms;
}

async function runRead(
  read: PostgresRead,
  sending: Sending<Answered>,
  options: ReadOptions | undefined,
): Promise<Answered> {
  try {
    return await read.run(sending, options);
  } catch (error) {
    throw refused(error);
  }
}

class PostgresStore implements Store {
  readonly #pools: Pools;
  readonly #prepared = new PreparedStatements();
  readonly #short: Runner;
  readonly #long: Runner;
  /** For reads of a single statement. */
  readonly #single: SqlTransaction;
  readonly #seals: Seals;
  readonly #reaching: Reaching;
  readonly #terms: ReadTerms;

  constructor(pools: Pools, { seals, reaching, terms }: StoreParts) {
    this.#pools = pools;
    this.#short = new Runner(pools.short, this.#prepared);
    this.#long = new Runner(pools.long, this.#prepared);
    const runner = new Runner(pools.transactions, this.#prepared);
    this.#single = new SqlTransaction(runner, { dialect: POSTGRES, seals });
    this.#seals = seals;
    this.#reaching = reaching;
    this.#terms = terms;
  }

  prepare(plan: RootPlan): PreparedRead {
    const { sql, binds, isSealed } = compileQuery(plan, POSTGRES);
    const read = new PostgresRead(this.#terms);
    const sending = { forValues: hasRivalIndexes(plan.rows) };
    const send = (statement: Statement) => ({
      trySoon: () => this.#short.send(statement, sending),
      // The driver's types do not tell of `canceller`.
      takeTime: () => this.#long.send(statement, sending) as unknown as SentQuery<Answered>,
    });
    const json = async (inputs: Inputs, options?: ReadOptions) => {
      const values = binds.map((bind) => parameter(bind, { inputs, dialect: POSTGRES }));
      const [row] = await this.#reached(() => runRead(read, send({ sql, values }), options));
      const text = String(row?.json ?? "null");
      return isSealed ? this.#seals.openAll(text) : text;
    };
    return { json };
  }

  // deno-lint-ignore proctor/max-two-args-then-options -- the verbs read as SQL does
  select(
    table: string,
    columns: readonly string[],
    where: Where,
    options?: SelectOptions,
  ): Promise<Row[]> {
    return this.#reached(() => this.#single.select(table, columns, where, options));
  }

  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#reached(() => this.#begin("isolation level repeatable read read only", work));
  }

  async transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    { isolation = "serializable" }: { readonly isolation?: Isolation } = {},
  ): Promise<T> {
    for (let attempt = 1;; attempt++) {
      try {
        return await this.#reached(() => this.#begin(MODES[isolation], work));
      } catch (error) {
        if (!isConflict(error) || attempt === MOST_ATTEMPTS) throw error;
        await pause(Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE));
      }
    }
  }

  /** Runs `work` in a transaction. What is lost in its commit may have happened, so it must not be done again. */
  async #begin<T>(mode: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    let isDone = false;
    let connection: LosableConnection | undefined;
    try {
      return await this.#pools.transactions.begin(mode, (sql) => {
        const own = connection = new LosableConnection(new Runner(sql, this.#prepared));
        const { promise, resolve, reject } = Promise.withResolvers<T>();
        work(new SqlTransaction(own, { dialect: POSTGRES, seals: this.#seals })).then((result) => {
          isDone = !own.isLost;
          if (isDone) resolve(result);
        }, (error) => {
          // The driver ends a lost transaction by itself; told of it, it would send a rollback into the void.
          if (!own.isLost) reject(error);
        });
        return promise;
      }) as T;
    } catch (error) {
      connection?.lose(error);
      throw isDone && isAbsence(error) ? unreachable(error) : error;
    }
  }

  /** Tries again when the database is not there; nothing of a lost transaction has happened. */
  async #reached<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1;; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!isAbsence(error)) throw error;
        if (attempt === this.#reaching.attempts) throw unreachable(error);
        await pause(this.#reaching.pause);
      }
    }
  }

  async close(): Promise<void> {
    await this.#pools.end(5);
  }
}

/** How to open a database. */
export interface PostgresOptions {
  /** 32 bytes: what sealed values are encrypted with. Without it they can be neither written nor read. */
  readonly sealingKey?: Uint8Array;
  /** How often, and after how many milliseconds, a lost database is looked for. @default 10 times, each second */
  readonly reaching?: Reaching;
  /** How long a statement may take, in milliseconds. @default 60000 */
  readonly timeLimit?: number;
}

/** The address without what is secret in it. */
function shown(url: URL): string {
  return `postgres://${url.host}${url.pathname}`;
}

function parseUrl(text: Secret): URL {
  const url = URL.parse(text.reveal());
  if (url && /^postgres(?:ql)?:$/.test(url.protocol) && url.hostname !== "") return url;
  throw new ConfigurationError(
    "Cannot read the address of the database: expected postgres://USER:PASSWORD@HOST:PORT/DATABASE",
  );
}

/** Makes sure that the key is the one that the database was written with. */
async function checkSeals(sql: Sql, seals: Seals): Promise<void> {
  for (const probe of seals.probes(POSTGRES)) {
    const { sql: text, values } = probe.statement;
    const [row] = await sql.unsafe<Record<string, SqlValue>[]>(text, values as string[]);
    seals.check(probe, row);
  }
}

/**
 * Opens a PostgreSQL database, brings its tables to the version of today and makes what it lacks. Transactions are serializable, and begin anew
 * when others are in their way, so any number of servers may share it.
 *
 * @param address `postgres://USER:PASSWORD@HOST:PORT/DATABASE`; `?max=N` for the number of connections, by default 16.
 * @param options The key of sealed values.
 * @returns The store; close it.
 * @throws {ConfigurationError} When the address is none or is refused, or the database is of a newer Proctor, of somebody
 * else, or has values that were sealed with another key.
 * @throws {UnreachableError} When nobody answers there.
 */
export async function openPostgres(address: Secret, options: PostgresOptions = {}): Promise<Store> {
  const { sealingKey, reaching = REACHING, timeLimit = 60_000 } = options;
  const url = parseUrl(address);
  const seals = new Seals(sealingKey);
  const pools = openPools(url, { timeLimit });
  try {
    await preparePostgresSchema(pools.transactions, shown(url));
    await checkSeals(pools.transactions, seals);
  } catch (cause) {
    await pools.end(1);
    if (cause instanceof ConfigurationError) throw cause;
    if (isAbsence(cause)) {
      throw new UnreachableError(
        `Cannot reach database "${shown(url)}": expected a PostgreSQL that accepts connections there`,
        { cause },
      );
    }
    throw new ConfigurationError(
      `Cannot open database "${
        shown(url)
      }": expected a PostgreSQL database that this user may make tables in`,
      { cause },
    );
  }
  return new PostgresStore(pools, { seals, reaching, terms: { limit: timeLimit, slots: pools.longSlots } });
}
