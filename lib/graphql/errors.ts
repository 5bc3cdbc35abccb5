import { EXIT, type ExitCode, ProctorError } from "../core/errors.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";

/** One entry of `errors` in an answer. */
export interface GraphQLFault {
  /** What went wrong, in the words of the API. */
  readonly message: string;
  /** Where in the answer. */
  readonly path?: readonly (string | number)[];
  /** Where in the document. */
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  /** Machine-readable details, `code` among them. */
  readonly extensions?: JsonObject;
}

/** Nothing answered: no connection, no address, a broken connection. */
export class TransportError extends ProctorError {
  /** Stable code. */
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

/** Something answered, but not a GraphQL API. */
export class ProtocolError extends ProctorError {
  /** Always `PROTOCOL`. */
  override readonly code: string = "PROTOCOL";
  /** Always `EXIT.unreachable`. */
  override readonly exit: ExitCode = EXIT.unreachable;
  /** Status of the answer. */
  readonly status: number;
  /** Says what came instead. */
  constructor(message: string, options: ErrorOptions & { readonly status: number }) {
    super(message, options);
    this.status = options.status;
  }
}

/** What a {@linkcode GraphQLError} keeps of the answer. */
export interface AnswerDetails extends ErrorOptions {
  /** Every error of the answer, in its order. */
  readonly errors: readonly GraphQLFault[];
  /** What came in spite of them. */
  readonly data?: JsonValue;
  /** Status of the answer. */
  readonly status: number;
}

/** The API answered with errors. */
export class GraphQLError extends ProctorError {
  /** `GRAPHQL`, or that of the subclass. */
  override readonly code: string = "GRAPHQL";
  /** `EXIT.failed`, or that of the subclass. */
  override readonly exit: ExitCode = EXIT.failed;
  /** Every error of the answer. */
  readonly errors: readonly GraphQLFault[];
  /** What came in spite of them. */
  readonly data: JsonValue | undefined;
  /** Status of the answer. */
  readonly status: number;
  /** Keeps the answer. */
  constructor(message: string, options: AnswerDetails) {
    super(message, options);
    this.errors = options.errors;
    this.data = options.data;
    this.status = options.status;
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

/** The API asks to come back later, and the time limit does not allow to wait that long. */
export class RateLimitedError extends GraphQLError {
  /** Always `RATE_LIMITED`. */
  override readonly code: string = "RATE_LIMITED";
}
