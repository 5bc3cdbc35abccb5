import { AnswerError, MAX_BYTES } from "./answer.ts";
import { readRawAnswer } from "./raw_answer.ts";
import type { SendLimits, WireRequest } from "./wire_request.ts";

function head({ method, url, headers, body }: WireRequest): string {
  const { host, pathname, search } = new URL(url);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, `Host: ${host}`];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`Content-Length: ${new TextEncoder().encode(body).length}`);
  return [...lines, "Connection: close", "", ""].join("\r\n");
}

async function writeAll(connection: Deno.Conn, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

/** What comes, piece by piece, until the server closes the connection or has sent more than is allowed. */
async function* readPieces(connection: Deno.Conn, maxBytes: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(65_536);
  let size = 0;
  for (let read = await connection.read(buffer); read !== null; read = await connection.read(buffer)) {
    size += read;
    if (size > maxBytes) {
      throw new AnswerError(`the answer is larger than ${maxBytes} bytes, see --max-bytes`);
    }
    yield buffer.slice(0, read);
  }
}

/**
 * Sends one HTTP/1.1 request byte by byte as written, on a connection of its own. `fetch` joins repeated headers,
 * trims their values and writes their names in lower case; whether a server survives what a careless client sends can
 * only be asked without it.
 *
 * @param request To an `http:` address; headers go out as they are, `Host`, `Content-Length` and `Connection` are added.
 * @param options `signal` closes the connection; `maxBytes` is the limit of the whole answer, 16 MiB unless given.
 * @returns The response.
 * @throws {TypeError} When the address is not `http:` or nothing listens there.
 * @throws {AnswerError} When what answers is not HTTP, breaks off, or sends too much.
 * @throws {DOMException} When the signal ends the waiting.
 */
export async function rawRequest(
  request: WireRequest,
  options: SendLimits,
): Promise<Response> {
  const { signal, maxBytes = MAX_BYTES } = options;
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
    await writeAll(connection, head(request) + (request.body ?? ""));
    return await readRawAnswer(readPieces(connection, maxBytes));
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
