import { type JsonValue, NumberText } from "../../core/json.ts";

/**
 * The largest JSON text that a state may have, in characters. Prefect refuses texts of which Python's `sys.getsizeof` is
 * above 1,000,000; 49 bytes of that are the string's own.
 *
 * Source: `reference/prefect-api.md` §6.5.
 */
export const MAX_PAYLOAD_LENGTH = 999_951;

function textLength(text: string): number {
  const written = JSON.stringify(text);
  // Python writes every character beyond ASCII as six: `\u00e9`.
  let length = written.length;
  for (let i = 0; i < written.length; i++) if (written.charCodeAt(i) > 126) length += 5;
  return length;
}

/**
 * How long a value is as Python's `json.dumps` writes it: a blank after every comma and colon, nothing beyond ASCII.
 *
 * @param value Any JSON value.
 * @returns The number of characters.
 *
 * @example Blanks and escapes count
 * ```ts
 * import { payloadLength } from "./payload_size.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(payloadLength({ a: [1, null], "é": true }), '{"a": [1, null], "\\u00e9": true}'.length);
 * ```
 */
export function payloadLength(value: JsonValue): number {
  if (value === null) return 4;
  if (typeof value === "string") return textLength(value);
  if (value instanceof NumberText) return value.text.length;
  if (typeof value !== "object") return String(value).length;
  const parts = Array.isArray(value)
    ? value.map(payloadLength)
    : Object.entries(value).map(([key, one]) => textLength(key) + 2 + payloadLength(one));
  const separators = 2 * Math.max(0, parts.length - 1);
  return 2 + separators + parts.reduce((sum, length) => sum + length, 0);
}
