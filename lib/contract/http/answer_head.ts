import { AnswerError } from "../answer.ts";
import type { AnswerHeaders } from "../wire_answer.ts";
import { isField } from "./is_field.ts";

/** The lines before the body of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** Whether it is of HTTP/1.0, where a connection ends with the answer. */
  readonly isOld: boolean;
}

const STATUS_LINE_REGEXP = /^HTTP\/1\.([01]) (\d{3})(?: |$)/;

/**
 * Reads the head of an answer.
 *
 * @param text The lines without the empty one at their end; each character is a byte.
 * @returns The head.
 * @throws {AnswerError} When it is not as HTTP wants it. Source: RFC 9112, sections 4 and 5.
 *
 * @example A head of two lines
 * ```ts
 * import { readAnswerHead } from "./answer_head.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { status, headers } = readAnswerHead("HTTP/1.1 404 Not Found\r\nX-A: 1");
 * assertEquals([status, headers], [404, [["x-a", "1"]]]);
 * ```
 */
export function readAnswerHead(text: string): AnswerHead {
  const [statusLine = "", ...lines] = text.split("\r\n");
  const [, minor, status] = STATUS_LINE_REGEXP.exec(statusLine) ?? [];
  if (status === undefined) throw new AnswerError("the answer is not HTTP/1.1");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0));
    const value = line.slice(colon + 1).trim();
    if (isField(name, value)) return [name.toLowerCase(), value] as const;
    throw new AnswerError(`the answer has a broken header, ${JSON.stringify(line.slice(0, 100))}`);
  });
  return { status: Number(status), headers, isOld: minor === "0" };
}
