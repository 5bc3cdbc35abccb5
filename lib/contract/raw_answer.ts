import { AnswerError } from "./answer.ts";
import { makeResponse } from "./make_response.ts";

/** The first lines of an answer; the text is Latin-1, where a character is a byte. */
interface Head {
  readonly status: number;
  readonly headers: Headers;
  /** Where the body begins. */
  readonly end: number;
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

function readHeaders(lines: readonly string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(":");
    try {
      headers.append(line.slice(0, Math.max(colon, 0)).trim(), line.slice(colon + 1).trim());
    } catch {
      throw new AnswerError(`the answer has a broken header, ${JSON.stringify(line.slice(0, 100))}`);
    }
  }
  return headers;
}

/** The head of the answer, interim ones (100, 103) passed over; `undefined` when it is not there yet. */
function readHead(text: string): Head | undefined {
  for (let at = 0;;) {
    if (!"HTTP/1.".startsWith(text.slice(at, at + 7))) throw new AnswerError("the answer is not HTTP/1.1");
    const end = text.indexOf("\r\n\r\n", at);
    if (end < 0) return undefined;
    const [statusLine = "", ...lines] = text.slice(at, end).split("\r\n");
    const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine)?.[1] ?? NaN);
    if (Number.isNaN(status)) throw new AnswerError("the answer is not HTTP/1.1");
    if (status === 101 || status < 100 || status > 199) {
      return { status, headers: readHeaders(lines), end: end + 4 };
    }
    at = end + 4;
  }
}

/** Takes a chunked body apart; `undefined` when it is not all there. */
function dechunk(text: string): string | undefined {
  const parts: string[] = [];
  for (let at = 0;;) {
    const end = text.indexOf("\r\n", at);
    if (end < 0) return undefined;
    const size = Number.parseInt(text.slice(at, end), 16);
    if (Number.isNaN(size)) throw new AnswerError("the answer has a chunk without a size");
    if (size === 0) return parts.join("");
    if (text.length < end + 2 + size) return undefined;
    parts.push(text.slice(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

function isChunked(headers: Headers): boolean {
  return /\bchunked\b/i.test(headers.get("transfer-encoding") ?? "");
}

/** The body, if it can be seen that all of it is there. */
function wholeBody(text: string, { status, headers, end }: Head): string | undefined {
  if (status === 204 || status === 304) return "";
  // What ends otherwise is not worth taking apart yet.
  if (isChunked(headers)) return text.endsWith("\r\n\r\n") ? dechunk(text.slice(end)) : undefined;
  const length = Number(headers.get("content-length") ?? NaN);
  return text.length - end >= length ? text.slice(end, end + length) : undefined;
}

/** The body of a connection that has closed. */
function lastBody(text: string, { headers, end }: Head): string {
  const body = isChunked(headers) ? dechunk(text.slice(end)) : text.slice(end);
  if (body === undefined) throw new AnswerError("the answer breaks off in the middle of a chunk");
  const length = Number(headers.get("content-length") ?? NaN);
  if (!isChunked(headers) && body.length < length) {
    throw new AnswerError(`the answer breaks off after ${body.length} of ${length} bytes`);
  }
  return body;
}

/**
 * Reads an HTTP/1.x answer from the bytes of a connection.
 *
 * @param pieces The bytes, as they come; they end when the connection is closed.
 * @returns The response; what comes after it is left alone.
 * @throws {AnswerError} When it is not HTTP, or breaks off.
 *
 * @example An answer in two pieces
 * ```ts
 * import { readRawAnswer } from "./raw_answer.ts";
 * import { assertEquals } from "@std/assert";
 *
 * async function* pieces() {
 *   yield new TextEncoder().encode("HTTP/1.1 200 OK\r\nContent-Le");
 *   yield new TextEncoder().encode("ngth: 2\r\n\r\n{}");
 * }
 * assertEquals(await (await readRawAnswer(pieces())).text(), "{}");
 * ```
 */
export async function readRawAnswer(pieces: AsyncIterable<Uint8Array>): Promise<Response> {
  let text = "";
  let head: Head | undefined;
  let body: string | undefined;
  for await (const piece of pieces) {
    text += latin1(piece);
    head ??= readHead(text);
    body = head && wholeBody(text, head);
    if (body !== undefined) break;
  }
  if (!head) throw new AnswerError("the answer breaks off in its head, or is not HTTP/1.1");
  const { status, headers } = head;
  const bytes = Uint8Array.from(body ?? lastBody(text, head), (character) => character.charCodeAt(0));
  headers.delete("content-length");
  return makeResponse({ status, headers, body: bytes });
}
