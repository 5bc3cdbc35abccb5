import { assertEquals, assertRejects } from "@std/assert";
import { OPEN } from "../../../lib/server/access/principal.ts";
import { ApiError } from "../../../lib/server/model/api_error.ts";
import { tableNamed } from "../../../lib/server/model/tables.ts";
import { TRUE } from "../../../lib/server/plan/plan.ts";
import type { Store } from "../../../lib/server/store/store.ts";

/** What seals values in these tests. */
export const KEY = new Uint8Array(32).fill(7);
const VALUE = { password: "hunter2-hunter2" };
const NOBODY = "07786de2-7283-434f-a9b1-600044a8afb3";

/** An empty store, closed when it is disposed of. */
export interface OpenStore extends AsyncDisposable {
  readonly store: Store;
  /** Opens the same data once more, as another server does. */
  again(options?: { readonly sealingKey?: Uint8Array }): Promise<Store>;
  /** Runs a statement of somebody who has the data and not the key. */
  intrude(sql: string): Promise<void>;
}

/** Reads the slugs of all tenants as an answer does. */
export function slugs(store: Store): string | Promise<string> {
  const table = tableNamed("tenant");
  const column = table.columns.get("slug")!;
  const rows = {
    table,
    relation: undefined,
    where: TRUE,
    orderBy: [{ steps: [], target: { kind: "column", column }, descending: false, nullsFirst: false }],
    distinctOn: [],
    limit: undefined,
    offset: undefined,
    isOne: false,
  } as const;
  const fields = [{ key: "slug", value: { kind: "column", column, path: undefined } }] as const;
  return store.prepare({ kind: "list", rows, fields }).json({ variables: {}, principal: OPEN });
}

async function addSecret(store: Store): Promise<string> {
  return await store.transaction(async (transaction) => {
    const [tenant] = await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
    await transaction.insert("secret", [{ tenant_id: tenant!.id!, name: "DB", value: VALUE }]);
    return tenant!.id as string;
  });
}

function secrets(store: Store) {
  return store.select("secret", ["name", "value"], {});
}

