import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";
import type { Store } from "../../../lib/server/store/store.ts";

const KEY = new Uint8Array(32).fill(7);
const VALUE = { password: "hunter2-hunter2" };

/** A tenant with one secret. */
async function addSecret(store: Store): Promise<string> {
  return await store.transaction(async (transaction) => {
    const [tenant] = await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
    await transaction.insert("secret", [{ tenant_id: tenant!.id!, name: "DB", value: VALUE }]);
    return tenant!.id as string;
  });
}

async function withFile(test: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(`${folder}/a.sqlite`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function values(store: Store) {
  return store.transaction((transaction) => transaction.select("secret", ["name", "value"], {}));
}

Deno.test("openSqlite() gives sealed values back, after an insert and after both kinds of update", async () => {
  const store = openSqlite(":memory:", { sealingKey: KEY });
  await addSecret(store);
  assertEquals(await values(store), [{ name: "DB", value: VALUE }]);
  await store.transaction((transaction) =>
    transaction.update("secret", { value: [1, null] }, { name: "DB" })
  );
  assertEquals(await values(store), [{ name: "DB", value: [1, null] }]);
  await store.transaction(async (transaction) => {
    const rows = await transaction.select("secret", ["id"], {});
    await transaction.updateEach("secret", rows.map((row) => ({ ...row, value: "each" })));
  });
  assertEquals(await values(store), [{ name: "DB", value: "each" }]);
  await store.close();
});

Deno.test("openSqlite() leaves nothing of a sealed value in the files, while open and when closed", async () => {
  await withFile(async (path) => {
    const store = openSqlite(path, { sealingKey: KEY });
    await addSecret(store);
    const texts = async () => {
      const folder = path.replace(/\/[^/]*$/, "");
      const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
      const files = await Promise.all(names.map((name) => Deno.readFile(`${folder}/${name}`)));
      return files.map((bytes) => new TextDecoder("latin1").decode(bytes)).join("");
    };
    const open = await texts();
    await store.close();
    const closed = await texts();
    // The name is not sealed, so this looks in the right files.
    assertEquals([open, closed].map((text) => text.includes("DB")), [true, true]);
    assertEquals([open, closed].map((text) => /hunter2|password/.test(text)), [false, false]);
  });
});

Deno.test("openSqlite() refuses a database whose values another key sealed", async () => {
  await withFile(async (path) => {
    const store = openSqlite(path, { sealingKey: KEY });
    await addSecret(store);
    await store.close();
    assertThrows(
      () => openSqlite(path, { sealingKey: new Uint8Array(32) }),
      ConfigurationError,
      'sealed values of table "secret"',
    );
  });
});

Deno.test("openSqlite() does not open a value that was moved to another tenant", async () => {
  await withFile(async (path) => {
    const store = openSqlite(path, { sealingKey: KEY });
    await addSecret(store);
    const thief = await store.transaction(async (transaction) => {
      const [tenant] = await transaction.insert("tenant", [{ name: "B", slug: "b" }]);
      return tenant!.id as string;
    });
    const intruder = new DatabaseSync(path);
    intruder.prepare('UPDATE "secret" SET "tenant_id" = ?').run(thief);
    intruder.close();
    await assertRejects(() => values(store));
    await store.close();
  });
});

Deno.test("select() cannot filter by a sealed column", async () => {
  const store = openSqlite(":memory:", { sealingKey: KEY });
  const filtering = store.transaction((transaction) =>
    transaction.select("secret", ["id"], { value: "hunter2" })
  );
  await assertRejects(() => filtering, TypeError, "its values are sealed");
  await store.close();
});
