import { assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";
import { SCHEMA_VERSION } from "../../../lib/server/store/schema_version.ts";
import { KEY, slugs } from "./_store_tests.ts";

/** A file that Proctor 0.1.0 wrote on 22 November 2026, at commit dbabec1, sealed with the key of these tests. */
const FIRST_VERSION = new URL("./version_1.sqlite.gz", import.meta.url);

async function withOldFile(test: (path: string, folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const packed = new Blob([await Deno.readFile(FIRST_VERSION)]).stream();
    const bytes = await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).bytes();
    await Deno.writeFile(`${folder}/old.sqlite`, bytes);
    await test(`${folder}/old.sqlite`, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function query(path: string, sql: string): Record<string, unknown>[] {
  using database = new DatabaseSync(path);
  return database.prepare(sql).all().map((row) => ({ ...row }));
}

Deno.test("openSqlite() brings a file of the first version up to date and loses nothing", () =>
  withOldFile(async (path) => {
    const store = openSqlite(path, { sealingKey: KEY });
    const select = (table: string, columns: string[]) =>
      store.read((reader) => reader.select(table, columns, {}));
    assertEquals(await select("flow_run", ["name", "labels", "context"]), [
      { name: "old-run", labels: ["a", "b"], context: { a: [null, {}], bb: 1 } },
    ]);
    assertEquals(await select("task", ["tags", "retry_delay"]), [
      { tags: ["x, y", "z: w"], retry_delay: "1 day 00:00:01" },
    ]);
    assertEquals(await select("secret", ["name", "value"]), [
      { name: "DB", value: { user: "me", password: ["s", "t"] } },
    ]);
    assertEquals(await slugs(store), '[{"slug":"default"}]');
    await store.close();
    assertEquals(query(path, "SELECT labels, context FROM flow_run"), [
      { labels: '["a", "b"]', context: '{"a": [null, {}], "bb": 1}' },
    ]);
    assertEquals(query(path, "SELECT version FROM schema_version"), [{ version: SCHEMA_VERSION }]);
  }));

Deno.test("openSqlite() keeps a copy of an older file as it was, and makes none of a file of today", () =>
  withOldFile(async (path, folder) => {
    const names = async () =>
      (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).toSorted();
    await openSqlite(path, { sealingKey: KEY }).close();
    assertEquals(await names(), ["old.sqlite", "old.sqlite.v1.backup"]);
    const backup = `${path}.v1.backup`;
    assertEquals(query(backup, "SELECT labels FROM flow_run"), [{ labels: '["a","b"]' }]);
    assertEquals(query(backup, "SELECT name FROM sqlite_master WHERE name = 'schema_version'"), []);
    await openSqlite(path, { sealingKey: KEY }).close();
    assertEquals(await names(), ["old.sqlite", "old.sqlite.v1.backup"]);
  }));

Deno.test("openSqlite() leaves a file as it was when it cannot be brought up to date", () =>
  withOldFile((path) => {
    using broken = new DatabaseSync(path);
    broken.exec(`UPDATE "flow_run" SET "context" = '{'`);
    assertThrows(() => openSqlite(path, { sealingKey: KEY }));
    assertEquals(query(path, "SELECT labels FROM flow_run"), [{ labels: '["a","b"]' }]);
    return Promise.resolve();
  }));

Deno.test("openSqlite() adds columns and indexes that an older file lacks", () =>
  withOldFile(async (path) => {
    await openSqlite(path, { sealingKey: KEY }).close();
    {
      using older = new DatabaseSync(path);
      older.exec('ALTER TABLE "flow_run" DROP COLUMN "times_resurrected"');
      older.exec('ALTER TABLE "task" DROP COLUMN "mapped"');
      older.exec('DROP INDEX "ix_flow_run_name"');
    }
    await openSqlite(path, { sealingKey: KEY }).close();
    assertEquals(query(path, 'SELECT "times_resurrected" AS times FROM "flow_run"'), [{ times: 0 }]);
    assertEquals(query(path, 'SELECT "mapped" FROM "task"'), [{ mapped: 0 }]);
    assertEquals(query(path, "SELECT count(*) AS n FROM sqlite_master WHERE name = 'ix_flow_run_name'"), [
      { n: 1 },
    ]);
  }));

Deno.test("openSqlite() refuses a file of a newer version and leaves it alone", () =>
  withOldFile(async (path) => {
    await openSqlite(path, { sealingKey: KEY }).close();
    query(path, "UPDATE schema_version SET version = 1000");
    assertThrows(
      () => openSqlite(path),
      ConfigurationError,
      "its tables are of a newer Proctor, version 1000",
    );
    assertEquals(query(path, "SELECT version FROM schema_version"), [{ version: 1000 }]);
  }));
