import type { ProctorError } from "../core/errors.ts";
import { GraphQLError, ProtocolError, RateLimitedError, TransportError } from "./errors.ts";

/** How one attempt failed. */
export interface Failure {
  /** The error of the attempt. */
  readonly error: ProctorError;
  /** Milliseconds the API asked to wait, where it did. */
  readonly retryAfter?: number | undefined;
}

/** What decides whether there is another attempt. */
export interface RetryOptions {
  /** How many attempts have failed, the one that just did included. */
  readonly failures: number;
  /** Retries at most. */
  readonly retries: number;
  /** Whether sending the document twice does no harm. */
  readonly repeatable: boolean;
  /** From 0 up to 1, such as from `Math.random`. */
  readonly random: () => number;
}

const BASE_MILLISECONDS = 250;
const MAX_MILLISECONDS = 8000;
const PASSING_STATUSES = [500, 502, 503, 504];

/** Whether another attempt may succeed. */
function mayPass(error: ProctorError): boolean {
  // What Deno withholds once it withholds again.
  if (error instanceof TransportError) return !(error.cause instanceof Deno.errors.NotCapable);
  if (error instanceof ProtocolError) return PASSING_STATUSES.includes(error.status);
  return error instanceof GraphQLError &&
    error.errors.some(({ extensions }) => extensions?.code === "API_ERROR");
}

/**
 * Decides whether and when a failed request is sent again. A request that was turned away for its rate did not run
 * and may be sent again; any other mutation may have run, and is left alone unless it says that twice does no harm.
 *
 * Source: `reference/anchors.md` B and G (retries), `reference/prefect-api.md` §1.3 (statuses, `API_ERROR`).
 *
 * @param failure How the attempt failed.
 * @param options How often it may be tried.
 * @returns Milliseconds to wait, `undefined` to give up. Without `Retry-After` the wait doubles with each failure,
 * and half of it is random.
 *
 * @example A broken connection
 * ```ts
 * import { retryDelay } from "./retry.ts";
 * import { TransportError } from "./errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const failure = { error: new TransportError("Cannot reach it") };
 * const options = { failures: 2, retries: 4, random: () => 0.5 };
 * assertEquals(retryDelay(failure, { ...options, repeatable: true }), 375);
 * assertEquals(retryDelay(failure, { ...options, repeatable: false }), undefined);
 * ```
 */
export function retryDelay(failure: Failure, options: RetryOptions): number | undefined {
  const { failures, retries, repeatable, random } = options;
  const turnedAway = failure.error instanceof RateLimitedError;
  if (failures > retries || !(turnedAway || (repeatable && mayPass(failure.error)))) return undefined;
  if (failure.retryAfter !== undefined) return failure.retryAfter;
  const wait = Math.min(MAX_MILLISECONDS, BASE_MILLISECONDS * 2 ** (failures - 1));
  return wait / 2 + random() * wait / 2;
}
