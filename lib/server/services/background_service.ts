import { pause } from "../../core/pause.ts";
import type { StateEvent } from "../actions/state_event.ts";
import type { Reader, Store } from "../store/store.ts";
import type { Where } from "../model/row.ts";

/** What a service works with. */
export interface ServiceContext {
  readonly store: Store;
  /** The time to go by, in milliseconds since 1970. */
  readonly now: number;
  /** Says that the server stops: what is begun is finished, nothing more is begun. */
  readonly signal: AbortSignal;
  /** Told what has happened, after the commit; takes no time. */
  readonly onEvents: (events: readonly StateEvent[]) => void;
  /** Told what went wrong with one row, when others are gone on with. */
  readonly onFault: (fault: unknown) => void;
}

/** Work that the server does by itself, again and again. */
export interface BackgroundService {
  readonly name: ServiceName;
  /** How often, in seconds. */
  readonly seconds: number;
  /** Does what there is to do now; what it does depends on the database and the time only. */
  readonly run: (context: ServiceContext) => Promise<void>;
}

/** The services there are. */
export const SERVICE_NAMES = ["scheduler", "lazarus", "zombie-killer", "retention"] as const;

/** One of {@linkcode SERVICE_NAMES}. */
export type ServiceName = typeof SERVICE_NAMES[number];

/**
 * Goes through the ids of the rows that meet conditions, page by page; rows that come or go meanwhile do not
 * disturb it. Between pages requests have their turn.
 *
 * @param context The database, and when to stop.
 * @param table A table with ids.
 * @param options `where`: the conditions; `size`: how many ids a page has.
 * @returns Pages, none of them empty.
 */
export async function* pagesOfIds(
  { store, signal }: Pick<ServiceContext, "store" | "signal">,
  table: string,
  { where, size }: { readonly where: Where; readonly size: number },
): AsyncGenerator<readonly string[]> {
  let after: string | undefined;
  while (!signal.aborted) {
    const conditions = after === undefined ? where : { ...where, id: { gt: after } };
    const page = await readIds(store, table, { where: conditions, size });
    if (page.length > 0) yield page;
    if (page.length < size) return;
    after = page.at(-1);
    // SQLite answers at once: without this the server would hear nobody until all pages are done.
    await pause(0);
  }
}

async function readIds(
  reader: Reader,
  table: string,
  { where, size }: { readonly where: Where; readonly size: number },
): Promise<string[]> {
  const rows = await reader.select(table, ["id"], where, { orderBy: [["id", "asc"]], limit: size });
  return rows.map(({ id }) => id as string);
}
