import { AnswerError } from "../answer.ts";
import { headerOf } from "../header_of.ts";
import type { WireAnswer } from "../wire_answer.ts";
import { type AnswerHead, readAnswerHead } from "./answer_head.ts";
import { BodyBuilder } from "./body_builder.ts";
import type { ByteReader } from "./byte_reader.ts";
import { unpack } from "./unpack.ts";

/** How large all heads of an answer may be together, or a line between chunks, in bytes. */
const LONGEST_HEAD = 262_144;
const BEGINNING = "HTTP/1.";

/** What was asked, as far as the answer depends on it. */
export interface HttpQuestion {
  /** Answers to `HEAD` announce a body that does not come. */
  readonly method: string;
  /** How large the body may be. */
  readonly maxBytes: number;
}

/** An answer, and what it says of the connection. */
export interface HttpAnswer {
  readonly answer: WireAnswer;
  /** Whether nothing else may be asked on the connection. */
  readonly isLast: boolean;
}

async function readMore(reader: ByteReader, place: string): Promise<void> {
  if (!await reader.more()) throw new AnswerError(`the answer breaks off ${place}`);
}

/** The first head that is not an interim one (100, 103). */
async function readHead(reader: ByteReader): Promise<AnswerHead> {
  for (let size = 0;;) {
    const text = reader.takeTo("\r\n\r\n");
    if (size + (text?.length ?? reader.ready) > LONGEST_HEAD) {
      throw new AnswerError(`the head of the answer is larger than ${LONGEST_HEAD} bytes`);
    }
    if (text !== undefined) {
      const head = readAnswerHead(text);
      if (head.status > 199 || head.status === 101) return head;
      size += text.length;
    } else {
      if (!BEGINNING.startsWith(reader.peek(BEGINNING.length))) {
        throw new AnswerError("the answer is not HTTP/1.1");
      }
      await readMore(reader, "in its head, or is not HTTP/1.1");
    }
  }
}

async function readLength(reader: ByteReader, length: number, body: BodyBuilder): Promise<void> {
  body.expect(length);
  for (let left = length; left > 0;) {
    const piece = reader.take(left);
    left -= piece.length;
    body.add(piece);
    if (left > 0) await readMore(reader, `after ${length - left} of ${length} bytes`);
  }
}

async function readLine(reader: ByteReader): Promise<string> {
  for (;;) {
    const line = reader.takeTo("\r\n");
    if (line !== undefined) return line;
    if (reader.ready > LONGEST_HEAD) throw new AnswerError("the answer has a chunk without a size");
    await readMore(reader, "in the middle of a chunk");
  }
}

/** Source: RFC 9112, section 7.1. */
async function readChunks(reader: ByteReader, body: BodyBuilder): Promise<void> {
  for (;;) {
    const [, digits] = /^([0-9a-f]{1,12})[\t ]*(?:;|$)/i.exec(await readLine(reader)) ?? [];
    if (digits === undefined) throw new AnswerError("the answer has a chunk without a size");
    const size = Number.parseInt(digits, 16);
    if (size === 0) break;
    await readLength(reader, size, body);
    if (await readLine(reader) !== "") throw new AnswerError("the answer has a chunk longer than its size");
  }
  // Trailers are nobody's business.
  while (await readLine(reader) !== "");
}

async function readToEnd(reader: ByteReader, body: BodyBuilder): Promise<void> {
  do body.add(reader.take(Infinity)); while (await reader.more());
}

function lengthOf(written: string): number {
  const [length = "", ...others] = written.split(/ *, */);
  if (!/^\d+$/.test(length) || others.some((other) => other !== length)) {
    throw new AnswerError(`the answer has a broken length, "${written}"`);
  }
  return Number(length);
}

/**
 * Reads an answer of HTTP/1.x.
 *
 * @param reader The bytes of the connection.
 * @param question See {@linkcode HttpQuestion}.
 * @returns The answer, its body unpacked. Source: RFC 9112, section 6.3.
 * @throws {AnswerError} When it is not HTTP, breaks off, or is larger than allowed.
 *
 * @example An answer, and what comes after it
 * ```ts
 * import { ByteReader } from "./byte_reader.ts";
 * import { readHttpAnswer } from "./read_http_answer.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new ByteReader((room) => {
 *   const text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP";
 *   return Promise.resolve(new TextEncoder().encodeInto(text, room).written);
 * });
 * const { answer, isLast } = await readHttpAnswer(reader, { method: "GET", maxBytes: 100 });
 * assertEquals(new TextDecoder().decode(answer.body), "{}");
 * assertEquals(isLast, true);
 * ```
 */
export async function readHttpAnswer(
  reader: ByteReader,
  { method, maxBytes }: HttpQuestion,
): Promise<HttpAnswer> {
  const { status, headers, isOld } = await readHead(reader);
  const body = new BodyBuilder(maxBytes);
  const transfer = headerOf(headers, "transfer-encoding");
  const length = headerOf(headers, "content-length");
  let isLast = isOld || status === 101 || /\bclose\b/i.test(headerOf(headers, "connection") ?? "");
  if (method === "HEAD" || status === 101 || status === 204 || status === 304) {
    // The length is that of the body another request would have.
  } else if (transfer !== undefined) {
    if (transfer.toLowerCase() !== "chunked") {
      throw new AnswerError(`the answer has the transfer-encoding "${transfer}", which was not asked for`);
    }
    await readChunks(reader, body);
  } else if (length !== undefined) {
    await readLength(reader, lengthOf(length), body);
  } else {
    await readToEnd(reader, body);
    isLast = true;
  }
  const coding = headerOf(headers, "content-encoding");
  const whole = body.whole();
  const unpacked = coding === undefined ? whole : await unpack(whole, { coding, maxBytes });
  return { answer: { status, headers, body: unpacked }, isLast: isLast || reader.ready > 0 };
}
