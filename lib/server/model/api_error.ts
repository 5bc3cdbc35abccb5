/** The codes that clients match on in `errors[].extensions.code` (`reference/prefect-api.md` §7). */
export type ApiErrorCode =
  | "INTERNAL_SERVER_ERROR"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "VERSION_LOCKING_ERROR"
  | "data-exception"
  | "bad-request"
  | "parse-failed"
  | "timeout"
  | "validation-failed"
  | "unexpected";

/**
 * A refusal of one root field that is answered to the client word for word. The message is the API's own, so the
 * grammar of Proctor's errors does not hold here.
 */
export class ApiError extends Error {
  /** Answered as `extensions.code`. */
  readonly code: ApiErrorCode;
  /** Answered as `extensions.path` where the refusal is the query engine's, such as `$.selectionSet.flow.args.limit`. */
  readonly enginePath: string | undefined;

  /**
   * @param message What clients see.
   * @param options `code` defaults to what an error of the Prefect service carries; `enginePath` makes it one of
   * the query engine.
   */
  constructor(message: string, options: { code?: ApiErrorCode; enginePath?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "ApiError";
    this.code = options.code ?? "INTERNAL_SERVER_ERROR";
    this.enginePath = options.enginePath;
  }
}
