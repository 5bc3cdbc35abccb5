import type { WireRequest } from "../wire_request.ts";
import { isField, isToken } from "./is_field.ts";

/** What is sent unless the request names it itself. */
const COMMON = [["accept", "*/*"], ["accept-encoding", "identity"], ["user-agent", "proctor"]] as const;
/** Say where a request ends, or that no other follows. */
const FRAMING = ["connection", "content-length", "transfer-encoding"];
/** Where no body is said to be none. Source: RFC 9110, section 8.6. */
const BODY_METHOD_REGEXP = /^(?:POST|PUT|PATCH)$/;
const ENCODER = new TextEncoder();

/** A request as bytes. */
export interface HttpRequest {
  readonly bytes: Uint8Array;
  /** Whether other requests may go over the connection after it. */
  readonly isKept: boolean;
}

type Plain = Omit<WireRequest, "url">;
type RequestHeaders = WireRequest["headers"];

/** What is refused could be read as a second request. */
function checkText({ method, headers }: Plain): void {
  const broken = isToken(method) ? headers.find(([name, value]) => !isField(name, value))?.[0] : method;
  if (broken === undefined) return;
  throw new TypeError(
    `the request cannot be sent: ${JSON.stringify(broken)} is no method or header for HTTP`,
  );
}

function namesOf(headers: RequestHeaders): string[] {
  return headers.map(([name]) => name.toLowerCase());
}

function rawHeaders({ headers, body }: Plain, host: string, length: number): RequestHeaders {
  const framing = body === undefined ? [] : [["Content-Length", `${length}`] as const];
  return [["Host", host], ...headers, ...framing, ["Connection", "close"]];
}

function commonHeaders({ method, headers, body }: Plain, host: string, length: number): RequestHeaders {
  const hasLength = body !== undefined || BODY_METHOD_REGEXP.test(method);
  const framing = hasLength ? [["content-length", `${length}`] as const] : [];
  const own = [["host", host] as const, ...COMMON, ...framing];
  const names = namesOf(headers);
  return [...own.filter(([name]) => !names.includes(name)), ...headers];
}

/**
 * Writes a request as HTTP/1.1 sends it.
 *
 * @param request The request, but for its address. A raw one goes out as it is written, with nothing but `Host`,
 * `Content-Length` and `Connection: close` added; any other gets what clients commonly send.
 * @param url Its address.
 * @returns The bytes.
 * @throws {TypeError} When the method or a header of a request that is not raw holds what HTTP forbids there.
 *
 * @example A request without a body
 * ```ts
 * import { writeHttpRequest } from "./write_http_request.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const request = { method: "GET", headers: [], body: undefined, raw: true };
 * const { bytes, isKept } = writeHttpRequest(request, new URL("http://localhost:4200/a?b=1"));
 * assertEquals(
 *   new TextDecoder().decode(bytes),
 *   "GET /a?b=1 HTTP/1.1\r\nHost: localhost:4200\r\nConnection: close\r\n\r\n",
 * );
 * assertEquals(isKept, false);
 * ```
 */
export function writeHttpRequest(request: Omit<WireRequest, "url">, url: URL): HttpRequest {
  const { method, raw } = request;
  if (!raw) checkText(request);
  const body = ENCODER.encode(request.body ?? "");
  const headers = (raw ? rawHeaders : commonHeaders)(request, url.host, body.length);
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = ENCODER.encode(`${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines}\r\n`);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return { bytes, isKept: !raw && !namesOf(request.headers).some((name) => FRAMING.includes(name)) };
}