/** What every store does alike. */
const TESTS: Readonly<Record<string, (open: OpenStore) => Promise<void>>> = {
  "transaction() leaves nothing behind when it throws": async ({ store }) => {
    const failing = store.transaction(async (transaction) => {
      await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
      throw new RangeError("halfway");
    });
    await assertRejects(() => failing, RangeError, "halfway");
    assertEquals(await slugs(store), "[]");
  },
  "transaction() counts one by one what many do at once": async ({ store, again }) => {
    const [tenant] = await store.transaction((transaction) =>
      transaction.insert("tenant", [{ name: "A", slug: "a", settings: { count: 0 } }])
    );
    const other = await again();
    const add = (one: Store) =>
      one.transaction(async (transaction) => {
        const [found] = await transaction.select("tenant", ["settings"], { id: tenant!.id as string });
        const { count } = found!.settings as { count: number };
        await transaction.update("tenant", { settings: { count: count + 1 } }, { id: tenant!.id as string });
      });
    await Promise.all(Array.from({ length: 24 }, (_, n) => add(n % 2 === 0 ? store : other)));
    await other.close();
    const rows = await store.read((reader) => reader.select("tenant", ["settings"], {}));
    assertEquals(rows, [{ settings: { count: 24 } }]);
  },
  "prepare() makes reads that never see half a transaction": async ({ store }) => {
    const writing = store.transaction(async (transaction) => {
      await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await transaction.insert("tenant", [{ name: "B", slug: "b" }]);
    });
    const seen = await slugs(store);
    await writing;
    const both = '[{"slug":"a"},{"slug":"b"}]';
    assertEquals([seen === "[]" || seen === both, await slugs(store)], [true, both]);
  },
  "select() never sees half a transaction": async ({ store }) => {
    const writing = store.transaction(async (transaction) => {
      await transaction.insert("tenant", [{ name: "A", slug: "a" }]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw new RangeError("halfway");
    });
    const [seen] = await Promise.all([store.select("tenant", ["slug"], {}), assertRejects(() => writing)]);
    assertEquals(seen, []);
  },
  "select() follows ids and relations, with a row for each that it finds": async ({ store }) => {
    await store.transaction(async (transaction) => {
      const [acme, other] = await transaction.insert("tenant", [
        { name: "Acme", slug: "a", settings: { shoe: 44 } },
        { name: "Other", slug: "b" },
      ]);
      const owned = { tenant_id: acme!.id! };
      await transaction.insert("project", [{ ...owned, name: "p" }, { ...owned, name: "q" }]);
      const columns = ["slug", "projects.name"];
      const options = { orderBy: [["slug", "asc"], ["projects.name", "desc"]] } as const;
      assertEquals(await transaction.select("tenant", columns, {}, options), [
        { slug: "a", "projects.name": "q" },
        { slug: "a", "projects.name": "p" },
        { slug: "b", "projects.name": null },
      ]);
      const orphan = { tenant_id: null, name: "nobody's" };
      await transaction.insert("project", [{ tenant_id: other!.id!, name: "p" }, orphan]);
    });
    const rows = await store.select("project", ["tenant_id.name", "tenant_id.settings"], { name: "p" }, {
      orderBy: [["tenant_id.slug", "asc"]],
    });
    assertEquals(rows, [
      { "tenant_id.name": "Acme", "tenant_id.settings": { shoe: 44 } },
      { "tenant_id.name": "Other", "tenant_id.settings": {} },
    ]);
    const [orphan] = await store.select("project", ["tenant_id.name"], { tenant_id: null });
    assertEquals(orphan, { "tenant_id.name": null });
  },
  "select() refuses ways that lead nowhere": async ({ store }) => {
    await assertRejects(() => store.select("tenant", ["slug.name"], {}), TypeError, 'by "slug"');
    await assertRejects(() => store.select("tenant", ["projects.shoe"], {}), TypeError, 'column "shoe"');
  },
  "read() sees one moment, and keeps no other server from writing": async ({ store, again }) => {
    const other = await again();
    const add = (slug: string) =>
      other.transaction((transaction) => transaction.insert("tenant", [{ name: slug, slug }]));
    await add("a");
    const seen = await store.read(async (reader) => {
      const before = await reader.select("tenant", ["slug"], {});
      await add("b");
      return [before, await reader.select("tenant", ["slug"], {})];
    });
    assertEquals(seen, [[{ slug: "a" }], [{ slug: "a" }]]);
    assertEquals(await slugs(store), '[{"slug":"a"},{"slug":"b"}]');
    await other.close();
  },
  "insert() says what constraint was broken": async ({ store }) => {
    const tenant = { name: "A", slug: "a" };
    await store.transaction((transaction) => transaction.insert("tenant", [tenant]));
    const insert = (table: string, row: Record<string, string | null>) => () =>
      store.transaction((transaction) => transaction.insert(table, [row]));
    await assertRejects(insert("tenant", tenant), ApiError, "Uniqueness violation.");
    await assertRejects(
      insert("project", { name: "x", tenant_id: NOBODY }),
      ApiError,
      "Foreign key violation.",
    );
    await assertRejects(insert("tenant", { name: null, slug: "b" }), ApiError, "Not-NULL violation.");
  },
  "insert() and updateEach() write many rows of every type and leave out what is there": async (
    { store },
  ) => {
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
      const task = { ...owned, flow_id: made!.id!, retry_delay: "00:01:30", tags: ["x", 'q"uo\\te', null] };
      await transaction.insert("task", [{ ...task, slug: "a" }, { ...task, slug: "b" }]);
      await transaction.insert("task", [{ ...task, slug: "a" }, { ...task, slug: "c" }], {
        onConflict: "ignore",
      });
      const columns = ["id", "slug", "retry_delay", "tags", "mapped", "max_retries"];
      const rows = await transaction.select("task", columns, {}, { orderBy: [["slug", "desc"]] });
      const common = {
        retry_delay: "00:01:30",
        tags: ["x", 'q"uo\\te', null],
        mapped: false,
        max_retries: null,
      };
      assertEquals(
        rows.map(({ id: _, ...row }) => row),
        ["c", "b", "a"].map((slug) => ({ slug, ...common })),
      );
      const renamed = rows.slice(0, 2).map(({ id, slug }) => ({
        id: id!,
        slug: `${slug}2`,
        tags: [1.5, true],
        max_retries: 7,
      }));
      assertEquals(await transaction.updateEach("task", renamed), 2);
      const where = { slug: ["b2", "c2", "a"], mapped: false };
      const found = await transaction.select("task", ["slug", "tags", "max_retries"], where, {
        orderBy: [["slug", "asc"]],
        limit: 2,
      });
      assertEquals(found, [
        { slug: "a", tags: common.tags, max_retries: null },
        { slug: "b2", tags: [1.5, true], max_retries: 7 },
      ]);
      assertEquals(await transaction.select("flow", ["parameters", "archived"], { version: null }), [
        { parameters: [{ a: null }], archived: true },
      ]);
      assertEquals(await transaction.delete("flow", { id: { not: null } }), 1);
      assertEquals(await transaction.select("task", ["id"], {}), []);
    });
  },
  "select() gives moments back as they were written, to the microsecond": async ({ store }) => {
    const moments = ["2019-01-01T12:00:00.000001+00:00", "0001-01-01T00:00:00+00:00", "infinity"];
    await store.transaction(async (transaction) => {
      const rows = moments.map((created, n) => ({ name: String(n), slug: String(n), created }));
      await transaction.insert("tenant", rows);
      const options = { orderBy: [["slug", "asc"]] } as const;
      const found = await transaction.select("tenant", ["created"], {}, options);
      assertEquals(found.map(({ created }) => created), moments);
      assertEquals(
        (await transaction.select("tenant", ["slug"], { created: { lte: moments[0]! } }, options)).length,
        2,
      );
    });
  },
  "select() refuses a filter without a value": async ({ store }) => {
    const lost = undefined as unknown as string;
    const remove = () => store.transaction((transaction) => transaction.delete("tenant", { id: lost }));
    await assertRejects(remove, TypeError, "undefined");
  },
  "select() cannot filter by a sealed column": async ({ store }) => {
    const filtering = store.read((reader) => reader.select("secret", ["id"], { value: "hunter2" }));
    await assertRejects(() => filtering, TypeError, "its values are sealed");
  },
  "close() keeps the data for the next start": async ({ store, again }) => {
    await store.transaction((transaction) => transaction.insert("tenant", [{ name: "A", slug: "a" }]));
    const other = await again();
    assertEquals(await slugs(other), '[{"slug":"a"}]');
    await other.close();
  },
  "insert(), update() and updateEach() seal values, and select() opens them": async ({ store }) => {
    await addSecret(store);
    assertEquals(await secrets(store), [{ name: "DB", value: VALUE }]);
    await store.transaction((transaction) =>
      transaction.update("secret", { value: [1, null] }, { name: "DB" })
    );
    assertEquals(await secrets(store), [{ name: "DB", value: [1, null] }]);
    await store.transaction(async (transaction) => {
      const rows = await transaction.select("secret", ["id"], {});
      await transaction.updateEach("secret", rows.map((row) => ({ ...row, value: "each" })));
    });
    assertEquals(await secrets(store), [{ name: "DB", value: "each" }]);
  },
  "select() does not open a value that was moved to another tenant": async ({ store, intrude }) => {
    await addSecret(store);
    const thief = await store.transaction(async (transaction) => {
      const [tenant] = await transaction.insert("tenant", [{ name: "B", slug: "b" }]);
      return tenant!.id as string;
    });
    await intrude(`UPDATE "secret" SET "tenant_id" = '${thief}'`);
    await assertRejects(() => secrets(store));
  },
  "opening a store refuses data whose values another key sealed": async ({ store, again }) => {
    await addSecret(store);
    await assertRejects(
      async () => await again({ sealingKey: new Uint8Array(32) }),
      Error,
      'sealed values of table "secret"',
    );
  },
};

/**
 * Tests a store.
 *
 * @param name Of the store, for the titles.
 * @param open Makes an empty one.
 */
export function testStore(name: string, open: () => Promise<OpenStore>): void {
  for (const [title, test] of Object.entries(TESTS)) {
    Deno.test(`${title} (${name})`, async () => {
      await using opened = await open();
      await test(opened);
    });
  }
}
