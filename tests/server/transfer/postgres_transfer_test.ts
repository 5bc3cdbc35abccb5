import { assertEquals, assertRejects } from "@std/assert";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { bootstrap } from "../../../lib/server/actions/bootstrap.ts";
import { openPostgres } from "../../../lib/server/store/postgres.ts";
import { readPrefectDatabase } from "../../../lib/server/store/prefect_database.ts";
import { Seals } from "../../../lib/server/store/seals.ts";
import { openSqlite } from "../../../lib/server/store/sqlite.ts";
import type { Store } from "../../../lib/server/store/store.ts";
import { exportRows } from "../../../lib/server/transfer/export_rows.ts";
import { importRows, type NumberedRow } from "../../../lib/server/transfer/import_rows.ts";
import { storedTables } from "../../../lib/server/transfer/stored_tables.ts";
import { formatLine, parseLine } from "../../../lib/server/transfer/transfer_line.ts";
import { freshDatabase } from "../store/_fresh_database.ts";

const KEY = new Uint8Array(32).fill(7);
const OTHER_KEY = new Uint8Array(32).fill(8);

async function linesOf(store: Store): Promise<string[]> {
  const lines: string[] = [];
  const seals = new Seals(KEY);
  await exportRows(store, { seals, take: (row) => Promise.resolve(void lines.push(formatLine(row))) });
  return lines;
}

function rowsOf(lines: readonly string[]): NumberedRow[] {
  return lines.map((text, position) => ({ line: position + 1, ...parseLine(text, position + 1) }));
}

/** The demo data, and a secret. */
async function filledStore(): Promise<Store> {
  const store = openSqlite(":memory:", { sealingKey: KEY });
  await bootstrap(store, { backend: "server", adminKey: undefined, seed: "demo" });
  await store.transaction(async (transaction) => {
    const [tenant] = await transaction.select("tenant", ["id"], {}, { limit: 1 });
    await transaction.insert("secret", [{
      tenant_id: tenant!.id!,
      name: "DB",
      value: { password: "hunter2" },
    }]);
  });
  return store;
}

/** Without what differs from one sealing to the next. */
function withoutSecrets(lines: readonly string[]): string[] {
  return lines.filter((line) => !line.startsWith('{"table":"secret"'));
}

Deno.test("exportRows() and importRows() carry everything from SQLite to PostgreSQL and back", async () => {
  await using database = await freshDatabase();
  const [from, there, back] = [
    await filledStore(),
    await openPostgres(database.address, { sealingKey: KEY }),
    openSqlite(":memory:", { sealingKey: KEY }),
  ];
  try {
    const lines = await linesOf(from);
    assertEquals(lines.length > 10_000, true);
    assertEquals(lines.some((line) => line.includes("hunter2")), false);
    await importRows(there, rowsOf(lines), { seals: new Seals(KEY) });
    const again = await linesOf(there);
    assertEquals(withoutSecrets(again).toSorted(), withoutSecrets(lines).toSorted());
    await importRows(back, rowsOf(again), { seals: new Seals(KEY) });
    assertEquals(withoutSecrets(await linesOf(back)), withoutSecrets(lines));
    const [secret] = await back.read((reader) => reader.select("secret", ["value"], {}));
    assertEquals(secret, { value: { password: "hunter2" } });
  } finally {
    for (const store of [from, there, back]) await store.close();
  }
});

Deno.test("importRows() goes on where it was broken off", async () => {
  const [from, to] = [await filledStore(), openSqlite(":memory:", { sealingKey: KEY })];
  try {
    const lines = await linesOf(from);
    await importRows(to, rowsOf(lines.slice(0, 5000)), { seals: new Seals(KEY) });
    const told: number[] = [];
    const count = await importRows(to, rowsOf(lines), {
      seals: new Seals(KEY),
      onProgress: (rows) => told.push(rows),
    });
    assertEquals([count, told.at(-1)], [lines.length, lines.length]);
    assertEquals(withoutSecrets(await linesOf(to)), withoutSecrets(lines));
  } finally {
    await from.close();
    await to.close();
  }
});

Deno.test("importRows() names the line that the database refuses, and keeps nothing of its batch", async () => {
  const store = openSqlite(":memory:");
  try {
    const rows = [
      { line: 2, table: "tenant", row: { name: "A", slug: "a" } },
      { line: 3, table: "tenant", row: { name: "B" } },
    ];
    const error = await assertRejects(
      () => importRows(store, rows, { seals: new Seals(undefined) }),
      ConfigurationError,
    );
    assertEquals(error.message, "Cannot import line 3: the database refuses it, Not-NULL violation");
    assertEquals(await store.read((reader) => reader.select("tenant", ["slug"], {})), []);
  } finally {
    await store.close();
  }
});

Deno.test("importRows() asks for the right master key where a value is sealed", async () => {
  const [from, to] = [await filledStore(), openSqlite(":memory:", { sealingKey: OTHER_KEY })];
  try {
    const rows = rowsOf(await linesOf(from));
    const line = rows.findIndex(({ table }) => table === "secret") + 1;
    await assertRejects(
      () => importRows(to, rows, { seals: new Seals(OTHER_KEY) }),
      ConfigurationError,
      `the sealed value of line ${line}: expected the master key`,
    );
  } finally {
    await from.close();
    await to.close();
  }
});

