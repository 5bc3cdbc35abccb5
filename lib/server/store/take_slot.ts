import type { Slots } from "../../core/slots.ts";
import { abandoned, outOfTime } from "./time_limit.ts";

/** How long somebody waits. */
export interface Waiting {
  /** In milliseconds. */
  readonly limit: number;
  /** Ends it sooner. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits for a slot, as long as a read may take and its client waits for it.
 *
 * @param slots Where; the slot is to be given back.
 * @param waiting How long.
 * @throws {ApiError} When that takes too long, or who waits has gone away.
 *
 * @example One at a time
 * ```ts
 * import { Slots } from "../../core/slots.ts";
 * import { takeSlot } from "./take_slot.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const slots = new Slots(1);
 * await takeSlot(slots, { limit: 1 });
 * await assertRejects(() => takeSlot(slots, { limit: 1 }), Error, "stopped after 0.001 seconds");
 * slots.give();
 * await takeSlot(slots, { limit: 1 });
 * ```
 */
export async function takeSlot(slots: Slots, { limit, signal }: Waiting): Promise<void> {
  if (signal?.aborted) throw abandoned();
  const end = new AbortController();
  const goAway = () => end.abort(abandoned());
  const timer = setTimeout(() => end.abort(outOfTime(limit)), limit);
  signal?.addEventListener("abort", goAway);
  try {
    await slots.take(end.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", goAway);
  }
}
