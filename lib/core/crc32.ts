const POLYNOMIAL = 0xedb88320;

/**
 * The CRC-32 of a text's UTF-8. For a few bytes now and then; `node:zlib` has it too, and takes longer to load than the
 * rest of a server.
 *
 * Source: IEEE 802.3, as in ISO 3309 and gzip.
 *
 * @param text Any text.
 * @returns From 0 to 2^32 - 1.
 *
 * @example The check value of the standard
 * ```ts
 * import { crc32 } from "./crc32.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(crc32("123456789"), 0xcbf43926);
 * ```
 */
export function crc32(text: string): number {
  let rest = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}
