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

/**
 * Sends a request. Redirects are not followed.
 *
 * @throws {TypeError} When nothing answers.
 */
export type Send = (request: WireRequest, options: { signal: AbortSignal; role: Role }) => Promise<Response>;
