import type { Credential } from "../auth/credential.ts";
import { ProctorError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { pause } from "../core/pause.ts";
import type { Secret } from "../core/secret.ts";
import { readAnswer, toError } from "./answer.ts";
import { type Document, documentText } from "./document.ts";
import { AbortedError, RateLimitedError, TimeoutError, TransportError } from "./errors.ts";
import { exchange } from "./exchange.ts";
import { hasIdempotencyKey } from "./has_idempotency_key.ts";
import { type Failure, retryDelay } from "./retry.ts";
import { parseRetryAfter } from "./retry_after.ts";
import { unwrapSecrets } from "./unwrap_secrets.ts";

/** What the client tells of itself and of one request. */
export interface SendOptions {
  /** Address of the API. */
  readonly url: string;
  /** Whose request it is. */
  readonly credential: Credential | undefined;
  /** Milliseconds for all attempts together. */
  readonly timeout: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** Keeps numbers that JavaScript would change. */
  readonly exactNumbers: boolean;
  /** Sends a request. */
  readonly fetch: typeof fetch;
  /** Waits, in place of a timer. */
  readonly pause: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** What the caller says of this request. */
  readonly request: {
    readonly operationName?: string | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly idempotent?: boolean | undefined;
  };
}

/** What does not change from one attempt to the next. */
interface Plan extends SendOptions {
  /** The document. */
  readonly text: string;
  readonly variables: Record<string, unknown>;
  readonly secrets: readonly Secret[];
  /** Ends with the caller's signal or at the deadline. */
  readonly signal: AbortSignal;
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, signal);
  signal.throwIfAborted();
}

/** Why an attempt got no answer: the caller, the deadline or the network. */
function noAnswer(plan: Plan, cause: unknown): ProctorError {
  const { url } = plan;
  if (plan.request.signal?.aborted) {
    return new AbortedError(`Request to "${url}" ended: the caller ended it`, { cause });
  }
  if (plan.signal.aborted) {
    return new TimeoutError(
      `No answer from "${url}" within ${plan.timeout} ms: see that it is well, or allow more time`,
      { cause },
    );
  }
  return new TransportError(`Cannot reach "${url}": see that it runs and that the address is right`, {
    cause,
  });
}

async function attempt(plan: Plan): Promise<JsonObject | Failure> {
  let retryAfter: number | undefined;
  try {
    const authorization = await plan.credential?.authorize();
    plan.signal.throwIfAborted();
    const response = await exchange({
      ...plan,
      operationName: plan.request.operationName,
      authorization,
    });
    retryAfter = parseRetryAfter(response.headers.get("retry-after"), Date.now());
    const context = {
      url: plan.url,
      variables: plan.variables,
      secrets: authorization ? [authorization.bearer, ...plan.secrets] : plan.secrets,
      authenticated: authorization !== undefined,
    };
    const answer = await readAnswer(response, context, plan);
    const error = toError(answer, context);
    return error ? { error, retryAfter } : answer.body;
  } catch (cause) {
    return { error: cause instanceof ProctorError ? cause : noAnswer(plan, cause), retryAfter };
  }
}

function isFailure(outcome: JsonObject | Failure): outcome is Failure {
  return outcome.error instanceof ProctorError;
}

/**
 * Whether sending it twice does no harm. Only a failure asks this, and a document that cannot be read explains one
 * better than any answer.
 */
async function isRepeatable({ text, variables, request }: Plan): Promise<boolean> {
  // To load the parser takes longer than the rest of a request; paging has it loaded.
  const { readDocument } = await import("./document_facts.ts");
  const { kind, rootFields } = readDocument(text, request.operationName);
  return kind === "query" || (request.idempotent ?? (rootFields === 1 && hasIdempotencyKey(variables)));
}

/** Attempts until there is an answer, no retry is left, or the deadline would pass while waiting. */
async function attemptAll(plan: Plan, deadline: number): Promise<JsonObject> {
  for (let failures = 1;; failures++) {
    const outcome = await attempt(plan);
    if (!isFailure(outcome)) return outcome;
    const { error } = outcome;
    const repeatable = await isRepeatable(plan);
    const delay = retryDelay(outcome, { failures, retries: plan.retries, repeatable, random: Math.random });
    if (delay === undefined) throw error;
    if (Date.now() + delay > deadline) {
      if (!(error instanceof RateLimitedError)) throw error;
      const seconds = Math.ceil(delay / 1000);
      throw new RateLimitedError(
        `Too many requests to "${plan.url}": wait ${seconds} seconds, then try again`,
        error,
      );
    }
    try {
      await (plan.pause ?? wait)(delay, plan.signal);
    } catch (cause) {
      throw noAnswer(plan, cause);
    }
  }
}

/**
 * Sends a document until it is answered, retries within the time limit included.
 *
 * @param document Text, parsed document or structure.
 * @param variables By name; secrets among them are revealed on the wire only.
 * @param options The client, and what the caller says of the request.
 * @returns The members of the answer.
 * @throws {ProctorError} One of `errors.ts`.
 */
export async function send(
  document: Document,
  variables: Readonly<Record<string, unknown>>,
  options: SendOptions,
): Promise<JsonObject> {
  const text = await documentText(document);
  const { value, secrets } = unwrapSecrets(variables);
  // Not `setTimeout`, with which Deno loads the timers of Node: a quarter of the time of a command.
  const limit = AbortSignal.timeout(options.timeout);
  const caller = options.request.signal;
  return await attemptAll({
    ...options,
    text,
    variables: value as Record<string, unknown>,
    secrets,
    signal: caller ? AbortSignal.any([caller, limit]) : limit,
  }, Date.now() + options.timeout);
}
