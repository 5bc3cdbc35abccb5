import type { WireRequest } from "../wire_request.ts";
import { isField, isToken } from "./is_field.ts";

/** Says where one request ends and another begins, or that no other follows. */
const FRAMING = ["connection", "content-length", "transfer-encoding"];
/** What is sent unless the request names it itself. */
const COMMON = [["accept", "*/*"], ["accept-encoding", "identity"], ["user-agent", "proctor"]] as const;
/** Where no body is said to be none. Source: RFC 9110, section 8.6. */
const BODY_METHOD_REGEXP = /^(?:POST|PUT|PATCH)$/;
const ENCODER = new TextEncoder();

/** A request as bytes. */
export interface HttpRequest {
  readonly bytes: Uint8Array;
  /** Whether other requests may go over the connection after it. */
  readonly isKept: boolean;
}

/** What is refused could be read as a second request. */
function checkText({ method, headers }: Pick<WireRequest, "method" | "headers">): void {
  const broken = isToken(method) ? headers.find(([name, value]) => !isField(name, value))?.[0] : method;
  if (broken === undefined) return;
  throw new TypeError(
    `the request cannot be sent: ${JSON.stringify(broken)} is no method or header for HTTP`,
  );
}

function concat(head: Uint8Array, body: Uint8Array | undefined): Uint8Array {
  if (!body) return head;
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}

/**
 * Writes a request as HTTP/1.1 sends it.
 *
 * @param request The request, but for its address. A raw one goes out as it is written, with nothing but `Host`, `Content-Length` and
 * `Connection: close` added; any other gets what clients commonly send.
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
  const { method, headers, raw } = request;
  const { host, pathname, search } = url;
  if (!raw) checkText(request);
  const names = headers.map(([name]) => name.toLowerCase());
  const isNamed = (name: string) => !raw && names.includes(name);
  const body = request.body === undefined ? undefined : ENCODER.encode(request.body);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`];
  if (!isNamed("host")) lines.push(`Host: ${host}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  for (const [name, value] of raw ? [] : COMMON) if (!isNamed(name)) lines.push(`${name}: ${value}`);
  if ((body || (!raw && BODY_METHOD_REGEXP.test(method))) && !isNamed("content-length")) {
    lines.push(`Content-Length: ${body?.length ?? 0}`);
  }
  if (raw) lines.push("Connection: close");
  const head = ENCODER.encode(`${lines.join("\r\n")}\r\n\r\n`);
  return { bytes: concat(head, body), isKept: !raw && !names.some((name) => FRAMING.includes(name)) };
}
