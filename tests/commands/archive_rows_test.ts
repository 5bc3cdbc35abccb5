import { assert, assertEquals } from "@std/assert";
import { archiveRows } from "../../lib/commands/archive_rows.ts";
import type { Row } from "../../lib/server/model/row.ts";
import { RETENTION_BATCH } from "../../lib/server/services/retention.ts";
import { Seals } from "../../lib/server/store/seals.ts";
import { openSqlite } from "../../lib/server/store/sqlite.ts";
import type { Store } from "../../lib/server/store/store.ts";
import { importRows } from "../../lib/server/transfer/import_rows.ts";
import { formatLine, HEADER, parseLine } from "../../lib/server/transfer/transfer_line.ts";
import { addHistory } from "../server/services/_history.ts";

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function rowsAt(...timestamps: string[]): Row[] {
  return timestamps.map((timestamp) => ({ id: crypto.randomUUID(), timestamp, message: "é\n" }));
}

async function linesOf(path: string): Promise<string[]> {
  return (await Deno.readTextFile(path)).trimEnd().split("\n");
}

Deno.test("archiveRows() writes a file of each month, for its owner alone", () =>
  withFolder(async (parent) => {
    const folder = `${parent}/new`;
    const rows = rowsAt("2024-01-31T23:59:59+00:00", "2024-02-01T00:00:00+00:00");
    await archiveRows(folder, { table: "log", rows });
    const lines = rows.map((row) => formatLine({ table: "log", row }));
    assertEquals(await linesOf(`${folder}/log-2024-01.ndjson`), [HEADER, lines[0]!]);
    assertEquals(await linesOf(`${folder}/log-2024-02.ndjson`), [HEADER, lines[1]!]);
    const { mode } = await Deno.stat(`${folder}/log-2024-01.ndjson`);
    assertEquals(mode! & 0o777, 0o600);
  }));

Deno.test("archiveRows() mends a file that ends anywhere, and writes no row twice", () =>
  withFolder(async (folder) => {
    const path = `${folder}/log-2024-01.ndjson`;
    const rows = rowsAt(...Array(RETENTION_BATCH).fill("2024-01-31T00:00:00+00:00"));
    const before = rowsAt("2024-01-30T00:00:00+00:00");
    await archiveRows(folder, { table: "log", rows: before });
    const start = (await Deno.stat(path)).size;
    await archiveRows(folder, { table: "log", rows });
    const whole = await Deno.readFile(path);
    const text = new TextDecoder().decode(whole);
    const cuts = [0, 1, HEADER.length, HEADER.length + 1, start - 1, start, start + 1, whole.length - 1];
    for (const cut of [...cuts, Math.floor((start + whole.length) / 2), whole.length]) {
      await Deno.writeFile(path, whole.subarray(0, cut));
      if (cut < start) await archiveRows(folder, { table: "log", rows: before });
      await archiveRows(folder, { table: "log", rows });
      assert(await Deno.readTextFile(path) === text, `cut at byte ${cut}`);
    }
    await Deno.writeTextFile(path, `{"table": "log", ${"x".repeat(1000)}`, { append: true });
    const more = rowsAt("2024-01-31T12:00:00+00:00");
    await archiveRows(folder, { table: "log", rows: more });
    assert(await Deno.readTextFile(path) === `${text}${formatLine({ table: "log", row: more[0]! })}\n`);
  }));

/** Runs retention in a process that is killed at a step; gives whether it came that far. */
async function pruneAndKill(
  path: string,
  { folder, step }: { folder: string; step: number },
): Promise<boolean> {
  const script = new URL("./_prune.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", script, path, folder],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  let [steps, killed] = [0, false];
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    steps += text.split("\n").length - 1;
    if (steps < step) await input.write(new Uint8Array(1));
    else if (!killed) {
      killed = true;
      child.kill("SIGKILL");
    }
  }
  await input.close().catch(() => undefined);
  await child.status;
  return killed;
}

async function history(store: Store): Promise<string[]> {
  const lines: string[] = [];
  for (const table of ["log", "flow_run_state", "task_run_state"]) {
    const rows = await store.read((reader) => reader.select(table, ["id", "timestamp", "created"], {}));
    lines.push(...rows.map((row) => JSON.stringify([table, row])));
  }
  return lines.toSorted();
}

Deno.test("runRetention() and archiveRows() lose nothing when the process is killed at any step", () =>
  withFolder(async (parent) => {
    const [path, folder] = [`${parent}/a.sqlite`, `${parent}/archive`];
    const store = openSqlite(path);
    const ages = Array.from({ length: RETENTION_BATCH + 100 }, (_, position) => 31 + position / 10);
    await addHistory(store, { state: "Success", ages: [...ages, 1] });
    const before = await history(store);
    await store.close();
    for (let step = 1; await pruneAndKill(path, { folder, step: (step - 1) % 4 + 1 }); step++);
    const after = openSqlite(path);
    try {
      assertEquals((await history(after)).length, 3);
      const files = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
      let archived = 0;
      for (const name of files) {
        const [header, ...lines] = await linesOf(`${folder}/${name}`);
        assertEquals(header, HEADER);
        archived += lines.length;
        const rows = lines.map((text, position) => ({
          line: position + 2,
          ...parseLine(text, position + 2),
        }));
        await importRows(after, rows, { seals: new Seals(undefined) });
      }
      assertEquals(archived, before.length - 3);
      assertEquals(await history(after), before);
    } finally {
      await after.close();
    }
  }));
