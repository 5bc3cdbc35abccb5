import { nodeCrypto } from "../../core/node_crypto.ts";

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** How a value is sealed. */
export interface SealOptions {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Not part of the sealed text, yet nobody opens it without: says whose value it is. */
  readonly binding: string;
}

/**
 * Encrypts a text with AES-256-GCM (NIST SP 800-38D) under a random nonce, so that equal texts look different.
 *
 * @param text What nobody may read from a stolen file.
 * @param options The key, and what the text is bound to.
 * @returns Nonce, encrypted text and tag, as Base64.
 *
 * @example Bound to its place
 * ```ts
 * import { sealValue, unsealValue } from "./sealed_value.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const key = crypto.getRandomValues(new Uint8Array(32));
 * const sealed = sealValue("x", { key, binding: "mine" });
 * assertEquals(unsealValue(sealed, { key, binding: "mine" }), "x");
 * assertThrows(() => unsealValue(sealed, { key, binding: "yours" }));
 * ```
 */
export function sealValue(text: string, { key, binding }: SealOptions): string {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const cipher = nodeCrypto().createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(new TextEncoder().encode(binding));
  const parts = [nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()];
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes.toBase64();
}

/**
 * Opens what {@linkcode sealValue} has sealed.
 *
 * @param sealed Base64.
 * @param options The key, and what the text is bound to.
 * @returns The text.
 * @throws {Error} When the key or the binding is another, or the text was changed.
 */
export function unsealValue(sealed: string, { key, binding }: SealOptions): string {
  const bytes = Uint8Array.fromBase64(sealed);
  if (bytes.length < NONCE_BYTES + TAG_BYTES) {
    throw new RangeError(
      `Cannot open a sealed value of ${bytes.length} bytes: expected ${NONCE_BYTES + TAG_BYTES} or more`,
    );
  }
  const decipher = nodeCrypto()
    .createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(new TextEncoder().encode(binding))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  decipher.final();
  return new TextDecoder().decode(text);
}
