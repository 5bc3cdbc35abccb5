import postgres from "postgres";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { Secret } from "../../../lib/core/secret.ts";

/** An empty PostgreSQL database for one test. */
export interface FreshDatabase extends AsyncDisposable {
  /** With the password. */
  readonly address: Secret;
  /** Runs statements as the owner of the server, in this database. */
  run(sql: string): Promise<Record<string, unknown>[]>;
}

const VARIABLE = "PROCTOR_TEST_POSTGRES";

function serverUrl(): URL {
  const text = Deno.env.get(VARIABLE);
  if (text) return new URL(text);
  throw new ConfigurationError(
    `Cannot test with PostgreSQL: ${VARIABLE} is not set, expected the URL that "deno task postgres" prints; "deno task test" does so itself`,
  );
}

async function runOnce(url: URL, sql: string): Promise<Record<string, unknown>[]> {
  const connection = postgres(url.href, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    return [...await connection.unsafe(sql)];
  } finally {
    await connection.end();
  }
}

/** Makes a database on the PostgreSQL of the test run; it is dropped when it is disposed of. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = serverUrl();
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  await runOnce(server, `CREATE DATABASE "${name}"`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    address: new Secret(url.href),
    run: (sql) => runOnce(url, sql),
    [Symbol.asyncDispose]: async () => {
      await runOnce(server, `DROP DATABASE "${name}" WITH (FORCE)`);
    },
  };
}
