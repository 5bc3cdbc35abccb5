import { assertEquals, assertRejects } from "@std/assert";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { openPostgres } from "../../../lib/server/store/postgres.ts";
import { SCHEMA_VERSION } from "../../../lib/server/store/schema_version.ts";
import { freshDatabase } from "./_fresh_database.ts";

Deno.test("openPostgres() notes the version, and adds what an older database lacks", async () => {
  await using database = await freshDatabase();
  const store = await openPostgres(database.address);
  await store.transaction((transaction) => transaction.insert("tenant", [{ name: "A", slug: "a" }]));
  await store.close();
  assertEquals(await database.run("SELECT version FROM schema_version"), [{ version: SCHEMA_VERSION }]);
  await database.run('ALTER TABLE "tenant" DROP COLUMN "settings"');
  await database.run('ALTER TABLE "flow_run" DROP COLUMN "labels"');
  await database.run('DROP INDEX "ix_flow_run_name"');
  await (await openPostgres(database.address)).close();
  assertEquals(await database.run('SELECT "slug", "settings" FROM "tenant"'), [{ slug: "a", settings: {} }]);
  assertEquals(await database.run("SELECT indexname FROM pg_indexes WHERE indexname = 'ix_flow_run_name'"), [
    { indexname: "ix_flow_run_name" },
  ]);
});

Deno.test("openPostgres() refuses tables of a newer version, and tables that somebody else made", async () => {
  await using database = await freshDatabase();
  await (await openPostgres(database.address)).close();
  await database.run("UPDATE schema_version SET version = 1000");
  const open = () => openPostgres(database.address);
  await assertRejects(open, ConfigurationError, "its tables are of a newer Proctor, version 1000");
  await database.run("DROP TABLE schema_version");
  const error = await assertRejects(open, ConfigurationError, "it has tables that Proctor did not make");
  assertEquals(error.message.includes(new URL(database.address.reveal()).password), false);
});

Deno.test("openPostgres() opens what can only be read, when its tables are of today", async () => {
  await using database = await freshDatabase();
  const setMode = (mode: "on" | "off") =>
    database.run(
      `BEGIN READ WRITE; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ${mode}', current_database()); END $$; COMMIT`,
    );
  const open = () => openPostgres(database.address);
  await setMode("on");
  await assertRejects(
    open,
    ConfigurationError,
    "it can only be read and its tables are not those of this Proctor",
  );
  await setMode("off");
  const first = await open();
  await first.transaction((transaction) => transaction.insert("tenant", [{ name: "A", slug: "a" }]));
  await first.close();
  await setMode("on");
  const store = await open();
  try {
    assertEquals(await store.read((reader) => reader.select("tenant", ["slug"], {})), [{ slug: "a" }]);
  } finally {
    await store.close();
  }
});
