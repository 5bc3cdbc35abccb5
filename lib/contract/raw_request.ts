import type { WireRequest } from "./wire_request.ts";

const LARGEST_ANSWER = 32 * 1024 * 1024;

function head({ method, url, headers, body }: WireRequest): string {
  const { host, pathname, search } = new URL(url);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, `Host: ${host}`];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`Content-Length: ${new TextEncoder().encode(body).length}`);
  return [...lines, "Connection: close", "", ""].join("\r\n");
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

/** Everything until the server closes the connection, as it was asked to. */
async function readAll(connection: Deno.Conn): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const buffer = new Uint8Array(65_536);
  for (let read = await connection.read(buffer); read !== null; read = await connection.read(buffer)) {
    chunks.push(buffer.slice(0, read));
    size += read;
    if (size > LARGEST_ANSWER) throw new RangeError(`the answer is larger than ${LARGEST_ANSWER} bytes`);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Takes a chunked body apart; it works on Latin-1 text, where a character is a byte. */
function dechunk(text: string): string {
  let body = "";
  for (let at = 0;;) {
    const end = text.indexOf("\r\n", at);
    const size = end < 0 ? NaN : Number.parseInt(text.slice(at, end), 16);
    if (Number.isNaN(size)) throw new TypeError("the answer ends in the middle of a chunk");
    if (size === 0) return body;
    body += text.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

function toResponse(bytes: Uint8Array): Response {
  const text = latin1(bytes);
  const end = text.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = text.slice(0, Math.max(end, 0)).split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1] ?? NaN);
  if (Number.isNaN(status)) throw new TypeError("the answer is not HTTP/1.1");
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(":");
    headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  const rest = text.slice(end + 4);
  const chunked = /\bchunked\b/i.test(headers.get("transfer-encoding") ?? "");
  headers.delete("content-length");
  const body = Uint8Array.from(chunked ? dechunk(rest) : rest, (character) => character.charCodeAt(0));
  const bodyless = status === 204 || status === 205 || status === 304;
  return new Response(bodyless ? null : body, { status, headers });
}

/**
 * Sends one HTTP/1.1 request byte by byte as written, on a connection of its own. `fetch` joins repeated headers,
 * trims their values and writes their names in lower case; whether a server survives what a careless client sends can
 * only be asked without it.
 *
 * @param request To an `http:` address; headers go out as they are, `Host`, `Content-Length` and `Connection` are added.
 * @param options `signal` closes the connection.
 * @returns The response.
 * @throws {TypeError} When the address is not `http:`, nothing listens there, or what answers is not HTTP.
 * @throws {DOMException} When the signal ends the waiting.
 */
export async function rawRequest(request: WireRequest, options: { signal: AbortSignal }): Promise<Response> {
  const { signal } = options;
  const { protocol, hostname, port } = new URL(request.url);
  if (protocol !== "http:") throw new TypeError(`Send byte by byte to "${protocol}" failed: only http: can`);
  const connection = await Deno.connect({
    hostname: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || 80),
  })
    .catch((error) => Promise.reject(new TypeError(`nothing listens at ${hostname}`, { cause: error })));
  const close = () => connection.close();
  signal.addEventListener("abort", close, { once: true });
  try {
    // It may have been aborted while the connection was being made.
    signal.throwIfAborted();
    const encoder = new TextEncoder();
    await writeAll(connection, encoder.encode(head(request)));
    if (request.body !== undefined) await writeAll(connection, encoder.encode(request.body));
    return toResponse(await readAll(connection));
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", close);
    try {
      connection.close();
    } catch {
      // The signal has closed it already.
    }
  }
}
