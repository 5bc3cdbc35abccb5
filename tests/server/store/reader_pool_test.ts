import { assertEquals, assertRejects } from "@std/assert";
import { ApiError } from "../../../lib/server/model/api_error.ts";
import { InternalError } from "../../../lib/core/errors.ts";
import { ReaderPool } from "../../../lib/server/store/reader_pool.ts";
import { ENDLESS, fillTenants } from "./_long_reads.ts";

/** In milliseconds: longer than anybody waits for a test. */
const NEVER = 600_000;
const COUNT = "SELECT count(*) AS json FROM tenant";

/** Runs `work` with a file of a thousand tenants and a pool on it, which has to be free of work at the end. */
async function withPool(
  work: (pool: ReaderPool, path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/data.sqlite`;
  await fillTenants(path);
  const pool = new ReaderPool(path);
  try {
    await work(pool, path);
  } finally {
    await pool.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function count(pool: ReaderPool): Promise<string | null> {
  return (await pool.run({ sql: COUNT, values: [], limit: NEVER })).json;
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => run, ApiError)).code;
}

Deno.test("ReaderPool ends a statement at its time limit, and its thread goes on", async () => {
  await withPool(async (pool) => {
    assertEquals(await codeOf(pool.run({ sql: ENDLESS, values: [], limit: 200 })), "timeout");
    assertEquals(await count(pool), "1000");
  });
});

Deno.test("ReaderPool ends statements that wait for a thread at their time limit", async () => {
  await withPool(async (pool) => {
    const codes = Array.from(
      { length: 12 },
      () => codeOf(pool.run({ sql: ENDLESS, values: [], limit: 200 })),
    );
    assertEquals(await Promise.all(codes), codes.map(() => "timeout"));
    assertEquals(await count(pool), "1000");
  });
});

Deno.test("ReaderPool ends statements that nobody waits for, whether they run or not", async () => {
  await withPool(async (pool) => {
    const controller = new AbortController();
    const { signal } = controller;
    const codes = Array.from(
      { length: 12 },
      () => codeOf(pool.run({ sql: ENDLESS, values: [], limit: NEVER, signal })),
    );
    controller.abort();
    assertEquals(await Promise.all(codes), codes.map(() => "unexpected"));
    assertEquals(await codeOf(pool.run({ sql: COUNT, values: [], limit: NEVER, signal })), "unexpected");
    assertEquals(await count(pool), "1000");
  });
});

Deno.test("ReaderPool gives up a thread whose expression backtracks without end", async () => {
  await withPool(async (pool) => {
    const values = [`${"a".repeat(60)}!`, "//(a+)+$"];
    const sql = "SELECT matches(?1, ?2) AS json";
    assertEquals(await codeOf(pool.run({ sql, values, limit: 100 })), "timeout");
    assertEquals(await count(pool), "1000");
  });
});

Deno.test("ReaderPool says that a statement failed, and its thread goes on", async () => {
  await withPool(async (pool) => {
    const failing = pool.run({ sql: "SELECT slug FROM nowhere", values: [], limit: NEVER });
    await assertRejects(() => failing, InternalError, "no such table: nowhere");
    assertEquals(await count(pool), "1000");
  });
});

Deno.test("ReaderPool reads a file again that could not be opened", async () => {
  await withPool(async (_, path) => {
    const later = `${path}.later`;
    const pool = new ReaderPool(later);
    await assertRejects(() => count(pool), InternalError, "unable to open database file");
    await fillTenants(later);
    assertEquals(await count(pool), "1000");
    await pool.close();
  });
});

Deno.test("close() of ReaderPool ends what runs and what waits", async () => {
  await withPool(async (pool) => {
    const codes = Array.from(
      { length: 12 },
      () => codeOf(pool.run({ sql: ENDLESS, values: [], limit: NEVER })),
    );
    await pool.close();
    assertEquals(await Promise.all(codes), codes.map(() => "unexpected"));
  });
});
