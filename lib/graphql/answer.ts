import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";
import { hideValues, maskSecrets } from "./hide_values.ts";
import {
  AuthorizationError,
  GraphQLError,
  type GraphQLFault,
  NotFoundError,
  ProtocolError,
  RateLimitedError,
  VersionLockError,
} from "./errors.ts";

/** What the API answered to one request. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  /** The members `data`, `errors` and `extensions`. */
  readonly body: JsonObject;
}

/** What errors about an answer may say, and must not. */
export interface AnswerContext {
  /** Address of the API. */
  readonly url: string;
  /** What must not appear anywhere in an error. */
  readonly secrets: readonly Secret[];
  /** The variables of the request, whose values must not appear in a message. */
  readonly variables: unknown;
  /** Whether a key went with the request. */
  readonly authenticated: boolean;
}

const JSON_TYPE_REGEXP = /^application\/(?:json|[\w.-]+\+json)\s*(?:;|$)/i;
const UNKNOWN_CALLER_REGEXP = /UNAUTHENTICATED|^Unauthenticated$|Malformed Authorization header/;
const MISSING_REGEXP = /\bnot found\b|No value found for the requested key/i;

function parseBody(text: string, exactNumbers: boolean): JsonValue | undefined {
  try {
    return exactNumbers ? parseJson(text) : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What came when it was no GraphQL answer; the status tells more than the text, which may be a page of HTML. */
function wrongKindOfAnswer(response: Response, context: AnswerContext): GraphQLError | ProtocolError {
  const { status, headers } = response;
  const { url } = context;
  if (status === 429) return new RateLimitedError(rateMessage(url), { status });
  if (status === 401 || status === 403) {
    return new AuthorizationError(authMessage(context, `HTTP ${status}`), { status });
  }
  const location = headers.get("location");
  const came = location === null
    ? `HTTP ${status} with ${headers.get("content-type") ?? "no content type"}`
    : `HTTP ${status} with a redirect to "${location}"`;
  return new ProtocolError(
    `Cannot use what "${url}" answered, ${came}: expected a GraphQL answer in JSON, see that the address is right`,
    { status },
  );
}

/**
 * Reads an answer by its content type, not by its status: errors of GraphQL come with 200 and with 400 alike.
 *
 * Source: `reference/prefect-api.md` §1.2; GraphQL over HTTP, draft, section 6.
 *
 * @param response The answer, unread; it is read to its end.
 * @param context What errors may say.
 * @param options `exactNumbers` keeps numbers that JavaScript would change as `NumberText`.
 * @returns The answer.
 * @throws {ProtocolError} When it is no GraphQL answer.
 * @throws {AuthorizationError} When it is none and the status is 401 or 403.
 * @throws {RateLimitedError} When it is none and the status is 429.
 *
 * @example A 400 with GraphQL errors is an answer
 * ```ts
 * import { readAnswer } from "./answer.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const context = { url: "http://x", secrets: [], variables: {}, authenticated: false };
 * const response = Response.json({ errors: [{ message: "Syntax Error" }] }, { status: 400 });
 * const answer = await readAnswer(response, context);
 * assertEquals(answer, { status: 400, body: { errors: [{ message: "Syntax Error" }] } });
 * ```
 */
export async function readAnswer(
  response: Response,
  context: AnswerContext,
  options: { readonly exactNumbers?: boolean } = {},
): Promise<Answer> {
  const text = await response.text();
  const isJson = JSON_TYPE_REGEXP.test(response.headers.get("content-type") ?? "");
  const body = isJson ? parseBody(text, options.exactNumbers ?? false) : undefined;
  if (isJsonObject(body) && ("data" in body || Array.isArray(body.errors))) {
    return { status: response.status, body };
  }
  throw wrongKindOfAnswer(response, context);
}

function rateMessage(url: string): string {
  return `Too many requests to "${url}": wait a while, or send fewer at a time`;
}

function authMessage({ url, authenticated }: AnswerContext, said: string): string {
  const advice = authenticated
    ? "see that the key is right and neither revoked nor expired"
    : 'no key was sent, give one with --api-key, PREFECT__CLOUD__API_KEY or "proctor auth login"';
  return `Not authenticated at "${url}" (${said}): ${advice}`;
}

function toFault(value: JsonValue, secrets: readonly Secret[]): GraphQLFault {
  const fault = maskSecrets(value, secrets);
  if (!isJsonObject(fault)) return { message: String(fault) };
  return {
    ...fault,
    message: typeof fault.message === "string" ? fault.message : "No error message supplied",
  };
}

/**
 * Turns the errors of an answer into the error to throw.
 *
 * Source: `reference/prefect-api.md` §1.3 (exceptions), §7.2, §7.3.
 *
 * @param answer An answer.
 * @param context What the error may say.
 * @returns An error of the class that fits, `undefined` when the answer has no errors.
 *
 * @example A key that was revoked
 * ```ts
 * import { toError } from "./answer.ts";
 * import { AuthorizationError } from "./errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const context = { url: "http://x", secrets: [], variables: {}, authenticated: true };
 * const body = { errors: [{ message: "Unauthenticated", extensions: { code: "UNAUTHENTICATED" } }] };
 * const error = toError({ status: 200, body }, context);
 * assertEquals(error instanceof AuthorizationError, true);
 * ```
 */
export function toError(answer: Answer, context: AnswerContext): GraphQLError | undefined {
  const { status, body } = answer;
  const list = Array.isArray(body.errors) ? body.errors : [];
  const errors = list.map((each) => toFault(each, context.secrets));
  const [first] = errors;
  if (!first) return undefined;
  const details = { errors, data: body.data, status };
  const codes = errors.map(({ extensions }) => extensions?.code);
  const more = errors.length === 1 ? "" : `, and ${errors.length - 1} more`;
  const said = hideValues(first.message, context.variables).replace(/\.$/, "");
  const { url } = context;
  if (
    codes.includes("UNAUTHENTICATED") || errors.some(({ message }) => UNKNOWN_CALLER_REGEXP.test(message))
  ) {
    return new AuthorizationError(authMessage(context, said), details);
  }
  if (codes.includes("FORBIDDEN")) {
    return new AuthorizationError(
      `Not allowed at "${url}" (${said}${more}): the key lacks the right in this tenant`,
      details,
    );
  }
  if (status === 429 || codes.includes("RATE_LIMITED")) {
    return new RateLimitedError(rateMessage(url), details);
  }
  if (codes[0] === "VERSION_LOCKING_ERROR") {
    return new VersionLockError(
      `Cannot set the state at "${url}" (${said}): read the version again, then retry`,
      details,
    );
  }
  const message = `Request to "${url}" failed: ${said}${more}`;
  return errors.every((each) => MISSING_REGEXP.test(each.message))
    ? new NotFoundError(message, details)
    : new GraphQLError(message, details);
}
