import type { Verdict } from "../run_events.ts";

/** How long answers took, in milliseconds. */
export interface Latency {
  /** How many requests there were; the others are 0 without any. */
  readonly requests: number;
  /** Half of the answers took no longer. */
  readonly p50: number;
  /** Of a hundred answers, 95 took no longer. */
  readonly p95: number;
}

/**
 * Finds out how long the answers to the cases' own steps took. Percentiles by nearest rank: each is a time that was
 * really measured.
 *
 * @param verdicts Any verdicts.
 * @returns The latency.
 *
 * @example Twenty answers
 * ```ts
 * import { latencyOf } from "./latency.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const latencies = Array.from({ length: 20 }, (_, index) => 20 - index);
 * assertEquals(latencyOf([{ latencies }]), { requests: 20, p50: 10, p95: 19 });
 * assertEquals(latencyOf([]), { requests: 0, p50: 0, p95: 0 });
 * ```
 */
export function latencyOf(verdicts: readonly Pick<Verdict, "latencies">[]): Latency {
  const times = Float64Array.from(verdicts.flatMap(({ latencies }) => latencies)).sort();
  const rank = (percent: number) => times[Math.ceil(times.length * percent / 100) - 1] ?? 0;
  return { requests: times.length, p50: rank(50), p95: rank(95) };
}
