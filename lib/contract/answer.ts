import { EXIT, ProctorError } from "../core/errors.ts";
import { type JsonValue, parseJson } from "../core/json.ts";

/** Checks walk through an answer by recursion; deeper than this, that would end the process and not the case. */
const DEEPEST = 1000;
/** How large a body may be unless somebody says otherwise. */
export const MAX_BYTES = 16 * 1024 * 1024;

/** An HTTP answer, read to its end and parsed once. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  /** The body parsed, no digit lost; `undefined` when it is not JSON. */
  readonly json: JsonValue | undefined;
}

/** Something answers, but what it sends is beyond the limits or not HTTP. */
export class AnswerError extends ProctorError {
  override readonly code = "BAD_ANSWER";
  override readonly exit = EXIT.failed;
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
 * Reads the body of a response, and no more of it than is allowed.
 *
 * @param response Fresh from the transport, which has unpacked it.
 * @param options `maxBytes` is the limit, 16 MiB unless given.
 * @returns The body.
 * @throws {AnswerError} When the body is larger.
 *
 * @example A body within the limit
 * ```ts
 * import { readBody } from "./answer.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals((await readBody(new Response("four"), { maxBytes: 4 })).length, 4);
 * ```
 */
export async function readBody(
  response: Response,
  { maxBytes = MAX_BYTES }: { readonly maxBytes?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  // What is announced holds for what is sent, not for what is unpacked.
  const announced = Number(response.headers.get("content-length") ?? NaN);
  if (announced <= maxBytes && !response.headers.has("content-encoding")) return await response.bytes();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new AnswerError(`the answer is larger than ${maxBytes} bytes, see --max-bytes`);
    }
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/**
 * Reads a response.
 *
 * @param response Fresh from the transport.
 * @param options As in {@linkcode readBody}.
 * @returns The answer; bytes that are not UTF-8 become U+FFFD in `text`, and then `json` is `undefined`.
 * @throws {AnswerError} When the body is larger than allowed, or nested deeper than 1,000 levels.
 *
 * @example JSON and not JSON
 * ```ts
 * import { readAnswer } from "./answer.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals((await readAnswer(new Response('{"data":null}'))).json, { data: null });
 * assertEquals((await readAnswer(new Response("<html>"))).json, undefined);
 * ```
 */
export async function readAnswer(
  response: Response,
  options: { readonly maxBytes?: number } = {},
): Promise<Answer> {
  const bytes = await readBody(response, options);
  const { status, headers } = response;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { status, headers, text: new TextDecoder().decode(bytes), json: undefined };
  }
  if (isTooDeep(text)) throw new AnswerError(`the answer is nested deeper than ${DEEPEST} levels`);
  return { status, headers, text, json: parsed(text) };
}
