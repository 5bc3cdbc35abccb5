import { MAX_BYTES } from "../answer.ts";
import type { WireAnswer } from "../wire_answer.ts";
import type { SendLimits, WireRequest } from "../wire_request.ts";
import { type Address, Connection } from "./connection.ts";
import { type HttpRequest, writeHttpRequest } from "./write_http_request.ts";

function addressOf({ hostname, port }: URL): Address {
  return { hostname: hostname.startsWith("[") ? hostname.slice(1, -1) : hostname, port: Number(port || 80) };
}

interface Question extends HttpRequest {
  readonly method: string;
  readonly address: Address;
}

async function askOn(
  connection: Connection,
  { bytes, isKept, method, address }: Question,
  { signal, maxBytes = MAX_BYTES, connections }: SendLimits,
): Promise<WireAnswer> {
  const hangUp = () => connection[Symbol.dispose]();
  signal.addEventListener("abort", hangUp, { once: true });
  try {
    signal.throwIfAborted();
    const { answer, isLast } = await connection.ask(bytes, { method, maxBytes });
    if (connections && isKept && !isLast) connections.keep(address, connection);
    else hangUp();
    return answer;
  } catch (error) {
    hangUp();
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", hangUp);
  }
}

/**
 * Sends a request over HTTP/1.1, byte by byte, and reads the answer as it is sent. `fetch` joins repeated headers, trims
 * their values, writes their names in lower case and adds some of its own; whether a server survives what a careless
 * client sends can only be asked without it.
 *
 * @param request To an `http:` address. A raw one goes on a connection of its own.
 * @param options `signal` ends the waiting; `connections` are those that were made before.
 * @returns The answer, its body unpacked; a redirect is an answer.
 * @throws {TypeError} When the address is not `http:`, nothing listens there, or no answer comes.
 * @throws {AnswerError} When what answers is not HTTP, breaks off, or sends too much.
 * @throws {DOMException} When the signal ends the waiting.
 */
export async function httpRequest(request: WireRequest, options: SendLimits): Promise<WireAnswer> {
  const url = new URL(request.url);
  if (url.protocol !== "http:") {
    throw new TypeError(`Send byte by byte to "${url.protocol}" failed: only http: can`);
  }
  const question = { ...writeHttpRequest(request, url), method: request.method, address: addressOf(url) };
  const used = question.isKept ? options.connections?.take(question.address) : undefined;
  if (used) {
    try {
      return await askOn(used, question, options);
    } catch (error) {
      // A server may hang up on whoever is silent, just when a question is on its way.
      if (used.isHeard) throw error;
    }
  }
  return await askOn(await Connection.open(question.address, options.signal), question, options);
}
