import { formatTimestamp } from "../../core/timestamp.ts";
import type { Transaction } from "../store/store.ts";

/** Who takes a turn at what. */
export interface Turn {
  /** The name of the service. */
  readonly name: string;
  /** How long until the next turn, in seconds. */
  readonly seconds: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Takes the turn of a service if it is due, for one interval: of several servers on one database one gets it. No server
 * needs to know of another, and one that dies leaves nothing behind that others would have to wait for.
 *
 * @param transaction The database.
 * @param turn Which service, how often, and when.
 * @returns Whether the service is to be run, by whoever asked.
 */
export async function takeTurn(transaction: Transaction, { name, seconds, now }: Turn): Promise<boolean> {
  const due = formatTimestamp(now);
  const next_run = formatTimestamp(now + seconds * 1000);
  await transaction.insert("service_turn", [{ name, next_run: due }], { onConflict: "ignore" });
  if (await transaction.update("service_turn", { next_run }, { name, next_run: { lte: due } }) > 0) {
    return true;
  }
  // Nobody sets a turn as late as this: the clock has been set back.
  return await transaction.update("service_turn", { next_run }, { name, next_run: { gt: next_run } }) > 0;
}