/** A few of Prefect Server's tables, with what is its own: states and logs without tenant, a column of an older time. */
const PREFECT = `
  CREATE TABLE tenant (id uuid PRIMARY KEY, created timestamptz NOT NULL DEFAULT now(), updated timestamptz NOT NULL DEFAULT now(),
    name varchar NOT NULL, slug varchar NOT NULL, info jsonb, settings jsonb NOT NULL DEFAULT '{}');
  CREATE TABLE project (id uuid PRIMARY KEY, tenant_id uuid, name varchar NOT NULL, description varchar);
  CREATE TABLE flow_group (id uuid PRIMARY KEY, tenant_id uuid, name varchar, settings jsonb NOT NULL DEFAULT '{}');
  CREATE TABLE flow (id uuid PRIMARY KEY, tenant_id uuid, project_id uuid, flow_group_id uuid, name varchar NOT NULL, version int);
  CREATE TABLE task (id uuid PRIMARY KEY, tenant_id uuid, flow_id uuid, name varchar, slug varchar, retry_delay interval);
  CREATE TABLE flow_run (id uuid PRIMARY KEY, tenant_id uuid, flow_id uuid, name varchar, duration interval,
    scheduled_start_time timestamptz NOT NULL, parameters jsonb, state varchar);
  CREATE TABLE flow_run_state (id uuid PRIMARY KEY, tenant_id uuid, flow_run_id uuid, timestamp timestamptz NOT NULL,
    state varchar NOT NULL, serialized_state jsonb NOT NULL);
  CREATE TABLE log (id uuid, tenant_id uuid, flow_run_id uuid, timestamp timestamptz NOT NULL, message varchar);
  INSERT INTO tenant VALUES ('aaaaaaaa-0000-4000-8000-000000000001', '2020-01-01 10:00+02', '2020-01-01', 'Acme', 'acme', NULL, '{"b": 1, "a": 1.50}');
  INSERT INTO project VALUES ('aaaaaaaa-0000-4000-8000-000000000002', 'aaaaaaaa-0000-4000-8000-000000000001', 'etl', NULL);
  INSERT INTO flow_group VALUES ('aaaaaaaa-0000-4000-8000-000000000003', 'aaaaaaaa-0000-4000-8000-000000000001', 'g');
  INSERT INTO flow VALUES ('aaaaaaaa-0000-4000-8000-000000000004', 'aaaaaaaa-0000-4000-8000-000000000001',
    'aaaaaaaa-0000-4000-8000-000000000002', 'aaaaaaaa-0000-4000-8000-000000000003', 'f', 1);
  INSERT INTO task VALUES ('aaaaaaaa-0000-4000-8000-000000000005', NULL, 'aaaaaaaa-0000-4000-8000-000000000004', 't', 't-1', '1 day 00:00:05');
  INSERT INTO flow_run VALUES ('aaaaaaaa-0000-4000-8000-000000000006', 'aaaaaaaa-0000-4000-8000-000000000001',
    'aaaaaaaa-0000-4000-8000-000000000004', 'run', '00:00:01', '2021-05-12 17:59:56.383629+00', '{"x": 9007199254740993}', 'Success');
  INSERT INTO flow_run_state VALUES ('aaaaaaaa-0000-4000-8000-000000000007', NULL, 'aaaaaaaa-0000-4000-8000-000000000006',
    '2021-05-12 18:00', 'Success', '{"type": "Success"}');
  INSERT INTO log VALUES ('aaaaaaaa-0000-4000-8000-000000000008', NULL, 'aaaaaaaa-0000-4000-8000-000000000006', '2021-05-12 18:00', 'done');
`;

Deno.test("readPrefectDatabase() gives the rows of a Prefect Server, with their tenant", async () => {
  await using database = await freshDatabase();
  for (const statement of PREFECT.split(";\n")) if (statement.trim() !== "") await database.run(statement);
  const store = openSqlite(":memory:");
  try {
    await readPrefectDatabase(database.address, {
      tables: storedTables(),
      work: async (rows) => {
        const numbered: NumberedRow[] = [];
        for await (const row of rows) numbered.push({ line: numbered.length + 1, ...row });
        return await importRows(store, numbered, { seals: new Seals(undefined) });
      },
    });
    const tenantId = "aaaaaaaa-0000-4000-8000-000000000001";
    const read = await store.read(async (reader) => ({
      tenant: await reader.select("tenant", ["id", "created", "settings"], {}),
      task: await reader.select("task", ["tenant_id", "retry_delay", "mapped"], {}),
      run: await reader.select("flow_run", ["scheduled_start_time", "version"], {}),
      state: await reader.select("flow_run_state", ["tenant_id", "state"], {}),
      log: await reader.select("log", ["tenant_id", "message"], {}),
    }));
    assertEquals(JSON.parse(JSON.stringify(read)), {
      tenant: [{ id: tenantId, created: "2020-01-01T08:00:00+00:00", settings: { a: 1.5, b: 1 } }],
      task: [{ tenant_id: tenantId, retry_delay: "1 day 00:00:05", mapped: false }],
      run: [{ scheduled_start_time: "2021-05-12T17:59:56.383629+00:00", version: 0 }],
      state: [{ tenant_id: tenantId, state: "Success" }],
      log: [{ tenant_id: tenantId, message: "done" }],
    });
  } finally {
    await store.close();
  }
});

Deno.test("readPrefectDatabase() refuses a database of something else", async () => {
  await using database = await freshDatabase();
  const reading = { tables: storedTables(), work: () => Promise.resolve(0) };
  await assertRejects(
    () => readPrefectDatabase(database.address, reading),
    ConfigurationError,
    'it has no table "flow_run"',
  );
});
