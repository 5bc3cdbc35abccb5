/**
 * Runs retention on a SQLite file with an archive, and says on stdout where it is: before each batch, and when rows are
 * in the archive but not yet removed. Goes on when it hears anything on stdin.
 */
import { archiveRows } from "../../lib/commands/archive_rows.ts";
import { runRetention } from "../../lib/server/services/retention.ts";
import { openSqlite } from "../../lib/server/store/sqlite.ts";
import { NOW } from "../server/services/_history.ts";

const [path, folder] = Deno.args as [string, string];

async function pause(step: string): Promise<void> {
  console.log(step);
  await Deno.stdin.read(new Uint8Array(1));
}

const store = openSqlite(path);
await runRetention(
  { store, now: NOW, signal: new AbortController().signal, onEvents: () => {}, onFault: () => {} },
  {
    days: 30,
    async archive(table, rows) {
      await pause("archiving");
      await archiveRows(folder, { table, rows });
      await pause("archived");
    },
  },
);
await store.close();
