import { assert, assertEquals, assertRejects } from "@std/assert";
import { ConfigurationError, UnreachableError } from "../../../lib/core/errors.ts";
import { Secret } from "../../../lib/core/secret.ts";
import { ApiError } from "../../../lib/server/model/api_error.ts";
import { openPostgres } from "../../../lib/server/store/postgres.ts";
import { freshDatabase } from "./_fresh_database.ts";
import { KEY, type OpenStore, slugs, testStore } from "./_store_tests.ts";

async function openFresh(): Promise<OpenStore> {
  const database = await freshDatabase();
  const store = await openPostgres(database.address, { sealingKey: KEY });
  return {
    store,
    again: ({ sealingKey = KEY } = {}) => openPostgres(database.address, { sealingKey }),
    intrude: async (sql) => void await database.run(sql),
    async [Symbol.asyncDispose]() {
      await store.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

testStore("PostgreSQL", openFresh);

Deno.test("openPostgres() makes native columns and the indexes of the model", async () => {
  await using database = await freshDatabase();
  await (await openPostgres(database.address)).close();
  const columns = await database.run(
    `SELECT column_name AS name, data_type AS type, collation_name AS collation FROM information_schema.columns
     WHERE table_name = 'task' AND column_name IN ('id', 'created', 'slug', 'mapped', 'tags', 'retry_delay', 'max_retries')
     ORDER BY column_name`,
  );
  assertEquals(columns.map(({ name, type, collation }) => [name, type, collation]), [
    ["created", "timestamp with time zone", null],
    ["id", "uuid", null],
    ["mapped", "boolean", null],
    ["max_retries", "integer", null],
    ["retry_delay", "interval", null],
    ["slug", "text", "C"],
    ["tags", "jsonb", null],
  ]);
  const indexes = await database.run("SELECT indexname AS name FROM pg_indexes WHERE tablename = 'flow_run'");
  const names = indexes.map(({ name }) => name);
  assert(names.includes("ix_flow_run_flow_id_start_time"));
  assert(names.includes("ix_flow_run_idempotency_key_unique"));
});

Deno.test("openPostgres() lets servers start at once on an empty database", async () => {
  await using database = await freshDatabase();
  const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgres(database.address)));
  assertEquals(await Promise.all(stores.map(slugs)), ["[]", "[]", "[]", "[]"]);
  await Promise.all(stores.map((store) => store.close()));
});

Deno.test("openPostgres() says what is wrong with an address, and never the password", async () => {
  await using database = await freshDatabase();
  const wrong = new URL(database.address.reveal());
  wrong.password = "wrong-hunter2";
  const nowhere = "postgres://me:hunter2@127.0.0.1:1/none";
  const cases = [
    ["postgres:hunter2", ConfigurationError, "Cannot read the address of the database"],
    [`${database.address.reveal()}?max=hunter2`, ConfigurationError, "expected a number of connections"],
    [wrong.href, ConfigurationError, "Cannot open database"],
    [nowhere, UnreachableError, 'Cannot reach database "postgres://127.0.0.1:1/none"'],
  ] as const;
  for (const [address, kind, message] of cases) {
    const error = await assertRejects(() => openPostgres(new Secret(address)), kind, message);
    if (!address.includes("max=")) assertEquals(error.message.includes("hunter2"), false);
  }
});

Deno.test("prepare() finds a lost database again by itself, and says when it cannot", async () => {
  await using database = await freshDatabase();
  const store = await openPostgres(database.address, { reaching: { attempts: 3, pause: 20 } });
  await store.transaction((transaction) => transaction.insert("tenant", [{ name: "A", slug: "a" }]));
  const name = new URL(database.address.reveal()).pathname.slice(1);
  const drop = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = '${name}' AND pid <> pg_backend_pid()`;
  await database.run(drop);
  assertEquals(await slugs(store), '[{"slug":"a"}]');
  await database.run(drop);
  await store.transaction((transaction) => transaction.insert("tenant", [{ name: "B", slug: "b" }]));
  assertEquals(await slugs(store), '[{"slug":"a"},{"slug":"b"}]');
  await database.run(`ALTER DATABASE "${name}" WITH CONNECTION LIMIT 0`);
  await store.close();
});

Deno.test("transaction() does its work again when another was in its way", async () => {
  await using database = await freshDatabase();
  const store = await openPostgres(database.address);
  let times = 0;
  await store.transaction(async (transaction) => {
    const found = await transaction.select("tenant", ["slug"], {});
    times++;
    if (times === 1) {
      await store.transaction(async (other) => {
        await other.select("tenant", ["slug"], {});
        await other.insert("tenant", [{ name: "B", slug: "b" }]);
      });
    }
    await transaction.insert("tenant", [{ name: String(found.length), slug: "a" }]);
  });
  const rows = await store.read((reader) => reader.select("tenant", ["name"], { slug: "a" }));
  assertEquals([times, rows], [2, [{ name: "1" }]]);
  await store.close();
});

Deno.test("transaction() answers what PostgreSQL refuses to read", async () => {
  await using database = await freshDatabase();
  const store = await openPostgres(database.address);
  const refused = store.transaction((transaction) =>
    transaction.select("tenant", ["id"], { created: { gt: "infinity" } })
  );
  assertEquals(await refused, []);
  await assertRejects(
    () => store.transaction((transaction) => transaction.insert("tenant", [{ name: "A", slug: 7 as never }])),
    ApiError,
  );
  await store.close();
});
