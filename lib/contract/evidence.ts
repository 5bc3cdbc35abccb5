import type { Answer } from "./answer.ts";

/** What was sent when something broke, and what came, if anything did. */
export interface Evidence {
  /** As a curl command; no secret is in it. */
  readonly request: string;
  /** As it came. */
  readonly answer?: Answer;
}

/** Beside the errors and not in them: which class an error is of says how the process ends. */
const kept = new WeakMap<Error, Evidence>();

/**
 * Keeps with an error what led to it. Several cases may wait for what failed, and each is to tell of it.
 *
 * @param error The error.
 * @param evidence What led to it.
 * @returns The error.
 *
 * @example Whoever catches the error can ask
 * ```ts
 * import { evidenceOf, keepEvidence } from "./evidence.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const error = keepEvidence(new TypeError("nobody answers"), { request: "curl X" });
 * assertEquals(evidenceOf(error), { request: "curl X" });
 * ```
 */
export function keepEvidence<E extends Error>(error: E, evidence: Evidence): E {
  kept.set(error, evidence);
  return error;
}

/**
 * Recalls what led to an error.
 *
 * @param error The error.
 * @returns What was kept with it, if anything was.
 */
export function evidenceOf(error: Error): Evidence | undefined {
  return kept.get(error);
}
