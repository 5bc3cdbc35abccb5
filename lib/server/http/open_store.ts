import { ConfigurationError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";
import { deriveKey, generateMasterKey } from "../access/master_key.ts";
import { masterKeyFile } from "../store/master_key_file.ts";
import { openSqlite, type SqliteOptions } from "../store/sqlite.ts";
import type { Store } from "../store/store.ts";

/** Which database. */
export interface DatabaseChoice {
  /** `:memory:`, `sqlite:PATH`, or a PostgreSQL as `postgres://…`, which holds a password. @default ":memory:" */
  readonly database?: string | Secret;
  /**
   * 32 bytes as Base64, from which the keys that seal secrets and sign tokens are derived.
   *
   * @default Random for `:memory:`, that of the file PATH.key for `sqlite:PATH`, which is made when there is none; a
   * PostgreSQL needs one to be given, since its servers are many.
   */
  readonly masterKey?: Secret;
  /** How long a query may take, in seconds. @default 60 */
  readonly queryTimeout?: number;
}

function databasePath(database: string): string {
  const path = database.replace(/^sqlite:/, "");
  if (database !== ":memory:" && path === database) {
    // It is not repeated: what is mistyped may hold a password.
    throw new ConfigurationError(
      'Cannot use that database: expected ":memory:", "sqlite:PATH" or "postgres://USER:PASSWORD@HOST:PORT/DATABASE"',
    );
  }
  return path;
}

/** In seconds. */
const QUERY_TIMEOUT = 60;
const MILLISECONDS = 1000;

/** Data that is gone at exit needs no key that stays. */
async function findMasterKey(path: string): Promise<Secret> {
  return path === ":memory:" ? generateMasterKey() : await masterKeyFile(`${path}.key`, generateMasterKey);
}

function openFile(path: string, options: SqliteOptions): Store {
  try {
    return openSqlite(path, options);
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw new ConfigurationError(
      `Cannot open database "${path}": expected a SQLite file or a path in a folder that can be written to`,
      { cause },
    );
  }
}

/** A database that is open. */
export interface OpenedStore {
  readonly store: Store;
  /** The key that belongs to it, given or found. */
  readonly masterKey: Secret;
}

/**
 * Opens a database, and finds the master key that belongs to it.
 *
 * @param choice The database, and the master key where one is given; see {@linkcode DatabaseChoice}.
 * @returns The store and its key; close the store.
 * @throws {ConfigurationError} When one of them cannot be used.
 * @throws {UnreachableError} When no PostgreSQL answers.
 *
 * @example In memory
 * ```ts
 * import { openStore } from "./open_store.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { store } = await openStore({ database: ":memory:" });
 * assertEquals(await store.read((reader) => reader.select("flow", ["id"], {})), []);
 * await store.close();
 * ```
 */
export async function openStore(
  { database = ":memory:", masterKey, queryTimeout = QUERY_TIMEOUT }: DatabaseChoice,
): Promise<OpenedStore> {
  const optionsFor = async (key: Secret) => ({
    sealingKey: await deriveKey(key, "secrets"),
    timeLimit: queryTimeout * MILLISECONDS,
  });
  const address = typeof database === "string" ? new Secret(database) : database;
  if (!/^postgres(?:ql)?:/.test(address.reveal())) {
    const path = databasePath(address.reveal());
    const key = masterKey ?? await findMasterKey(path);
    return { store: openFile(path, await optionsFor(key)), masterKey: key };
  }
  if (!masterKey) {
    throw new ConfigurationError(
      "Cannot use a PostgreSQL without a master key: expected 32 bytes as Base64 in PROCTOR_MASTER_KEY, the same for all of its servers",
    );
  }
  // The driver is not loaded by those who have no use for it.
  const { openPostgres } = await import("../store/postgres.ts");
  return { store: await openPostgres(address, await optionsFor(masterKey)), masterKey };
}
