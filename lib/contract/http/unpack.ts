import { AnswerError } from "../answer.ts";

/** By the name of the coding. Source: RFC 9110, section 8.4.1. */
const METHODS = {
  gzip: "gunzipSync",
  "x-gzip": "gunzipSync",
  deflate: "inflateSync",
  br: "brotliDecompressSync",
} as const;

function isKnown(name: string): name is keyof typeof METHODS {
  return Object.hasOwn(METHODS, name);
}

/**
 * Unpacks a body, and no more of it than is allowed.
 *
 * @param packed The body as it was sent.
 * @param options `coding` is the value of `content-encoding`; `maxBytes` is the limit.
 * @returns The body.
 * @throws {AnswerError} When it unpacks to more, is broken, or the coding is not known.
 *
 * @example A body that is packed
 * ```ts
 * import { gzipSync } from "node:zlib";
 * import { unpack } from "./unpack.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const packed = new Uint8Array(gzipSync("{}"));
 * const body = await unpack(packed, { coding: "gzip", maxBytes: 2 });
 * assertEquals(new TextDecoder().decode(body), "{}");
 * ```
 */
export async function unpack(
  packed: Uint8Array<ArrayBuffer>,
  { coding, maxBytes }: { readonly coding: string; readonly maxBytes: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const name = coding.trim().toLowerCase();
  if (name === "identity" || packed.length === 0) return packed;
  if (!isKnown(name)) {
    throw new AnswerError(`the answer is packed as "${name}", although it was asked for as it is`);
  }
  // Few need it, and it takes a while to load.
  const zlib = await import("node:zlib");
  try {
    return new Uint8Array(zlib[METHODS[name]](packed, { maxOutputLength: maxBytes }));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") {
      throw AnswerError.tooLarge(maxBytes);
    }
    throw new AnswerError(`the answer is not packed as "${name}", as it says`, { cause: error });
  }
}
