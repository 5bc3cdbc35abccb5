import { formatTimestamp } from "../../core/timestamp.ts";
import { pause } from "../../core/pause.ts";
import { isStateType } from "../actions/state_types.ts";
import type { Row } from "../model/row.ts";
import { tableNamed } from "../model/tables.ts";
import type { Reader } from "../store/store.ts";
import type { ServiceContext } from "./background_service.ts";

/** How long the history of finished runs is kept. */
export interface RetentionPolicy {
  readonly days: number;
  /**
   * Keeps rows for good before they are removed from a table; some may have been given to it before.
   *
   * @default they are gone
   */
  readonly archive?: (table: string, rows: readonly Row[]) => Promise<void>;
}

/** So many rows are archived and removed at once; others have their turn in between. */
export const RETENTION_BATCH = 500;

/** The tables that have a `timestamp` and grow without end. */
const HISTORIES = ["log", "flow_run_state", "task_run_state"] as const;

/** The columns that name a run, by the table of the run. */
const RUNS = { flow_run: "flow_run_id", task_run: "task_run_id" } as const;

/** How far a pass has come. */
interface Position {
  readonly timestamp: string;
  /** The rows of that very moment which stay. */
  readonly passed: readonly string[];
}

/** The oldest rows, from a position on. */
async function readPage(
  reader: Reader,
  table: string,
  { before, position }: { readonly before: string; readonly position: Position | undefined },
): Promise<Row[]> {
  const where = position
    ? { timestamp: { gte: position.timestamp, lt: before }, id: { not: position.passed } }
    : { timestamp: { lt: before } };
  return await reader.select(table, [...tableNamed(table).columns.keys()], where, {
    orderBy: [["timestamp", "asc"], ["id", "asc"]],
    limit: RETENTION_BATCH,
  });
}

/** Those of the rows all of whose runs are over. */
async function findFinished(reader: Reader, rows: readonly Row[]): Promise<Row[]> {
  const going = new Set<unknown>();
  for (const [table, column] of Object.entries(RUNS)) {
    const ids = new Set(rows.map((row) => row[column]).filter((id) => typeof id === "string"));
    const runs = ids.size === 0 ? [] : await reader.select(table, ["id", "state"], { id: [...ids] });
    for (const { id, state } of runs) {
      if (!isStateType(String(state), "Finished")) going.add(id);
    }
  }
  return rows.filter((row) => Object.values(RUNS).every((column) => !going.has(row[column])));
}

/** Where the page after this one begins. */
function positionAfter(page: readonly Row[], kept: readonly Row[], before: Position | undefined): Position {
  const timestamp = String(page.at(-1)!.timestamp);
  const passed = kept.filter((row) => row.timestamp === timestamp).map(({ id }) => String(id));
  return { timestamp, passed: before?.timestamp === timestamp ? [...before.passed, ...passed] : passed };
}

async function pruneTable(
  { store, now, signal }: ServiceContext,
  table: string,
  { days, archive }: RetentionPolicy,
): Promise<void> {
  const before = formatTimestamp(now - days * 86_400_000);
  let position: Position | undefined;
  while (!signal.aborted) {
    const { page, old } = await store.read(async (reader) => {
      const page = await readPage(reader, table, { before, position });
      return { page, old: await findFinished(reader, page) };
    });
    if (old.length > 0) {
      await archive?.(table, old);
      await store.transaction((transaction) =>
        transaction.delete(table, { id: old.map(({ id }) => String(id)) })
      );
    }
    if (page.length < RETENTION_BATCH) return;
    const gone = new Set(old);
    position = positionAfter(page, page.filter((row) => !gone.has(row)), position);
    // SQLite answers at once: without this the server would hear nobody until all is removed.
    await pause(0);
  }
}

/**
 * Removes the logs and the former states of finished runs that are older than so many days. The runs themselves stay,
 * each with its present state. Broken off at any point it is simply run again.
 *
 * @param context The database and the time.
 * @param policy How long to keep what, see {@linkcode RetentionPolicy}.
 */
export async function runRetention(context: ServiceContext, policy: RetentionPolicy): Promise<void> {
  for (const table of HISTORIES) await pruneTable(context, table, policy);
}
