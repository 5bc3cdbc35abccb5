/**
 * What can go wrong between a document and its data. No message holds a key or the value of a variable.
 *
 * @module
 */

import { EXIT, type ExitCode, ProctorError } from "../core/errors.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";

/** The document cannot be sent: it does not parse, or does not say which of its operations is meant. */
export class DocumentError extends ProctorError {
  /** Always `DOCUMENT`. */
  override readonly code: string = "DOCUMENT";
  /** Always `EXIT.usage`. */
  override readonly exit: ExitCode = EXIT.usage;
}

/** Nothing answered: no connection, no such host, a connection that broke. */
export class TransportError extends ProctorError {
  /** Always `TRANSPORT`. */
  override readonly code: string = "TRANSPORT";
  /** Always `EXIT.unreachable`. */
  override readonly exit: ExitCode = EXIT.unreachable;
}

/** No answer came within the time limit. */
export class TimeoutError extends ProctorError {
  /** Always `TIMEOUT`. */
  override readonly code: string = "TIMEOUT";
  /** Always `EXIT.unreachable`. */
  override readonly exit: ExitCode = EXIT.unreachable;
}

/** The caller's signal ended the request. */
export class AbortedError extends ProctorError {
  /** Always `ABORTED`. */
  override readonly code: string = "ABORTED";
  /** Always `EXIT.interrupted`. */
  override readonly exit: ExitCode = EXIT.interrupted;
}

/** Something answered, but not as a GraphQL API does. */
export class ProtocolError extends ProctorError {
  /** Always `PROTOCOL`. */
  override readonly code: string = "PROTOCOL";
  /** Always `EXIT.unreachable`. */
  override readonly exit: ExitCode = EXIT.unreachable;
  /** The HTTP status. */
  readonly status: number;

  /**
   * Keeps the status.
   *
   * @param message What came instead of an answer.
   * @param options `status`, and `cause` where there is one.
   */
  constructor(message: string, options: ErrorOptions & { readonly status: number }) {
    super(message, options);
    this.status = options.status;
  }
}

/** One entry of `errors` in an answer. */
export interface GraphQLFault {
  /** What went wrong, in the words of the API. */
  readonly message: string;
  /** Which field of the answer. */
  readonly path?: readonly (string | number)[];
  /** Where in the document. */
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  /** Details for machines, `code` among them. */
  readonly extensions?: JsonObject;
}

/** What a {@linkcode GraphQLError} keeps of the answer. */
export interface AnswerDetails extends ErrorOptions {
  /** Every error of the answer, in its order; none where Proctor judged the data itself. */
  readonly errors?: readonly GraphQLFault[];
  /** What came in spite of them. */
  readonly data?: JsonValue | undefined;
  /** The HTTP status. */
  readonly status?: number;
}

/** The API answered with errors. */
export class GraphQLError extends ProctorError {
  /** `GRAPHQL`, or that of the subclass. */
  override readonly code: string = "GRAPHQL";
  /** `EXIT.failed`, or that of the subclass. */
  override readonly exit: ExitCode = EXIT.failed;
  /** Every error of the answer, in its order. */
  readonly errors: readonly GraphQLFault[];
  /** The HTTP status. */
  readonly status: number;
  // Private, so that printing the error prints no data.
  readonly #data: JsonValue | undefined;

  /**
   * Keeps the answer.
   *
   * @param message In the grammar of `core/errors.ts`.
   * @param options The answer.
   */
  constructor(message: string, options: AnswerDetails = {}) {
    super(message, options);
    this.errors = options.errors ?? [];
    this.status = options.status ?? 200;
    this.#data = options.data;
  }

  /** What came in spite of the errors; `undefined` when nothing did. */
  get data(): JsonValue | undefined {
    return this.#data;
  }
}

/** The API does not know the key, or the key may not do this. */
export class AuthorizationError extends GraphQLError {
  /** Always `AUTHORIZATION`. */
  override readonly code: string = "AUTHORIZATION";
  /** Always `EXIT.auth`. */
  override readonly exit: ExitCode = EXIT.auth;
}

/** What was asked for does not exist. */
export class NotFoundError extends GraphQLError {
  /** Always `NOT_FOUND`. */
  override readonly code: string = "NOT_FOUND";
}

/** A state was set on a version that is no longer the latest. */
export class VersionLockError extends GraphQLError {
  /** Always `VERSION_LOCK`. */
  override readonly code: string = "VERSION_LOCK";
}

/** The API asks to come back later than the time limit allows, or again and again. */
export class RateLimitedError extends GraphQLError {
  /** Always `RATE_LIMITED`. */
  override readonly code: string = "RATE_LIMITED";
}
