import { assertEquals, assertRejects } from "@std/assert";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { formatTimestamp } from "../../../lib/core/timestamp.ts";
import type { Row } from "../../../lib/server/model/row.ts";
import { RETENTION_BATCH, runRetention } from "../../../lib/server/services/retention.ts";
import { openPostgres } from "../../../lib/server/store/postgres.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";
import type { Store } from "../../../lib/server/store/store.ts";
import { freshDatabase } from "../store/_fresh_database.ts";
import { addHistory, DAY, NOW } from "./_history.ts";

const HISTORIES = ["log", "flow_run_state", "task_run_state"];

function contextOf(store: Store, signal = new AbortController().signal) {
  return { store, now: NOW, signal, onEvents: () => {}, onFault: () => {} };
}

function select(store: Store, table: string, columns: readonly string[]): Promise<Row[]> {
  return store.read((reader) => reader.select(table, columns, {}, { orderBy: [["timestamp", "asc"]] }));
}

async function countAll(store: Store): Promise<number[]> {
  return await Promise.all(HISTORIES.map(async (table) => (await select(store, table, ["id"])).length));
}

async function withStores(test: (store: Store) => Promise<void>): Promise<void> {
  await using database = await freshDatabase();
  for (const store of [openSqlite(":memory:"), await openPostgres(database.address)]) {
    try {
      await test(store);
    } finally {
      await store.close();
    }
  }
}

Deno.test("runRetention() removes what is older and of finished runs, on both stores", () =>
  withStores(async (store) => {
    await addHistory(store, { state: "Success", ages: [31, 29] });
    await addHistory(store, { state: "Running", ages: [40] });
    await addHistory(store, { state: "Cancelled", ages: [31] });
    await runRetention(contextOf(store), { days: 30 });
    const ages = (await select(store, "log", ["timestamp", "message"])).map(({ timestamp, message }) => [
      Math.round((NOW - Date.parse(String(timestamp))) / DAY),
      message,
    ]);
    assertEquals(ages, [[40, "Running"], [29, "Success"]]);
    assertEquals(await countAll(store), [2, 2, 2]);
    const runs = await store.read((reader) => reader.select("flow_run", ["state"], {}));
    assertEquals(runs.map(({ state }) => state).toSorted(), ["Cancelled", "Running", "Success"]);
  }));

Deno.test("runRetention() keeps a log as long as one of the runs that it names goes on", () =>
  withStores(async (store) => {
    const done = await addHistory(store, { state: "Success", ages: [] });
    const going = await addHistory(store, { state: "Running", ages: [] });
    const timestamp = formatTimestamp(NOW - 31 * DAY);
    await store.transaction((transaction) =>
      transaction.insert("log", [
        { timestamp, flow_run_id: done.flowRunId, task_run_id: going.taskRunId, message: "task goes on" },
        { timestamp, flow_run_id: going.flowRunId, task_run_id: done.taskRunId, message: "flow goes on" },
        { timestamp, task_run_id: done.taskRunId, message: "task is over" },
        { timestamp, message: "nobody's" },
      ])
    );
    await runRetention(contextOf(store), { days: 30 });
    const messages = (await select(store, "log", ["message"])).map(({ message }) => message);
    assertEquals(messages.toSorted(), ["flow goes on", "task goes on"]);
  }));

Deno.test("runRetention() goes past many rows of one moment that stay", () =>
  withStores(async (store) => {
    const many = 2 * RETENTION_BATCH + 50;
    await addHistory(store, { state: "Running", ages: Array(many).fill(31) });
    await addHistory(store, { state: "Success", ages: [...Array(many).fill(31), 30.5] });
    await runRetention(contextOf(store), { days: 30 });
    assertEquals(await countAll(store), [many, many, many]);
  }));

Deno.test("runRetention() archives rows whole before they go, and removes none that could not be archived", async () => {
  const store = openSqlite(":memory:");
  try {
    await addHistory(store, { state: "Success", ages: [31, 32] });
    const archived: Array<readonly [string, number]> = [];
    const archive = (table: string, rows: readonly Row[]) => {
      archived.push([table, rows.length]);
      if (table === "flow_run_state") throw new ConfigurationError("Cannot write: the disk is full");
      return Promise.resolve();
    };
    await assertRejects(() => runRetention(contextOf(store), { days: 30, archive }), ConfigurationError);
    assertEquals(archived, [["log", 2], ["flow_run_state", 2]]);
    assertEquals(await countAll(store), [0, 2, 2]);
  } finally {
    await store.close();
  }
});

Deno.test("runRetention() begins nothing more when the server stops", async () => {
  const store = openSqlite(":memory:");
  try {
    await addHistory(store, { state: "Success", ages: Array(RETENTION_BATCH * 2).fill(31) });
    const closing = new AbortController();
    const archive = () => Promise.resolve(closing.abort());
    await runRetention(contextOf(store, closing.signal), { days: 30, archive });
    assertEquals(await countAll(store), [RETENTION_BATCH, RETENTION_BATCH * 2, RETENTION_BATCH * 2]);
  } finally {
    await store.close();
  }
});
