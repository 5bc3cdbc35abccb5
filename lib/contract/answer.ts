import { EXIT, ProctorError } from "../core/errors.ts";
import { type JsonValue, parseJson } from "../core/json.ts";
import type { AnswerHeaders, WireAnswer } from "./wire_answer.ts";

/** Checks walk through an answer by recursion; deeper than this, that would end the process and not the case. */
const DEEPEST = 1000;
/** How large a body may be unless somebody says otherwise. */
export const MAX_BYTES = 16 * 1024 * 1024;
const STRICT = new TextDecoder("utf-8", { fatal: true });

/** An HTTP answer, read to its end and parsed once. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers: AnswerHeaders;
  /** The body as it came. */
  readonly text: string;
  /** The body parsed, no digit lost; `undefined` when it is not JSON. */
  readonly json: JsonValue | undefined;
}

/** Something answers, but what it sends is beyond the limits or not HTTP. */
export class AnswerError extends ProctorError {
  override readonly code = "BAD_ANSWER";
  override readonly exit = EXIT.failed;

  /**
   * The error of an answer beyond the limit.
   *
   * @param maxBytes The limit.
   * @returns The error, to be thrown.
   */
  static tooLarge(maxBytes: number): AnswerError {
    return new AnswerError(`the answer is larger than ${maxBytes} bytes, see --max-bytes`);
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Whether brackets outside of strings stand in each other deeper than is allowed. */
function isTooDeep(text: string): boolean {
  if (text.length <= 2 * DEEPEST) return false;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "[" || character === "{") {
      if (++depth > DEEPEST) return true;
    } else if (character === "]" || character === "}") depth--;
  }
  return false;
}

/**
 * Reads an answer.
 *
 * @param wire As the transport gives it.
 * @returns The answer; bytes that are not UTF-8 become U+FFFD in `text`, and then `json` is `undefined`.
 * @throws {AnswerError} When the body is nested deeper than 1,000 levels.
 *
 * @example JSON and not JSON
 * ```ts
 * import { readAnswer } from "./answer.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const wire = (text: string) => ({ status: 200, headers: [], body: new TextEncoder().encode(text) });
 * assertEquals(readAnswer(wire('{"data":null}')).json, { data: null });
 * assertEquals(readAnswer(wire("<html>")).json, undefined);
 * ```
 */
export function readAnswer({ status, headers, body }: WireAnswer): Answer {
  let text: string;
  try {
    text = STRICT.decode(body);
  } catch {
    return { status, headers, text: new TextDecoder().decode(body), json: undefined };
  }
  if (isTooDeep(text)) throw new AnswerError(`the answer is nested deeper than ${DEEPEST} levels`);
  return { status, headers, text, json: parsed(text) };
}
