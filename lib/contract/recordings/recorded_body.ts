import { parseJson } from "../../core/json.ts";
import type { RecordedBody } from "./recording.ts";

/**
 * Puts a body in the form in which it is read best.
 *
 * @param bytes The body as it came.
 * @param change Is applied to it before, as text; where the bytes are no UTF-8, each stands for a character.
 * @returns The body, or `undefined` when it is empty.
 *
 * @example JSON and what only looks like it
 * ```ts
 * import { recordBody } from "./recorded_body.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bytesOf = (text: string) => new TextEncoder().encode(text);
 * assertEquals(recordBody(bytesOf('{"a":1}'), (text) => text), { json: { a: 1 } });
 * assertEquals(recordBody(bytesOf('{"a": 1}'), (text) => text), { text: '{"a": 1}' });
 * ```
 */
export function recordBody(bytes: Uint8Array, change: (text: string) => string): RecordedBody | undefined {
  if (bytes.length === 0) return undefined;
  let text: string;
  try {
    text = change(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    const characters = change(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return { base64: Uint8Array.from(characters, (character) => character.charCodeAt(0)).toBase64() };
  }
  try {
    const json = parseJson(text);
    if (JSON.stringify(json) === text) return { json };
  } catch {
    // It is no JSON.
  }
  return { text };
}

/**
 * Gives a body back.
 *
 * @param body From a recording.
 * @returns The bytes.
 *
 * @example There and back
 * ```ts
 * import { playBody } from "./recorded_body.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new TextDecoder().decode(playBody({ json: { a: 1 } })), '{"a":1}');
 * ```
 */
export function playBody(body: RecordedBody | undefined): Uint8Array<ArrayBuffer> {
  if (body === undefined) return new Uint8Array();
  if ("base64" in body) return Uint8Array.fromBase64(body.base64);
  return new TextEncoder().encode("json" in body ? JSON.stringify(body.json) : body.text);
}
