import { assertEquals, assertRejects } from "@std/assert";
import { ApiError } from "../../../lib/server/model/api_error.ts";
import { OPEN } from "../../../lib/server/access/principal.ts";
import { tableNamed } from "../../../lib/server/model/tables.ts";
import { TRUE } from "../../../lib/server/plan/plan.ts";
import type { Store } from "../../../lib/server/store/store.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";

Deno.test("transaction() leaves nothing behind when it throws", async () => {
  const store = openSqlite(":memory:");
  const failing = store.transaction(async (transaction) => {
    await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
    throw new RangeError("halfway");
  });
  await assertRejects(() => failing, RangeError, "halfway");
  const rows = await store.transaction((transaction) => transaction.select("tenant", ["slug"], {}));
  assertEquals(rows, []);
  await store.close();
});

/** Reads the slugs of all tenants as an answer does. */
function slugs(store: Store): Promise<string> {
  const columns = tableNamed("tenant").columns;
  const order = { kind: "column", column: columns.get("slug")! } as const;
  const rows = {
    table: tableNamed("tenant"),
    relation: undefined,
    where: TRUE,
    orderBy: [{ steps: [], target: order, descending: false, nullsFirst: false }],
    distinctOn: [],
    limit: undefined,
    offset: undefined,
  };
  const value = { kind: "column", column: columns.get("slug")!, path: undefined } as const;
  return store.prepare({ kind: "list", rows, fields: [{ key: "slug", value }] })
    .json({ variables: {}, principal: OPEN });
}

Deno.test("prepare() makes reads that never see half a transaction", async () => {
  const store = openSqlite(":memory:");
  const writing = store.transaction(async (transaction) => {
    await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await transaction.insert("tenant", [{ name: "B", slug: "b" }]);
  });
  const seen = await slugs(store);
  await writing;
  const both = '[{"slug":"a"},{"slug":"b"}]';
  assertEquals([seen, await slugs(store)], [both, both]);
  await store.close();
});

Deno.test("read() sees one moment, and keeps no other connection from writing", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/shared.sqlite`;
  const [store, other] = [openSqlite(path), openSqlite(path)];
  const add = (slug: string) =>
    other.transaction((transaction) => transaction.insert("tenant", [{ name: slug, slug }]));
  await add("a");
  const seen = await store.read(async (reader) => {
    const before = await reader.select("tenant", ["slug"], {});
    await add("b");
    return [before, await reader.select("tenant", ["slug"], {})];
  });
  assertEquals(seen, [[{ slug: "a" }], [{ slug: "a" }]]);
  assertEquals((await store.read((reader) => reader.select("tenant", ["slug"], {}))).length, 2);
  await Promise.all([store.close(), other.close()]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("insert() says what constraint was broken", async () => {
  const store = openSqlite(":memory:");
  const tenant = { name: "A", slug: "a" };
  await store.transaction((transaction) => transaction.insert("tenant", [tenant]));
  const insert = (table: string, row: Record<string, string | null>) =>
    store.transaction((transaction) => transaction.insert(table, [row]));
  await assertRejects(() => insert("tenant", tenant), ApiError, "Uniqueness violation.");
  const unknown = "07786de2-7283-434f-a9b1-600044a8afb3";
  await assertRejects(
    () => insert("project", { name: "x", tenant_id: unknown }),
    ApiError,
    "Foreign key violation.",
  );
  await assertRejects(() => insert("tenant", { name: null, slug: "b" }), ApiError, "Not-NULL violation.");
  await store.close();
});

Deno.test("insert() and updateEach() write many rows of every type and leave out what is there", async () => {
  const store = openSqlite(":memory:");
  await store.transaction(async (transaction) => {
    const [tenant] = await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
    const owned = { tenant_id: tenant!.id! };
    const [project] = await transaction.insert("project", [{ ...owned, name: "p" }]);
    const [group] = await transaction.insert("flow_group", [owned]);
    const flow = { ...owned, project_id: project!.id!, flow_group_id: group!.id! };
    const [made] = await transaction.insert("flow", [{
      ...flow,
      name: "f",
      parameters: [{ a: null }],
      archived: true,
    }]);
    const task = { ...owned, flow_id: made!.id!, retry_delay: "00:01:30", tags: ["x", 'q"uote'] };
    await transaction.insert("task", [{ ...task, slug: "a" }, { ...task, slug: "b" }]);
    await transaction.insert("task", [{ ...task, slug: "a" }, { ...task, slug: "c" }], {
      onConflict: "ignore",
    });
    const columns = ["id", "slug", "retry_delay", "tags", "mapped"];
    const rows = await transaction.select("task", columns, {}, { orderBy: [["slug", "desc"]] });
    const common = { retry_delay: "00:01:30", tags: ["x", 'q"uote'], mapped: false };
    assertEquals(rows.map(({ id: _, ...row }) => row), ["c", "b", "a"].map((slug) => ({ slug, ...common })));
    const renamed = rows.slice(0, 2).map(({ id, slug }) => ({
      id: id!,
      slug: `${slug}2`,
      tags: [1.5, true],
    }));
    assertEquals(await transaction.updateEach("task", renamed), 2);
    const found = await transaction.select("task", ["slug", "tags"], {
      slug: ["b2", "c2", "a"],
      mapped: false,
    }, {
      orderBy: [["slug", "asc"]],
    });
    assertEquals(found, [
      { slug: "a", tags: ["x", 'q"uote'] },
      { slug: "b2", tags: [1.5, true] },
      { slug: "c2", tags: [1.5, true] },
    ]);
    assertEquals(await transaction.select("flow", ["parameters", "archived"], { version: null }), [
      { parameters: [{ a: null }], archived: true },
    ]);
    assertEquals(await transaction.delete("flow", { id: { not: null } }), 1);
    assertEquals(await transaction.select("task", ["id"], {}), []);
  });
  await store.close();
});

Deno.test("select() refuses a filter without a value", async () => {
  const store = openSqlite(":memory:");
  const lost = undefined as unknown as string;
  const remove = () => store.transaction((transaction) => transaction.delete("tenant", { id: lost }));
  await assertRejects(remove, TypeError, "undefined");
  await store.close();
});

Deno.test("openSqlite() keeps a file from one start to the next", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/proctor.sqlite`;
  const first = openSqlite(path);
  await first.transaction((transaction) => transaction.insert("tenant", [{ name: "A", slug: "a" }]));
  await first.close();
  const second = openSqlite(path);
  assertEquals(await slugs(second), '[{"slug":"a"}]');
  await second.close();
  await Deno.remove(folder, { recursive: true });
});
