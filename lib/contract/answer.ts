import { type JsonValue, parseJson } from "../core/json.ts";

const LARGEST_BODY = 32 * 1024 * 1024;

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

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(response.headers.get("content-length") ?? NaN);
  if (announced <= LARGEST_BODY) return await response.bytes();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST_BODY) throw new RangeError(`the answer is larger than ${LARGEST_BODY} bytes`);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/**
 * Reads a response.
 *
 * @param response Fresh from the transport.
 * @returns The answer; bytes that are not UTF-8 become U+FFFD in `text`, and then `json` is `undefined`.
 * @throws {RangeError} When the body is larger than 32 MiB.
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
export async function readAnswer(response: Response): Promise<Answer> {
  const bytes = await bytesOf(response);
  const { status, headers } = response;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { status, headers, text, json: parsed(text) };
  } catch {
    return { status, headers, text: new TextDecoder().decode(bytes), json: undefined };
  }
}
