import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";
import { KEY, type OpenStore, testStore } from "./_store_tests.ts";

async function openFolder(): Promise<OpenStore & { readonly folder: string }> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/a.sqlite`;
  const store = openSqlite(path, { sealingKey: KEY });
  return {
    folder,
    store,
    again: ({ sealingKey = KEY } = {}) => Promise.resolve(openSqlite(path, { sealingKey })),
    intrude(sql) {
      using database = new DatabaseSync(path);
      database.exec(sql);
      return Promise.resolve();
    },
    async [Symbol.asyncDispose]() {
      await store.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

testStore("SQLite", openFolder);

Deno.test("select() of SQLite in memory waits for what is written", async () => {
  const store = openSqlite(":memory:");
  const writing = store.transaction(async (transaction) => {
    await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await transaction.insert("tenant", [{ name: "B", slug: "b" }]);
  });
  const rows = await store.select("tenant", ["slug"], {}, { orderBy: [["slug", "asc"]] });
  await writing;
  assertEquals(rows, [{ slug: "a" }, { slug: "b" }]);
  await store.close();
});

Deno.test("openSqlite() leaves nothing of a sealed value in the files, while open and when closed", async () => {
  const opened = await openFolder();
  await opened.store.transaction(async (transaction) => {
    const [tenant] = await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
    const secret = { tenant_id: tenant!.id!, name: "DB", value: { password: "hunter2-hunter2" } };
    await transaction.insert("secret", [secret]);
  });
  const texts = async () => {
    const names = (await Array.fromAsync(Deno.readDir(opened.folder))).map(({ name }) => name);
    const files = await Promise.all(names.map((name) => Deno.readFile(`${opened.folder}/${name}`)));
    return files.map((bytes) => new TextDecoder("latin1").decode(bytes)).join("");
  };
  const open = await texts();
  await opened.store.close();
  const closed = await texts();
  await Deno.remove(opened.folder, { recursive: true });
  // The name is not sealed, so this looks in the right files.
  assertEquals([open, closed].map((text) => text.includes("DB")), [true, true]);
  assertEquals([open, closed].map((text) => /hunter2|password/.test(text)), [false, false]);
});
