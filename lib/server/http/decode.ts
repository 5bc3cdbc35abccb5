/**
 * From an HTTP request to operations, with the answers of Prefect's gateway to whatever is none.
 *
 * Source: `reference/prefect-api.md` §1.2.
 *
 * @module
 */
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../../core/json.ts";
import type { OperationRequest } from "./ready_operation.ts";

/** The operations of a body; an array of them is answered with an array, in which a member may be no operation. */
export type Decoded =
  | { readonly kind: "single"; readonly operation: OperationRequest }
  | { readonly kind: "batch"; readonly operations: ReadonlyArray<OperationRequest | string> };

/** A request that holds no operation: the whole answer to it. */
export class HttpRefusal extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** Beside the content type, which follows from the text. */
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param status The HTTP status.
   * @param message The body; one that starts with `<` is sent as HTML.
   * @param options `headers`: more of them.
   */
  constructor(status: number, message: string, options: { headers?: Readonly<Record<string, string>> } = {}) {
    super(message);
    this.name = "HttpRefusal";
    this.status = status;
    this.headers = options.headers ?? {};
  }
}

const MISSING_BODY = "POST body missing. Did you forget use body-parser middleware?";
const INVALID_VARIABLES = "Variables are invalid JSON.";

/** The page with which the gateway answers what never reaches GraphQL. */
function htmlPage(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n` +
    `<body>\n<pre>${escaped}</pre>\n</body>\n</html>\n`;
}

/** Variables as an object or as JSON text, which the Python client sends. */
function decodeVariables(value: JsonValue | undefined): JsonObject | string {
  let variables = value ?? null;
  if (typeof variables === "string") {
    if (variables.trim() === "") return {};
    try {
      variables = parseJson(variables);
    } catch {
      return INVALID_VARIABLES;
    }
  }
  if (variables === null) return {};
  return isJsonObject(variables) ? variables : INVALID_VARIABLES;
}

/** An operation, or what is wrong with it. */
function decodeOperation(value: JsonValue): OperationRequest | string {
  if (!isJsonObject(value)) return "Must provide query string.";
  const { query, operationName } = value;
  if (query === undefined || query === null || query === "") return "Must provide query string.";
  if (typeof query !== "string") return "GraphQL queries must be strings.";
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string") {
    return "The operation name must be a string.";
  }
  const variables = decodeVariables(value.variables);
  return typeof variables === "string"
    ? variables
    : { query, variables, operationName: operationName ?? null };
}

function single(value: JsonValue): OperationRequest {
  const operation = decodeOperation(value);
  if (typeof operation === "string") throw new HttpRefusal(400, operation);
  return operation;
}

/**
 * Reads the operation of a GET.
 *
 * @param url Its address.
 * @returns The operation.
 * @throws {HttpRefusal} When there is none; its message is the answer.
 *
 * @example A query in the address
 * ```ts
 * import { decodeUrl } from "./decode.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { query } = decodeUrl(new URL("http://localhost/?query={hello}"));
 * assertEquals(query, "{hello}");
 * ```
 */
export function decodeUrl({ searchParams }: URL): OperationRequest {
  const query = searchParams.get("query");
  if (!query) throw new HttpRefusal(400, "GET query missing.");
  const variables = searchParams.get("variables");
  return single({ query, variables, operationName: searchParams.get("operationName") });
}

function tooLarge(): HttpRefusal {
  return new HttpRefusal(413, htmlPage("PayloadTooLargeError: request entity too large"));
}

/** Collects a body that does not say how long it is; what is longer than permitted is not kept. */
async function collect(body: ReadableStream<Uint8Array> | null, mostBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });
const ENCODER = new TextEncoder();
/** What takes the place of bytes that are no UTF-8. */
const REPLACEMENT = "\uFFFD";

function notUtf8(): HttpRefusal {
  return new HttpRefusal(400, htmlPage("SyntaxError: the body is not UTF-8"));
}

/** A body of unknown length. */
async function collectText(request: Request, mostBytes: number): Promise<string> {
  const bytes = await collect(request.body, mostBytes);
  try {
    return UTF8.decode(bytes);
  } catch {
    throw notUtf8();
  }
}

/**
 * Bytes that are no UTF-8 show in the length of what was made of them: the HTTP layer keeps to a declared one. Only three
 * bytes of a character of four look like what takes their place, and are taken for that, as all are at Prefect's gateway.
 */
function checkUtf8(text: string, headers: Headers): void {
  if (!text.includes(REPLACEMENT)) return;
  const declared = headers.get("content-length");
  if (declared !== null && ENCODER.encode(text).length !== Number(declared)) throw notUtf8();
}

function isJson(contentType: string | null): boolean {
  return contentType === "application/json" || /^application\/json\s*(?:;|$)/i.test(contentType ?? "");
}

/** The body as JSON: an object or an array, as the gateway's parser insists. */
function parseBody(text: string): JsonObject | JsonValue[] {
  let body: JsonValue;
  try {
    body = parseJson(text);
  } catch {
    throw new HttpRefusal(400, htmlPage("SyntaxError: the body is not JSON"));
  }
  if (Array.isArray(body) || isJsonObject(body)) return body;
  throw new HttpRefusal(400, htmlPage("SyntaxError: the body is neither an object nor an array"));
}

/**
 * Reads the body of a request that may hold operations. {@linkcode checkBody} tells whether it does.
 *
 * @param request Any but GET and HEAD.
 * @param mostBytes The longest body.
 * @returns Its text.
 * @throws {HttpRefusal} At once when it is no POST or says that it is too long, later when it is.
 *
 * @example What is no POST
 * ```ts
 * import { HttpRefusal, readBody } from "./decode.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const request = new Request("http://localhost", { method: "PUT", body: "{}" });
 * assertThrows(() => readBody(request, 1000), HttpRefusal, "supports only GET/POST");
 * ```
 */
export function readBody(request: Request, mostBytes: number): Promise<string> {
  if (request.method !== "POST") {
    throw new HttpRefusal(405, "Apollo Server supports only GET/POST requests.", {
      headers: { allow: "GET, POST" },
    });
  }
  const declared = request.headers.get("content-length");
  if (Number(declared ?? 0) > mostBytes) throw tooLarge();
  // As text a body is read in one step, where its bytes or its stream take many: half the time of a small request.
  return declared === null ? collectText(request, mostBytes) : request.text();
}

/**
 * Tells whether a body may hold operations.
 *
 * @param text The body.
 * @param headers Those it came with.
 * @throws {HttpRefusal} When it cannot; its message is the answer.
 *
 * @example A body without a type
 * ```ts
 * import { checkBody, HttpRefusal } from "./decode.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => checkBody("{}", new Headers()), HttpRefusal, "POST body missing");
 * ```
 */
export function checkBody(text: string, headers: Headers): void {
  checkUtf8(text, headers);
  if (text === "" || !isJson(headers.get("content-type"))) throw new HttpRefusal(500, MISSING_BODY);
}

/**
 * Reads the operations of a body.
 *
 * @param text The body.
 * @returns One operation or several.
 * @throws {HttpRefusal} When there is none; its message is the answer.
 *
 * @example Variables as text, as the Python client sends them
 * ```ts
 * import { decodeBody } from "./decode.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decodeBody(JSON.stringify({ query: "{ hello }", variables: "null" })), {
 *   kind: "single",
 *   operation: { query: "{ hello }", variables: {}, operationName: null },
 * });
 * ```
 */
export function decodeBody(text: string): Decoded {
  const body = parseBody(text);
  if (Object.keys(body).length === 0) throw new HttpRefusal(500, MISSING_BODY);
  if (!Array.isArray(body)) return { kind: "single", operation: single(body) };
  return { kind: "batch", operations: body.map(decodeOperation) };
}
