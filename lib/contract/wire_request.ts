import type { Connections } from "./http/connections.ts";
import type { Target } from "./run_events.ts";
import type { WireAnswer } from "./wire_answer.ts";

/** A request as it goes out; secrets are in the clear, so it is for the transport only. */
export interface WireRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The whole address. */
  readonly url: string;
  /** In order; names may repeat. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body. */
  readonly body: string | undefined;
  /** Whether headers must go out byte by byte. */
  readonly raw: boolean;
}

/** What a request is part of: tests answer the cases themselves and let the rest through. */
export type Role = "setup" | "case" | "undo";

/** The limits of one request. */
export interface SendLimits {
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** How large the answer may be. @default 16 MiB */
  readonly maxBytes?: number;
  /** Connections to use again. @default a connection of its own */
  readonly connections?: Connections;
}

/** What a request goes with. */
export interface SendOptions extends SendLimits {
  /** Where it goes. */
  readonly target: Target;
  /** What it is part of. */
  readonly role: Role;
  /** The name of the scene it is part of: within a scene requests go one after the other. */
  readonly scene: string;
}

/**
 * Sends a request. Redirects are not followed.
 *
 * @throws {TypeError} When nothing answers.
 * @throws {AnswerError} When the answer is beyond the limits.
 */
export type Send = (request: WireRequest, options: SendOptions) => Promise<WireAnswer>;
